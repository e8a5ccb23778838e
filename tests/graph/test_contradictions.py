"""Path conditions that cannot hold."""

import pytest

from agentlint.graph.condition import Condition
from agentlint.graph.condition import Test as Asked
from agentlint.graph.contradictions import contradiction
from tests.orchestrations import at


def below(number: float) -> Asked:
    return Asked("<", "state.score", number=number, fixed=True)


def path(*tests: tuple[Asked, bool]) -> tuple[Condition, ...]:
    return tuple(Condition(str(index), holds, at(index), asks=test) for index, (test, holds) in enumerate(tests, 1))


@pytest.mark.parametrize(
    "tests",
    [
        [(below(5), False), (below(3), True)],
        [(below(3), True), (below(5), False)],
        [(Asked(">=", "state.score", number=3), True), (Asked("==", "state.score", number=2), True)],
        [(Asked("or", parts=(below(5), Asked("none", "state.score"))), False), (below(3), True)],
        [(Asked("==", "state.kind", text="a"), True), (Asked("==", "state.kind", text="b"), True)],
    ],
)
def test_a_test_is_ruled_out_by_an_earlier_one(tests: list[tuple[Asked, bool]]) -> None:
    later, earlier = contradiction(path(*tests)) or (None, None)
    assert later is not None
    assert earlier is not None
    assert (later.location.line, earlier.location.line) == (2, 1)


@pytest.mark.parametrize(
    "tests",
    [
        [(below(3), False), (below(5), True)],
        [(below(5), False), (Asked("<", "state.other", number=3), True)],
        [(Asked("<", "state.now()", number=5), False), (Asked("<", "state.now()", number=3), True)],
        [(Asked("==", "state.kind"), False), (Asked("==", "state.kind"), True)],
        [(Asked("or", parts=(below(5), Asked("true", "state.x"))), True), (below(5), False)],
    ],
)
def test_what_may_hold_is_left_alone(tests: list[tuple[Asked, bool]]) -> None:
    assert contradiction(path(*tests)) is None
