"""Which transitions and nodes ran, by the lines that did."""

from dataclasses import replace

import pytest

from agentlint.graph.coverage import covered
from agentlint.graph.evidence import Location
from agentlint.graph.model import Decision, Orchestration, Route
from agentlint.graph.tested import Coverage
from tests.orchestrations import at, orchestration


class Ran:
    """Lines that ran. A function stands on its line and has its body on the next; lines above 90 say nothing."""

    def __init__(self, *lines: int) -> None:
        self.lines = lines

    def statement(self, place: Location) -> bool | None:
        return None if place.line > 90 else place.line in self.lines

    def body(self, place: Location) -> bool | None:
        return None if place.line > 90 else place.line + 1 in self.lines

    def tests(self, place: Location) -> tuple[str, ...]:
        return (f"test_{place.line}",)


def desk(*routes: tuple[str, int], **defined: int) -> Orchestration:
    """`triage` decides between `pay` and `human`, by routes on these lines; functions stand on those lines."""
    graph = orchestration("START -> triage", "triage -?> pay", "triage -?> human", "pay -> END", "human -> pay")
    nodes = tuple(replace(node, defined_at=at(defined.get(node.name, 99))) for node in graph.nodes)
    chosen = tuple(Route(value, at(line)) for value, line in routes)
    return replace(graph, nodes=nodes, decisions=(Decision("triage", "route", at(1), chosen, True),))


def taken(graph: Orchestration, *lines: int) -> dict[str, bool | None]:
    return {f"{edge.source}>{edge.target}": edge.taken for edge in covered(graph, Ran(*lines)).edges}


PLACES = {"triage": 10, "pay": 20, "human": 30}
ROUTES = (("pay", 40), ("human", 41))


def test_the_statement_that_chooses_decides() -> None:
    found = taken(desk(*ROUTES, **PLACES), 11, 21, 40)
    assert (found["triage>pay"], found["triage>human"]) == (True, False)


def test_a_choice_that_was_made_counts_where_the_target_is_replaced() -> None:
    assert taken(desk(*ROUTES, **PLACES), 11, 41)["triage>human"] is True


@pytest.mark.parametrize(("ran", "told"), [((11, 40, 31), True), ((11, 40), False), ((11, 31), False)])
def test_where_one_line_chooses_several_the_target_decides(ran: tuple[int, ...], told: bool) -> None:
    assert taken(desk(("pay", 40), ("human", 40), **PLACES), *ran)["triage>human"] is told


@pytest.mark.parametrize(("ran", "told"), [((11, 31), True), ((11,), False)])
def test_where_no_statement_is_known_the_target_decides(ran: tuple[int, ...], told: bool) -> None:
    assert taken(desk(**PLACES), *ran)["triage>human"] is told


def test_what_cannot_be_told_is_not_counted() -> None:
    whole = covered(desk(), Ran(11, 21))
    assert {edge.taken for edge in whole.edges} == {None}
    assert whole.coverage == Coverage(0, 0, 0, 0)


def test_nothing_leaves_a_node_that_did_not_run() -> None:
    found = taken(desk(**PLACES), 31)
    assert (found["triage>human"], found["__start__>triage"]) == (False, False)


@pytest.mark.parametrize(("ran", "told"), [((21, 31), True), ((31,), False), ((21,), False), ((), False)])
def test_a_fixed_transition_needs_both_its_ends(ran: tuple[int, ...], told: bool) -> None:
    assert taken(desk(**PLACES), *ran)["human>pay"] is told


def test_a_transition_whose_target_is_not_resolved_is_not_counted() -> None:
    graph = orchestration("START -> a", "a -!> b")
    graph = replace(graph, nodes=tuple(replace(node, defined_at=at(10)) for node in graph.nodes))
    assert [edge.taken for edge in covered(graph, Ran(11)).edges] == [True, None]


def test_all_is_counted() -> None:
    whole = covered(desk(*ROUTES, **PLACES), Ran(11, 21, 40))
    assert whole.coverage == Coverage(edges=5, taken=3, nodes=3, ran=2)
    assert whole.coverage.percent == 60


def test_nothing_to_count_is_nothing_missed() -> None:
    assert Coverage(0, 0, 0, 0).percent == 100


def test_the_tests_are_those_of_the_statement_or_else_of_the_target() -> None:
    edges = covered(desk(*ROUTES, **PLACES), Ran(11, 21, 40)).edges
    assert [[one.test for one in edge.tests] for edge in edges] == [["test_10"], ["test_40"], [], [], []]
