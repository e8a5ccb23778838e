"""What must keep a rule silent, one fact at a time. What a program can show stands on the rules' pages instead."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from agentlint.graph.bound import Bound, BoundKind
from agentlint.graph.condition import Condition, Decider
from agentlint.graph.derive import derive
from agentlint.graph.model import Dangling, Decision, Interrupt, NodeKind, Orchestration, Route, Unresolved
from agentlint.rules import Selection, judge
from tests.orchestrations import at, orchestration

Change = Callable[[Orchestration], Orchestration]

LIMIT = (Bound(BoundKind.STEP_LIMIT, 10_007, explicit=False),)


def told(graph: Orchestration, *, pedantic: bool = False) -> set[str]:
    selection = Selection(pedantic=pedantic)
    return {finding.rule for finding in judge([derive(graph)], selection) if selection.shows(finding)}


def with_gap(graph: Orchestration) -> Orchestration:
    return replace(graph, unresolved=(Unresolved("the start of an edge is not known", at(99)),))


def not_compiled(graph: Orchestration) -> Orchestration:
    return replace(graph, compiled=False)


def prebuilt(graph: Orchestration) -> Orchestration:
    return replace(graph, prebuilt=True)


def pausing(graph: Orchestration) -> Orchestration:
    return replace(graph, interrupts=(Interrupt("interrupt_before", at(9)),))


def with_kind(kind: NodeKind) -> Change:
    return lambda graph: replace(graph, nodes=tuple(replace(node, kind=kind) for node in graph.nodes))


def with_decision(*routes: Route, complete: bool = True, **facts: object) -> Change:
    decision = Decision("b", "route", at(50), routes, complete, **facts)  # type: ignore[arg-type]
    return lambda graph: replace(graph, decisions=(decision,))


def test_an_unreachable_node_is_told() -> None:
    assert told(orchestration("START -> a", "b -> END")) == {"unreachable-node"}


@pytest.mark.parametrize("change", [with_gap, not_compiled, prebuilt])
def test_an_unreachable_node_may_be_reached_by_what_nobody_saw(change: Change) -> None:
    assert told(change(orchestration("START -> a", "b -> END"))) == set()


def test_a_transition_that_may_go_anywhere_reaches_everything() -> None:
    assert told(orchestration("START -> a", "a -!> b", "b -> END")) == set()


def test_a_graph_without_an_entry_is_not_all_unreachable() -> None:
    assert told(orchestration("a -> b")) == set()


def test_a_misspelt_transition_is_told_once_where_it_is_made() -> None:
    dangling = Dangling("a", "bb", at(9), "handoff", nearest="b")
    assert told(replace(orchestration("START -> a", "b -> END"), dangling=(dangling,))) == {"unknown-target"}


def test_what_only_a_missing_node_leads_to_is_told_with_the_missing_node() -> None:
    dangling = (Dangling("a", "router", at(9), "edge"), Dangling("router", "b", at(10), "conditional"))
    assert told(replace(orchestration("START -> a", "b -> END"), dangling=dangling)) == {"unknown-target"}


def test_an_endless_cycle_is_told() -> None:
    assert told(orchestration("START -> a", "a -> b", "b -> a", bounds=LIMIT)) == {"cycle-without-exit"}


@pytest.mark.parametrize(
    "change",
    [with_gap, not_compiled, prebuilt, pausing, with_kind(NodeKind.HUMAN), with_kind(NodeKind.SUBGRAPH)],
)
def test_a_cycle_may_be_left_by_what_nobody_saw(change: Change) -> None:
    assert told(change(orchestration("START -> a", "a -> b", "b -> a", bounds=LIMIT))) == set()


TEST = Condition("done", True, at(40))
ELSE = Condition("done", False, at(40))


@pytest.mark.parametrize(
    ("routes", "endless"),
    [
        ((Route("a", at(41), (TEST,)), Route("b", at(42), (ELSE,))), True),
        ((Route("a", at(41)),), True),
        ((Route("a", at(41), (ELSE,)),), False),
        ((Route("a", at(41)), Route("a", at(42), dispatch=True)), False),
    ],
    ids=["both ways stay", "one way", "a path that raises or gives an empty list", "a list that may be empty"],
)
def test_a_decision_in_a_cycle_may_end_it(routes: tuple[Route, ...], endless: bool) -> None:
    graph = with_decision(*routes)(orchestration("START -> a", "a -> b", "b -?> a", "b -?> b", bounds=LIMIT))
    assert ("cycle-without-exit" in told(graph)) == endless


def test_a_decision_that_was_not_read_completely_may_end_a_cycle() -> None:
    graph = orchestration("START -> a", "a -> b", "b -?> a", bounds=LIMIT)
    assert told(with_decision(Route("a", at(41)), complete=False)(graph)) == set()


def looping(*bounds: Bound, decider: Decider = Decider.MODEL) -> Orchestration:
    graph = orchestration("START -> a", "a -> b", "b -?> a", "b -?> END", bounds=bounds)
    decided = (replace(edge, decided_by=decider) for edge in graph.edges if edge.source == "b")
    return replace(graph, edges=(*graph.edges[:2], *decided))


@pytest.mark.parametrize("decider", [Decider.MODEL, Decider.UNKNOWN])
def test_a_cycle_that_a_models_word_ends_is_told(decider: Decider) -> None:
    assert told(looping(decider=decider)) == {"unbounded-cycle"}


def test_a_cycle_that_the_state_ends_is_a_guess() -> None:
    assert told(looping(decider=Decider.STATE)) == set()
    assert told(looping(decider=Decider.STATE), pedantic=True) == {"unbounded-cycle"}


@pytest.mark.parametrize("decider", [Decider.COUNTER, Decider.HUMAN])
def test_a_counter_and_a_human_end_a_cycle(decider: Decider) -> None:
    assert told(looping(decider=decider), pedantic=True) == set()


@pytest.mark.parametrize(
    "bound",
    [
        Bound(BoundKind.STEP_LIMIT, 25, explicit=False),
        Bound(BoundKind.STEP_LIMIT, 50, explicit=True),
        Bound(BoundKind.CALLS, 500, explicit=False),
    ],
)
def test_a_limit_bounds_a_cycle(bound: Bound) -> None:
    assert told(looping(bound)) == set()


def test_the_default_of_current_versions_bounds_nothing() -> None:
    assert told(looping(Bound(BoundKind.STEP_LIMIT, 10_007, explicit=False))) == {"unbounded-cycle"}


@pytest.mark.parametrize("change", [prebuilt, pausing, with_kind(NodeKind.HUMAN), with_kind(NodeKind.FUNCTION)])
def test_a_cycle_without_a_model_or_with_a_human_is_no_suspect(change: Change) -> None:
    assert told(change(looping()), pedantic=True) == set()


def test_a_table_with_a_gap_is_left_alone() -> None:
    table = (("x", "a", at(50)),)
    graph = with_decision(Route("y", at(41)), mapping=table)(orchestration("START -> a", "a -> b", "b -?> a"))
    assert "unmapped-route" in told(graph)
    gap = Unresolved("the table of a router is not known", at(50))
    assert "unmapped-route" not in told(replace(graph, unresolved=(gap,)))


def test_nothing_may_be_a_value_that_was_not_understood() -> None:
    graph = orchestration("START -> b", "b -?> END")
    routes = (Route("__end__", at(41), (TEST,)), Route(None, at(42), (ELSE,)))
    assert told(with_decision(*routes)(graph)) == {"router-returns-none"}
    assert told(with_decision(*routes, complete=False)(graph)) == set()


def test_a_list_of_transfers_beside_a_fixed_edge_is_a_fan_out() -> None:
    graph = orchestration("START -> b", "b -> a", "b -h> c")
    assert told(with_decision(Route("c", at(41), dispatch=True), command=True)(graph)) == set()


EITHER = (Condition("critic", True, at(60)),)
OR = (Condition("critic", False, at(60)),)


@pytest.mark.parametrize(("edge", "told_of"), [((), True), (EITHER, True), (OR, False)])
def test_an_edge_that_is_wired_instead_of_a_decision_is_not_beside_it(
    edge: tuple[Condition, ...], told_of: bool
) -> None:
    graph = orchestration("START -> b", "b -> a", "b -?> a", "b -?> c", "a -> c")
    beside = replace(graph.edges[1], wired=edge)
    graph = replace(graph, edges=(graph.edges[0], beside, *graph.edges[2:]))
    routes = (Route("a", at(41), (TEST,)), Route("c", at(42), (ELSE,)))
    assert told(with_decision(*routes, wired=EITHER)(graph)) == ({"static-plus-conditional"} if told_of else set())
    assert told(with_decision(*routes, wired=EITHER, command=True)(graph)) == (
        {"goto-plus-static"} if told_of else set()
    )


def test_a_cycle_that_is_only_wired_on_a_condition_is_no_proof() -> None:
    graph = orchestration("START -> a", "a -> b", "b -> a", bounds=LIMIT)
    assert told(replace(graph, edges=(*graph.edges[:2], replace(graph.edges[2], wired=EITHER)))) == set()


def test_a_function_that_decides_for_several_nodes_may_know_for_which() -> None:
    graph = orchestration("START -> a", "a -?> b", "a -?> END", "b -?> a", "b -?> END")
    routes = (Route("a", at(41), (TEST,)), Route("b", at(42), (ELSE,)))
    ends = ("__end__", "__end__", at(50))
    decisions = (
        Decision("a", "route", at(50), routes, True, (("b", "b", at(50)), ends), defined_at=at(40)),
        Decision("b", "route", at(51), routes, True, (("a", "a", at(51)), ends), defined_at=at(40)),
    )
    assert "unmapped-route" not in told(replace(graph, decisions=decisions))
    assert "unmapped-route" in told(replace(graph, decisions=decisions), pedantic=True)
    assert "unmapped-route" in told(replace(graph, decisions=decisions[:1]))
