"""What a run costs at most, in model calls."""

from dataclasses import replace

from agentlint.graph.bound import Bound, BoundKind, Cost
from agentlint.graph.condition import Condition
from agentlint.graph.cost import costed
from agentlint.graph.derive import derive
from agentlint.graph.effects import Effects, ModelCall, Repeat, Where
from agentlint.graph.model import Node, NodeKind, Orchestration
from tests.orchestrations import at, orchestration


def call(line: int, *conditions: Condition, loops: tuple[int, ...] = ()) -> ModelCall:
    return ModelCall(at(line), Where(line, conditions, tuple(map(at, loops))), "ChatOpenAI")


def calling(graph: Orchestration, **effects: Effects) -> Orchestration:
    """The graph, derived, in which nodes do this; the others do nothing."""
    nodes = tuple(replace(node, effects=effects.get(node.name, Effects())) for node in graph.nodes)
    return derive(replace(graph, nodes=nodes))


def cost(graph: Orchestration) -> Cost | None:
    return costed((graph,))[0].cost


ONE = Effects(models=(call(1),))


def test_calls_in_a_row_add_up() -> None:
    graph = calling(orchestration("START -> a", "a -> b", "b -> END"), a=ONE, b=Effects(models=(call(1), call(2))))
    assert cost(graph) == Cost(3, "`a` 1 + `b` 2")


def test_without_a_model_call_nothing_is_known() -> None:
    assert cost(calling(orchestration("START -> a", "a -> END"))) is None


def test_the_dearest_of_several_ways_counts() -> None:
    arrows = ("START -?> a", "START -?> b", "a -> END", "b -> END")
    graph = calling(orchestration(*arrows), a=ONE, b=Effects(models=(call(1), call(2))))
    assert cost(graph) == Cost(2, "`b` 2")


def test_calls_that_exclude_each_other_do_not_add_up() -> None:
    hard, easy = Condition("hard", True, at(9)), Condition("hard", False, at(9))
    effects = Effects(models=(call(1, hard), call(2, hard), call(3, easy)))
    assert cost(calling(orchestration("START -> a", "a -> END"), a=effects)) == Cost(2, "`a` 2")


def test_loops_in_a_function_multiply() -> None:
    three = Repeat(at(5), Where(0), "for", count=3)
    effects = Effects(models=(call(1, loops=(5,)),), repeats=(three,))
    assert cost(calling(orchestration("START -> a", "a -> END"), a=effects)) == Cost(3, "`a` 3")


def test_a_loop_without_end_has_no_worst_case() -> None:
    endless = Repeat(at(5), Where(0), "while", finite=False)
    effects = Effects(models=(call(1, loops=(5,)),), repeats=(endless,))
    found = cost(calling(orchestration("START -> a", "a -> END"), a=effects))
    assert found is not None
    assert (found.calls, found.unbounded_by) == (None, "the loop at app/graph.py:5")


def test_a_list_of_unknown_length_is_counted_once_and_named() -> None:
    each = Repeat(at(5), Where(0), "for")
    effects = Effects(models=(call(1, loops=(5,)),), repeats=(each,))
    found = cost(calling(orchestration("START -> a", "a -> END"), a=effects))
    assert found == Cost(1, "`a` 1", per=("round of the loop at app/graph.py:5",))


def test_tasks_that_are_sent_are_counted_once_and_named() -> None:
    found = cost(calling(orchestration("START -s> a", "a -> END"), a=ONE))
    assert found is not None
    assert found.per == ("task that is sent to `a`",)


def test_a_step_limit_counts_nodes_and_a_default_is_called_one() -> None:
    arrows = ("START -> a", "a -> b", "b -?> a", "b -?> END")
    default = Bound(BoundKind.STEP_LIMIT, 25, explicit=False)
    found = cost(calling(orchestration(*arrows, bounds=(default,)), a=ONE))
    assert found is not None
    assert (found.calls, found.default) == (13, True)


def test_a_limit_of_turns_counts_what_each_node_says() -> None:
    talk = calling(orchestration("START -> a", "a -?> b", "b -?> a", "a -?> END"), a=ONE, b=ONE)
    turns = Bound(BoundKind.TERMINATION, 8, True, "messages", "`MaxMessage`")
    found = cost(derive(replace(talk, bounds=(turns,))))
    assert found == Cost(8, "4 rounds of `a → b → a` with 2 each (within 8 messages)")


def test_who_chooses_the_speakers_is_asked_before_each() -> None:
    limit = Bound(BoundKind.TURNS, 6, True, "turns", "`max_turns`", at(1))
    graph = orchestration("START -> a", "a -?> b", "b -?> a", "a -?> END")
    talk = calling(replace(graph, bounds=(limit,)), a=ONE, b=ONE)
    asked = replace(talk, chooser=Node("chooser", NodeKind.AGENT, at(1), retry=2))
    plain, chosen = cost(talk), cost(asked)
    assert plain is not None
    assert chosen is not None
    assert (plain.calls, chosen.calls) == (6, 18)
    assert "the choice of speakers included" in chosen.derivation


def test_a_clock_counts_no_rounds_and_gives_way_to_what_does() -> None:
    talk = calling(orchestration("START -> a", "a -?> b", "b -?> a", "a -?> END"), a=ONE, b=ONE)
    clock = Bound(BoundKind.TERMINATION, 5, True, "seconds", "`Timeout`")
    turns = Bound(BoundKind.TURNS, 30, True, "turns", "`max_turns`")
    timed = cost(derive(replace(talk, bounds=(clock,))))
    assert timed is not None
    assert timed.per == ("round of `a → b → a`",)
    counted = cost(derive(replace(talk, bounds=(clock, turns))))
    assert counted is not None
    assert counted.calls == 30


def test_a_graph_inside_multiplies_and_takes_the_limit_around_it() -> None:
    loop = ("START -> a", "a -?> a", "a -?> END")
    inner = calling(orchestration(*loop, name="inner", bounds=(Bound(BoundKind.STEP_LIMIT, 50, False),)), a=ONE)
    outer = orchestration(*loop, name="outer", bounds=(Bound(BoundKind.STEP_LIMIT, 4, True),))
    outer = derive(replace(outer, nodes=tuple(replace(node, subgraph="inner") for node in outer.nodes)))
    assert [one.cost and one.cost.calls for one in costed((outer, inner))] == [16, 50]


def test_a_node_that_is_tried_again_calls_again() -> None:
    graph = orchestration("START -> a", "a -> END")
    graph = replace(graph, nodes=tuple(replace(node, retry=3) for node in graph.nodes))
    assert cost(calling(graph, a=ONE)) == Cost(3, "`a` 3, tried 3 times")
