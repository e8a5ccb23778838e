"""Markdown for step summaries."""

from dataclasses import replace

from hostile import results
from hypothesis import given
from markdown_it import MarkdownIt
from markdown_it.token import Token
from sample_findings import CELL, LOOP, result

from agentlint.diagnostics.finding import Finding
from agentlint.diagnostics.result import Result
from agentlint.graph.model import Edge, EdgeKind
from agentlint.graph.tested import Coverage
from agentlint.reporters.markdown import LARGEST, markdown

PLAIN = {"text", "code_inline", "softbreak"}
"""What stands in a line that nothing broke out of."""


def tokens(text: str) -> list[Token]:
    return MarkdownIt("commonmark").enable("table").parse(text)


def test_a_table_with_the_worst_first() -> None:
    text = markdown(result(CELL, LOOP))
    assert text.startswith(
        """\
## agentlint

Found 1 error and 1 warning in 1 graph (1 node, 1 edge, 1 unresolved)

| level | finding | where | what to do |
|---|---|---|---|
| error `cycle-without-exit` | cycle `writer → critic → writer` has no exit: `critic` always goes on to `writer` \
| `app/graph.py:10:1` | let one of its nodes decide to leave the cycle |
| warning `untyped-state` | the 2 nodes of `demo` share a state without a schema: `dict` declares no keys \
| `demo.ipynb:cell 2:4:9` |  |
"""
    )


def test_every_line_of_the_summary_is_a_paragraph() -> None:
    (graph,) = result().graphs
    measured = replace(result(), graphs=(replace(graph, coverage=Coverage(4, 1, 2, 1)),))
    assert "\n\nOrchestration coverage: 25.0 % (1 of 4 transitions, 1 of 2 nodes)\n" in markdown(measured)


def test_each_graph_is_drawn_under_its_name() -> None:
    text = markdown(result(graphs=2))
    assert text.count("<summary><code>app.build</code></summary>\n\n```mermaid\nflowchart TD\n") == 2
    assert "| level |" not in text


def test_a_graph_that_github_would_not_draw_is_said_to_be_too_large() -> None:
    (graph,) = result().graphs
    many = replace(
        graph, edges=tuple(Edge(f"n{i}", f"n{i + 1}", EdgeKind.SEQUENCE, graph.location) for i in range(501))
    )
    text = markdown(replace(result(), graphs=(many,)))
    assert "It is larger than what Mermaid draws." in text
    assert "```" not in text


def test_what_does_not_fit_is_counted() -> None:
    long: Finding = replace(CELL, message="é" * 9_000)
    text = markdown(result(*[long] * 100, LOOP))
    assert len(text.encode()) < LARGEST
    rows = [line for line in text.splitlines() if line.startswith(("| error", "| warning"))]
    assert rows[0].startswith("| error `cycle-without-exit`")
    assert f"{101 - len(rows)} more findings did not fit." in text


def test_graphs_that_do_not_fit_are_counted() -> None:
    text = markdown(result(graphs=6_000))
    assert len(text.encode()) < LARGEST
    assert f"{6_000 - text.count('```mermaid'):,} more graphs did not fit." in text


@given(results())
def test_nothing_breaks_out_of_its_cell(run: Result) -> None:
    parsed = tokens(markdown(run))
    assert [token.type for token in parsed].count("tr_open") == (len(run.findings) + 1 if run.findings else 0)
    for row in _rows(parsed):
        assert len(row) == 4
    inline = [child for token in parsed for child in token.children or ()]
    assert {child.type for child in inline} <= PLAIN
    graphs = [token for token in parsed if token.type == "fence"]
    assert [graph.info for graph in graphs] == ["mermaid"] * len(run.graphs)
    names = [line for token in parsed if token.type == "html_block" for line in token.content.split("\n")]
    assert all(line in ("<details>", "</details>", "") or _is_summary(line) for line in names)


def _rows(parsed: list[Token]) -> list[list[Token]]:
    rows: list[list[Token]] = []
    for token in parsed:
        if token.type == "tr_open":
            rows.append([])
        elif token.type in ("td_open", "th_open"):
            rows[-1].append(token)
    return rows


def _is_summary(line: str) -> bool:
    name = line.removeprefix("<summary>").removesuffix("</summary>").replace("<code>", "").replace("</code>", "")
    return line.startswith("<summary>") and line.endswith("</summary>") and not {"<", ">"} & set(name)
