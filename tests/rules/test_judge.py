"""How rules are declared, run, selected and contained."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest

from agentlint.diagnostics.finding import Finding, Level
from agentlint.graph.evidence import Confidence, Location
from agentlint.graph.model import END, START, Edge, EdgeKind, Node, NodeKind, Orchestration
from agentlint.rules import Selection
from agentlint.rules import judge as judge_
from agentlint.rules.base import Claim, Group, Rule, rule


def at(line: int, path: str = "app.py") -> Location:
    return Location(path, line, 1, line, 9)


GRAPH = Orchestration(
    name="app.build",
    framework="langgraph",
    builder="StateGraph",
    location=at(1),
    scope="build",
    nodes=(
        Node(START, NodeKind.START),
        Node("b", NodeKind.AGENT, at(2)),
        Node("a", NodeKind.AGENT, at(3)),
        Node(END, NodeKind.END),
    ),
    edges=(
        Edge(START, "b", EdgeKind.SEQUENCE, at(4)),
        Edge("b", "a", EdgeKind.HANDOFF, at(5), confidence=Confidence.LIKELY),
    ),
)


@rule("bad-node", "node that is bad", level=Level.ERROR, group=Group.WIRING, since="0.1")
def bad_node(node: Node) -> Iterator[Claim]:
    if node.location:
        yield Claim(f"`{node.name}` is bad")


@rule("bad-edge", "edge that is bad", level=Level.ERROR, group=Group.HANDOFFS, since="0.1")
def bad_edge(edge: Edge, graph: Orchestration) -> Iterator[Claim]:
    yield Claim(f"`{edge.source}` goes on in `{graph.name}`")


@rule("odd-graph", "graph that is odd", level=Level.INFO, group=Group.DESIGN, since="0.1", suspects=True, pedantic=True)
def odd_graph(graph: Orchestration) -> Iterator[Claim]:
    yield Claim("odd", confidence=Confidence.GUESSED, at=at(9), part="half", about=graph.nodes[1])


@rule("broken", "rule that fails", level=Level.ERROR, group=Group.DESIGN, since="0.1")
def broken(graph: Orchestration) -> Iterator[Claim]:
    yield Claim("so far so good")
    raise ValueError(graph.scope)


THESE: Mapping[str, Rule] = {rule.id: rule for rule in (odd_graph, bad_edge, bad_node)}


def judge(graphs: list[Orchestration], rules: Mapping[str, Rule] = THESE, **chosen: Any) -> tuple[Finding, ...]:
    """What these rules find."""
    return judge_(graphs, Selection(rules=rules, **chosen))


def told(findings: tuple[Finding, ...]) -> list[tuple[str, int]]:
    return [(finding.rule, finding.location.line) for finding in findings]


def shown(graphs: list[Orchestration], selection: Selection) -> tuple[Finding, ...]:
    own = replace(selection, rules=THESE)
    return tuple(finding for finding in judge_(graphs, own) if own.shows(finding))


class TestJudge:
    def test_findings_come_in_the_order_of_the_source(self) -> None:
        assert told(judge([GRAPH])) == [("bad-node", 2), ("bad-node", 3), ("bad-edge", 4), ("bad-edge", 5)]

    def test_place_identity_and_confidence_come_from_the_element(self) -> None:
        *_, edge = judge([GRAPH])
        assert (edge.location, edge.element, edge.graph) == (at(5), "app.build:b -> a", "app.build")
        assert edge.confidence is Confidence.LIKELY

    def test_what_is_not_proven_is_no_error(self) -> None:
        assert [finding.level for finding in judge([GRAPH]) if finding.rule == "bad-edge"] == [
            Level.ERROR,
            Level.WARNING,
        ]

    def test_a_graph_in_several_shapes_says_the_same_once(self) -> None:
        other = replace(GRAPH, name="app.build#2", nodes=GRAPH.nodes[:2])
        assert judge([GRAPH, other]) == judge([GRAPH])

    def test_what_one_shape_refutes_is_no_fault(self) -> None:
        fixed = replace(GRAPH, name="app.build#2", nodes=(replace(GRAPH.nodes[1], location=None), *GRAPH.nodes[2:]))
        assert told(judge([GRAPH, fixed])) == [("bad-node", 3), ("bad-edge", 4), ("bad-edge", 5)]

    def test_a_shape_that_was_never_compiled_refutes_nothing(self) -> None:
        open_ended = replace(GRAPH, name="app.build#2", nodes=(replace(GRAPH.nodes[1], location=None),), compiled=False)
        assert judge([GRAPH, open_ended]) == judge([GRAPH])

    def test_two_graphs_that_share_a_name_of_a_node_are_told_apart_by_place(self) -> None:
        nodes = (Node("a", NodeKind.AGENT, at(3, "other.py")),)
        other = replace(GRAPH, name="other", location=at(1, "other.py"), nodes=nodes, edges=())
        assert ("bad-node", 3) in told(judge([other]))
        assert len(judge([GRAPH, other])) == len(judge([GRAPH])) + 1

    @pytest.mark.parametrize(
        ("selection", "expected"),
        [
            (Selection(select=frozenset({"bad-edge"})), {"bad-edge"}),
            (Selection(select=frozenset({"wiring"})), {"bad-node"}),
            (Selection(ignore=frozenset({"wiring"})), {"bad-edge"}),
            (Selection(select=frozenset({"bad-node"}), ignore=frozenset({"wiring"})), {"bad-node"}),
            (Selection(select=frozenset({"wiring"}), ignore=frozenset({"bad-node"})), set()),
            (Selection(pedantic=True), {"bad-node", "bad-edge", "odd-graph"}),
            (Selection(pedantic=True, min_confidence=Confidence.PROVEN), {"bad-node", "bad-edge"}),
            (Selection(select=frozenset({"odd-graph"}), min_confidence=Confidence.GUESSED), {"odd-graph"}),
            (Selection(select=frozenset({"odd-graph"})), set()),
            (Selection(select=frozenset({"design"}), min_confidence=Confidence.GUESSED), set()),
        ],
    )
    def test_selection(self, selection: Selection, expected: set[str]) -> None:
        assert {finding.rule for finding in shown([GRAPH], selection)} == expected

    def test_minimum_confidence_hides_what_is_less_sure(self) -> None:
        sure = shown([GRAPH], Selection(min_confidence=Confidence.PROVEN))
        assert told(sure) == [("bad-node", 2), ("bad-node", 3), ("bad-edge", 4)]

    def test_a_claim_may_know_better_than_its_element(self) -> None:
        (finding,) = [f for f in judge([GRAPH], pedantic=True) if f.rule == "odd-graph"]
        assert (finding.location, finding.element) == (at(9), "app.build:b = half")

    def test_a_rule_that_fails_is_contained(self) -> None:
        findings = judge([GRAPH], {"broken": broken, "bad-node": bad_node})
        assert told(findings) == [("internal-error", 1), ("bad-node", 2), ("bad-node", 3)]
        assert findings[0].message == "rule `broken` failed on graph `app.build`: ValueError: build"


def test_a_fingerprint_survives_moved_lines_and_new_words() -> None:
    first, *_ = bad_node.findings(GRAPH)
    assert replace(first, location=at(99), message="other words").fingerprint == first.fingerprint
    assert replace(first, element="app.build:c").fingerprint != first.fingerprint


def declared(check: object) -> None:
    rule("a", "b", level=Level.ERROR, group=Group.DESIGN, since="0.1")(check)  # type: ignore[arg-type]


def without_a_subject() -> Iterator[Claim]:
    yield Claim("")


def of_a_string(name: str) -> Iterator[Claim]:
    yield Claim(name)


def with_a_second_subject(node: Node, edge: Edge) -> Iterator[Claim]:
    yield Claim(f"{node}{edge}")


def returning_a_list(node: Node) -> list[Claim]:
    return [Claim(node.name)]


@pytest.mark.parametrize("check", [without_a_subject, of_a_string, with_a_second_subject, returning_a_list])
def test_a_wrong_signature_fails_at_import_and_names_the_place(check: object) -> None:
    line = check.__code__.co_firstlineno  # type: ignore[attr-defined]
    with pytest.raises(TypeError, match=rf"test_judge\.py:{line}: a check is .* element is one of Node, Edge"):
        declared(check)


def test_a_suspicion_cannot_be_declared_an_error() -> None:
    with pytest.raises(TypeError, match="cannot be an error"):
        rule("a", "b", level=Level.ERROR, group=Group.DESIGN, since="0.1", suspects=True)(bad_node.check)
