"""What follows from nodes and edges: loops, their bounds, the pattern."""

from dataclasses import replace

import pytest

from agentlint.graph.bound import Bound, BoundKind
from agentlint.graph.condition import Condition, Decider
from agentlint.graph.derive import derive
from agentlint.graph.model import NodeKind, Pattern
from tests.orchestrations import at, orchestration


def shape(*arrows: str) -> list[tuple[str, list[str]]]:
    """Each loop as it reads, and where it is left to."""
    return [(str(loop), [edge.target for edge in loop.exits]) for loop in derive(orchestration(*arrows)).loops]


def test_a_loop_has_a_shortest_cycle_and_the_edges_that_leave_it() -> None:
    assert shape("START -> plan", "plan -> write", "write -?> plan", "write -?> END") == [
        ("plan → write → plan", ["__end__"])
    ]


def test_each_separate_loop_is_one() -> None:
    arrows = ("START -> a", "a -> b", "b -?> a", "b -?> c", "c -> d", "d -?> c", "d -?> END")
    assert shape(*arrows) == [("a → b → a", ["c"]), ("c → d → c", ["__end__"])]


def test_cycles_that_share_a_node_are_one_loop_shown_by_the_shortest() -> None:
    (loop,) = derive(orchestration("a -> b", "b -> c", "c -?> a", "c -?> d", "d -> c")).loops
    assert loop.nodes == ("a", "b", "c", "d")
    assert str(loop) == "c → d → c"


def test_a_node_that_goes_on_to_itself_loops() -> None:
    assert shape("START -> a", "a -?> a", "a -?> END") == [("a → a", ["__end__"])]


def test_no_cycle_no_loop() -> None:
    assert shape("START -> a", "START -> b", "a -j> c", "b -j> c", "c -> END") == []


def test_a_loop_is_not_claimed_over_an_edge_whose_target_is_unknown() -> None:
    assert shape("START -> a", "a -> b", "b -!> a", "b -!> END") == []


def test_a_loop_stands_where_its_cycle_closes() -> None:
    (loop,) = derive(orchestration("START -> a", "a -> b", "b -> a")).loops
    assert loop.location == at(12)


def test_entry_and_exit_are_nodes_of_every_graph_that_has_them() -> None:
    whole = derive(orchestration("START -> a", "a -> END"))
    assert [(node.name, node.kind.value) for node in whole.nodes] == [
        ("__start__", "start"),
        ("a", "agent"),
        ("__end__", "end"),
    ]
    assert derive(whole) == whole


DEFAULT = Bound(BoundKind.STEP_LIMIT, 10007, explicit=False)
LIMIT = Bound(BoundKind.STEP_LIMIT, 50, explicit=True)
TIGHT = Bound(BoundKind.STEP_LIMIT, 12, explicit=True)


@pytest.mark.parametrize(
    ("bounds", "chosen"),
    [
        ((DEFAULT, LIMIT, TIGHT), TIGHT),
        ((replace(DEFAULT, value=10), LIMIT), LIMIT),
        ((DEFAULT,), DEFAULT),
        ((), Bound(BoundKind.NONE, None, explicit=False)),
    ],
)
def test_a_loop_has_the_tightest_limit_that_was_set(bounds: tuple[Bound, ...], chosen: Bound) -> None:
    (loop,) = derive(orchestration("a -> b", "b -> a", bounds=bounds)).loops
    assert loop.bound == chosen


def test_a_counter_that_opens_an_exit_bounds_the_loop() -> None:
    graph = orchestration("START -> a", "a -> b", "b -?> a", "b -?> END", bounds=(DEFAULT,))
    enough = Condition("state['tries'] >= 3", True, at(30), ("state.tries",), compares=True)
    leave = replace(graph.edges[-1], condition=(enough,), decided_by=Decider.COUNTER)
    (loop,) = derive(replace(graph, edges=(*graph.edges[:-1], leave))).loops
    assert loop.bound.kind is BoundKind.COUNTER
    assert "state['tries'] >= 3" in loop.bound.derivation
    assert loop.bound.location == at(30)


def counted(*arrows: str, counter: int) -> Bound:
    """The bound of the only loop, where the transition ``counter`` is taken while a number is small."""
    graph = orchestration(*arrows, bounds=(DEFAULT,))
    few = Condition("state['tries'] < 3", True, at(30), ("state.tries",), compares=True)
    edges = list(graph.edges)
    edges[counter] = replace(edges[counter], condition=(few,), decided_by=Decider.COUNTER)
    (loop,) = derive(replace(graph, edges=tuple(edges))).loops
    return loop.bound


def test_a_counter_that_keeps_the_loop_going_bounds_it() -> None:
    assert counted("START -> a", "a -> b", "b -?> a", "b -?> END", counter=2).kind is BoundKind.COUNTER


def test_a_counter_that_only_chooses_a_way_within_the_loop_bounds_nothing() -> None:
    assert counted("START -> a", "a -?> b", "a -?> c", "b -> d", "c -> d", "d -?> a", "d -?> END", counter=1) == DEFAULT


TOOL, FUNCTION, SUBGRAPH, HUMAN = NodeKind.TOOL, NodeKind.FUNCTION, NodeKind.SUBGRAPH, NodeKind.HUMAN


@pytest.mark.parametrize(
    ("pattern", "arrows", "kinds"),
    [
        (Pattern.SINGLE_AGENT, ["START -> agent", "agent -> END"], {}),
        (
            Pattern.SINGLE_AGENT,
            ["START -> agent", "agent -?> tools", "agent -?> END", "tools -> agent"],
            {"tools": TOOL},
        ),
        (Pattern.SINGLE_AGENT, ["START -> agent", "agent -?> act", "agent -?> END", "act -> agent"], {"act": FUNCTION}),
        (Pattern.PIPELINE, ["START -> a", "a -> b", "b -> c", "c -> END"], {}),
        (Pattern.PIPELINE, ["START -> a", "START -> b", "a -j> c", "b -j> c", "c -> END"], {}),
        (Pattern.PIPELINE, ["START -> a", "a -?> b", "a -?> END", "b -> END"], {}),
        (Pattern.PIPELINE, ["START -> a", "a -?> tools", "a -?> b", "tools -> a", "b -> END"], {"tools": TOOL}),
        (Pattern.ROUTER, ["START -> triage", "triage -?> a", "triage -?> b", "a -> END", "b -> END"], {}),
        (Pattern.ROUTER, ["START -?> a", "START -?> b", "a -> END", "b -> END"], {}),
        (Pattern.ORCHESTRATOR_WORKER, ["START -> plan", "plan -s> work", "work -> join", "join -> END"], {}),
        (
            Pattern.ORCHESTRATOR_WORKER,
            ["START -> boss", "boss -?> a", "boss -?> b", "boss -?> END", "a -> boss", "b -> boss"],
            {},
        ),
        (
            Pattern.HIERARCHICAL,
            ["START -> boss", "boss -?> team", "boss -?> b", "boss -?> END", "team -> boss", "b -> boss"],
            {"team": SUBGRAPH},
        ),
        (
            Pattern.HIERARCHICAL,
            ["START -> top", "top -?> lead", "top -?> END", "lead -?> a", "lead -?> top", "a -> lead"],
            {},
        ),
        (
            Pattern.SWARM,
            ["START -> a", *(f"{s} -h> {t}" for s in "abc" for t in "abc" if s != t), "a -?> END"],
            {},
        ),
        (
            Pattern.SINGLE_AGENT,
            ["START -> agent", "agent -h> act", "agent -h> END", "act -?> ask", "act -?> agent", "ask -> agent"],
            {"act": FUNCTION, "ask": HUMAN},
        ),
        (Pattern.SWARM, ["START -> alice", "alice -h> bob", "bob -h> alice", "bob -> END"], {}),
        (Pattern.GROUP_CHAT, ["START -> a", "a -> b", "b -> c", "c -> a"], {}),
        (Pattern.GROUP_CHAT, ["START -> a", *(f"{s} -?> {t}" for s in "abc" for t in "abc" if s != t)], {}),
        (Pattern.EVALUATOR_OPTIMIZER, ["START -> write", "write -> judge", "judge -?> write", "judge -?> END"], {}),
        (Pattern.CUSTOM, ["START -> a", "a -> b", "b -?> a", "b -?> c", "c -> d", "d -?> c", "d -?> END"], {}),
        (Pattern.CUSTOM, [], {}),
    ],
)
def test_pattern(pattern: Pattern, arrows: list[str], kinds: dict[str, NodeKind]) -> None:
    assert derive(orchestration(*arrows, kinds=kinds)).pattern is pattern


def test_workers_that_always_hand_back_are_no_swarm() -> None:
    graph = orchestration("START -> boss", "boss -h> a", "boss -h> b", "boss -h> END", "a -h> boss", "b -h> boss")
    back = tuple(replace(edge, decided_by=Decider.ALWAYS) if edge.target == "boss" else edge for edge in graph.edges)
    assert derive(graph).pattern is Pattern.SWARM
    assert derive(replace(graph, edges=back)).pattern is Pattern.ORCHESTRATOR_WORKER
