"""Questions about the shape of a graph."""

from dataclasses import replace

from agentlint.graph.effects import Effects
from agentlint.graph.functions import leading
from agentlint.graph.queries import dominators, ending, exits, reachable
from tests.orchestrations import orchestration

DIAMOND = orchestration("START -> a", "a -?> b", "a -?> c", "b -> d", "c -> d", "d -> END", "lost -> d")


def test_reachable_is_what_control_can_get_to() -> None:
    assert reachable(DIAMOND, "__start__") == {"__start__", "a", "b", "c", "d", "__end__"}
    assert reachable(DIAMOND, "c") == {"c", "d", "__end__"}


def test_an_edge_with_an_unknown_target_may_lead_there() -> None:
    assert "b" in reachable(orchestration("START -> a", "a -!> b"), "__start__")


def test_a_run_ends_at_end_or_where_nothing_follows() -> None:
    graph = orchestration("START -> a", "a -?> b", "a -?> c", "a -?> d", "b -> END", "d -> e", "e -> d")
    assert ending(graph) == {"__start__", "a", "b", "c", "__end__"}


def test_dominators_are_what_every_path_passes_through() -> None:
    assert dominators(DIAMOND, "d") == ("a",)
    assert dominators(orchestration("START -> a", "a -> b", "b -> c"), "c") == ("a", "b")
    assert dominators(DIAMOND, "a") == ()


def test_nothing_comes_before_what_never_runs() -> None:
    assert dominators(DIAMOND, "lost") == ()


def test_exits_leave_the_component() -> None:
    graph = orchestration("START -> a", "a -> b", "b -?> a", "b -?> c", "b -?> END", "c -> END")
    assert [(edge.source, edge.target) for edge in exits(graph, ("a", "b"))] == [("b", "c"), ("b", "__end__")]


def test_what_leads_the_agents_is_known_by_its_function_or_its_file() -> None:
    led = replace(DIAMOND, effects=Effects())
    script = replace(led, builder="<module>", location=replace(DIAMOND.location, path="tools/review.py"))
    named = replace(script, builder="review")
    names = [function.name for graph in (DIAMOND, script, named) for function in leading(graph)]
    assert names == ["review.py", "review"]
