"""The report says all there is, in Markdown and in HTML, and no name in the code breaks either."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from xml.etree import ElementTree

from hypothesis import given
from markdown_it import MarkdownIt

from agentlint.diagnostics.finding import Finding, Level
from agentlint.diagnostics.fix import Fix
from agentlint.diagnostics.result import Hidden, Skipped, Suppressor
from agentlint.graph.bound import Cost
from agentlint.graph.derive import derive
from agentlint.graph.evidence import Confidence
from agentlint.graph.model import Interrupt, Orchestration, Unresolved
from agentlint.graph.tested import Exercise, Proof
from agentlint.report.contents import document
from agentlint.report.html import page
from agentlint.report.markdown import markdown
from agentlint.report.svg import svg
from tests.orchestrations import at, orchestration
from tests.reporters.sample_graphs import SUPPORT, hostile_graphs, seen

LOOP = derive(orchestration("START -> writer", "writer -> critic", "critic -> writer", name="desk.build"))


class Reader(HTMLParser):
    """The text of a page, and its elements."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag not in ("meta", "rect", "path"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in ("rect", "path"):
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def finding(graph: str, message: str) -> Finding:
    return Finding("unbounded-cycle", Level.WARNING, Confidence.PROVEN, message, at(7), graph, f"{graph}:loop")


def test_one_graph_in_markdown() -> None:
    escalation = replace(LOOP.edges[1], escalates=True, tests=(Exercise(Proof.RUN, at(3, "tests/test_desk.py")),))
    graph = replace(LOOP, edges=(LOOP.edges[0], escalation, LOOP.edges[2]))
    result = replace(seen(graph), findings=(finding("desk.build", "nothing bounds `writer → critic → writer`"),))
    text = markdown(document(result))
    assert "Found 1 warning in 1 graph (2 nodes, 3 edges, 0 unresolved)." in text
    assert "| `writer → critic → writer` | nothing bounds it | nothing leaves it |" in text
    assert "| `writer → critic` | always | `tests/test_desk.py:3:5` runs it |" in text
    assert (
        "| warning | `unbounded-cycle` | nothing bounds `writer → critic → writer` | – | `app/graph.py:7:5` |" in text
    )
    assert "```mermaid\nflowchart TD\n" in text


def test_an_escalation_that_no_test_takes_is_said_to_have_none() -> None:
    edges = [replace(edge, escalates=edge.target == "approve") for edge in SUPPORT.edges]
    text = markdown(document(seen(replace(SUPPORT, edges=tuple(edges)))))
    assert "| `refund → approve` | target not resolved | no test |" in text


def test_coverage_data_decide_what_is_tested() -> None:
    edges = [replace(edge, escalates=edge.label == "money", taken=False) for edge in SUPPORT.edges]
    assert "not taken by any test" in markdown(document(seen(replace(SUPPORT, edges=tuple(edges)))))


def test_both_forms_have_every_finding_every_gap_and_what_is_hidden() -> None:
    hidden = Hidden(finding("desk.build", "an old one"), Suppressor.BASELINE, "known")
    result = replace(
        seen(
            LOOP,
            SUPPORT,
            unresolved=(Unresolved("the tools come from a file", at(5)),),
            skipped=(Skipped("old.py", "no Python 3"),),
        ),
        findings=(finding("desk.build", "no end"), finding("", "an overlay failed")),
        hidden=(hidden,),
    )
    text = document(result)
    for form in (markdown(text), "".join(Reader(page(text)).words)):
        for part in ("no end", "an overlay failed", "an old one", "known", "the tools come from a file", "old.py"):
            assert part in form
        assert "comes from a database row" in form


def test_what_only_tests_build_stands_folded_at_the_end() -> None:
    text = document(seen(replace(LOOP, test=True), SUPPORT))
    assert [(section.title, section.folded) for section in text.sections] == [
        ("support.build_graph", False),
        ("desk.build", True),
    ]
    assert "<details>\n<summary>desk.build</summary>" in markdown(text)
    assert "details" in Reader(page(text)).tags


def test_a_run_that_nothing_limits_is_in_the_verdict() -> None:
    endless = replace(LOOP, cost=Cost(None, "", unbounded_by="writer → critic → writer"))
    assert "Nothing limits the model calls of `desk.build`." in markdown(document(seen(endless)))
    assert "Nothing limits" not in markdown(document(seen(replace(endless, test=True)))).split("##")[0]


def test_the_verdict_is_one_line_whatever_more_there_is_to_say() -> None:
    fixable = replace(finding("desk.build", "no way"), fix=Fix("Say so", safe=True, edits=()))
    told = document(replace(seen(LOOP), findings=(fixable,))).verdict
    assert told.count("\n") == 0
    assert ". [*] 1 fixable with `--fix`." in told


def test_where_a_graph_pauses_for_a_person() -> None:
    paused = replace(LOOP, interrupts=(Interrupt("interrupt_before", at(9), ("critic",)),))
    assert "It pauses for a person: interrupt\\_before critic (at `app/graph.py:9:5`)." in markdown(
        document(seen(paused))
    )


def test_a_graph_that_mermaid_does_not_draw_has_its_table() -> None:
    large = derive(orchestration(*(f"a -?> n{number}" for number in range(600))))
    text = markdown(document(seen(large)))
    assert "```mermaid" not in text
    assert "| `a` | `n599` |" in text


def test_a_page_needs_nothing_from_elsewhere() -> None:
    text = page(document(seen(SUPPORT, LOOP)))
    assert not {"script", "link", "img", "iframe", "object"} & set(Reader(text).tags)
    assert re.findall(r"https?://[^\"]*", text) == ["http://www.w3.org/2000/svg"] * 2


@given(hostile_graphs())
def test_no_name_breaks_the_page(graph: Orchestration) -> None:
    plain = derive(orchestration("START -> a", "a -?> b"))
    reader = Reader(page(document(seen(graph))))
    assert reader.open == []
    assert set(reader.tags) <= set(Reader(page(document(seen(plain, SUPPORT)))).tags) | {"h3"}
    ElementTree.fromstring(svg(graph))


@given(hostile_graphs())
def test_no_name_breaks_the_markdown(graph: Orchestration) -> None:
    text = markdown(document(seen(graph)))
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(text)
    assert {token.type for token in tokens}.isdisjoint(
        {"html_block", "code_block", "bullet_list_open", "blockquote_open"}
    )
    inline = {child.type for token in tokens for child in token.children or ()}
    assert inline <= {"text", "code_inline", "text_special"}
    for table in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE):
        assert len({len(re.split(r"(?<!\\)\|", row)) for row in table.splitlines()}) == 1
