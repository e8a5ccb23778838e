"""Which nodes run in one step, and which run more than once."""

from dataclasses import replace

from agentlint.graph.derive import derive
from agentlint.graph.effects import Effects
from agentlint.graph.joins import starved
from agentlint.graph.model import Orchestration
from agentlint.graph.steps import repeated, together
from tests import orchestrations


def orchestration(*arrows: str) -> Orchestration:
    """The orchestration of these arrows, with its ends."""
    return derive(orchestrations.orchestration(*arrows))


def pairs(graph: Orchestration) -> set[tuple[str, ...]]:
    return {tuple(sorted(pair.nodes)) for pair in together(graph)}


def test_what_a_fan_out_starts_runs_together_as_long_as_the_ways_are_equal() -> None:
    graph = orchestration("START -> a", "START -> b", "a -> c", "b -> d", "c -> e", "d -> e")
    assert pairs(graph) == {("a", "b"), ("c", "d")}


def test_one_choice_may_meet_what_always_runs_and_two_choices_may_exclude_each_other() -> None:
    graph = orchestration("START -> a", "START -> b", "a -?> c", "a -?> d", "b -> e", "c -?> f", "e -?> g")
    assert pairs(graph) == {("a", "b"), ("c", "e"), ("d", "e")}


def test_exclusive_ways_and_unreachable_ones_never_meet() -> None:
    assert pairs(orchestration("START -> a", "a -?> b", "a -?> c", "lost -> d", "lost -> e")) == set()


def test_what_may_lead_anywhere_starts_nothing_for_sure() -> None:
    graph = orchestration("START -> a", "a -> b", "b -> c", "a -> c")
    anywhere = [replace(edge, resolved=edge.source != "a") for edge in graph.edges]
    graph = replace(graph, edges=tuple(anywhere))
    assert pairs(graph) == set()
    assert not repeated(graph)


def test_ways_of_different_length_enter_a_node_twice() -> None:
    graph = orchestration("START -> a", "START -> b", "b -> c", "a -> d", "c -> d", "d -> e")
    assert [found.node for found in repeated(graph)] == ["d"]


def test_a_function_that_leads_its_agents_calls_each_where_it_stands() -> None:
    graph = orchestration("START -> a", "START -> b", "b -> c", "a -> d", "c -> d", "d -> e")
    assert not repeated(replace(graph, effects=Effects()))


def test_a_node_that_waits_or_that_is_entered_in_one_step_runs_once() -> None:
    assert not repeated(orchestration("START -> a", "START -> b", "a -> d", "b -> d"))
    assert not repeated(orchestration("START -> a", "a -> b", "b -> a"))


def test_a_list_edge_from_nodes_without_a_decision_does_not_starve() -> None:
    assert not list(starved(orchestration("START -> a", "START -> b", "a -j> c", "b -j> c")))
