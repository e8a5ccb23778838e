"""Which transitions are escalations."""

from dataclasses import replace

import pytest

from agentlint.graph.condition import Decider
from agentlint.graph.derive import derive
from agentlint.graph.escalation import says_so
from agentlint.graph.model import NodeKind
from tests.orchestrations import orchestration


def escalations(*arrows: str, kinds: dict[str, NodeKind] | None = None) -> list[str]:
    graph = derive(orchestration(*arrows, kinds=kinds))
    return [edge.target for edge in graph.edges if edge.escalates]


@pytest.mark.parametrize(
    "name",
    ["human", "human_review", "HumanReview", "askHuman", "escalate", "needs_escalation", "fallback", "error-handler",
     "on_failure", "abort", "rejected", "refuse", "manual check", "quarantine", "to_operator"],
)  # fmt: skip
def test_names_that_say_so(name: str) -> None:
    assert says_so(name)


@pytest.mark.parametrize("name", ["humanizer", "terror", "writer", "review", "mirror", "tools", "preabort", "", "1"])
def test_names_that_do_not(name: str) -> None:
    assert not says_so(name)


def test_a_decided_way_to_a_human_escalates() -> None:
    arrows = ("START -> a", "a -?> b", "a -?> wait", "wait -> END", "b -> END")
    assert escalations(*arrows, kinds={"wait": NodeKind.HUMAN}) == ["wait"]


def test_a_way_that_is_always_taken_does_not() -> None:
    assert escalations("START -> a", "a -> human", "human -> END") == []


def test_a_decision_without_another_way_does_not() -> None:
    assert escalations("START -> a", "a -?> human", "human -> END") == []


def test_the_value_of_the_route_may_say_so() -> None:
    graph = orchestration("START -> a", "a -?> b", "a -?> END")
    labelled = replace(graph, edges=(*graph.edges[:-1], replace(graph.edges[-1], label="abort")))
    assert [edge.target for edge in derive(labelled).edges if edge.escalates] == ["__end__"]


@pytest.mark.parametrize(("kind", "expected"), [(NodeKind.FUNCTION, ["review"]), (NodeKind.AGENT, [])])
def test_a_review_by_a_model_is_none(kind: NodeKind, expected: list[str]) -> None:
    arrows = ("START -> a", "a -?> review", "a -?> END", "review -> END")
    assert escalations(*arrows, kinds={"review": kind}) == expected


def test_what_stands_for_any_target_is_none() -> None:
    assert escalations("START -> a", "a -!> human", "a -!> b") == []


def test_a_command_that_always_goes_there_is_none() -> None:
    graph = orchestration("START -> a", "a -h> human", "a -h> b")
    always = tuple(replace(edge, decided_by=Decider.ALWAYS) for edge in graph.edges)
    assert not any(edge.escalates for edge in derive(replace(graph, edges=always)).edges)


def test_loops_know_their_escalations() -> None:
    (loop,) = derive(orchestration("START -> a", "a -?> b", "b -> a", "a -?> human")).loops
    assert [way.escalates for way in loop.exits] == [True]
