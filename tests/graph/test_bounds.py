"""Which loops a counter bounds, and which rounds slip past it."""

from dataclasses import replace

import pytest

from agentlint.graph.bound import Bound, BoundKind, Slip
from agentlint.graph.condition import Condition, Decider
from agentlint.graph.condition import Test as Question
from agentlint.graph.derive import derive
from agentlint.graph.effects import Content, Effects, Source, WayOut, Write
from agentlint.graph.model import END, Decision, Loop, Orchestration, Route
from agentlint.graph.state import State, StateKey
from tests.orchestrations import at, orchestration

DEFAULT = Bound(BoundKind.STEP_LIMIT, 10007, explicit=False)
STATE = State("State", True, (StateKey("n", "int"), StateKey("text", "str")), complete=True)


def count(step: float = 1) -> Write:
    return Write("n", at(40), Content((Source.STATE, Source.CONSTANT), ("n",), step=step))


def put(number: float) -> Write:
    return Write("n", at(41), Content((Source.CONSTANT,), number=number))


def gives(*writes: Write) -> WayOut:
    return WayOut(at(42), writes=writes, update=True)


def ask(how: str, number: float, *, holds: bool = True) -> Condition:
    return Condition(
        f"n {how} {number:g}", holds, at(30), ("state.n",), True, asks=Question(how, "state.n", number, fixed=True)
    )


def decided(*arrows: str, exits: dict[str, tuple[WayOut, ...]], test: tuple[str, float], go_on: str = "a") -> Loop:
    """The loop of a graph whose node `b` leaves it where the test holds, and else goes on."""
    graph = orchestration(*arrows, bounds=(DEFAULT,))
    nodes = tuple(replace(node, effects=Effects(exits=exits.get(node.name, (gives(),)))) for node in graph.nodes)
    routes = (
        Route(END, at(31), (ask(*test),), Decider.COUNTER),
        Route(go_on, at(32), (ask(*test, holds=False),), Decider.COUNTER),
    )
    decision = Decision("b", "route", at(33), routes, complete=True)
    whole: Orchestration = replace(graph, nodes=nodes, state=STATE, decisions=(decision,))
    return derive(whole).loops[0]


ARROWS = ("START -> a", "a -> b", "b -?> a", "b -?> END")


@pytest.mark.parametrize(
    ("test", "write", "rounds"),
    [((">=", 3), count(), 3), ((">", 3), count(), 4), (("==", 3), count(), 3), ((">=", 10), count(5), 2)],
)
def test_a_counter_that_every_round_counts_bounds_the_loop(test: tuple[str, float], write: Write, rounds: int) -> None:
    loop = decided(*ARROWS, exits={"a": (gives(write),)}, test=test)
    assert (loop.bound.kind, loop.bound.value, loop.bound.unit) == (BoundKind.COUNTER, rounds, "rounds")
    assert loop.counters[0].holds
    assert loop.bound.derivation == f"`n` is counted in `a`, and `b` leaves at {test[1]:g}"


@pytest.mark.parametrize(
    ("exits", "slip"),
    [
        ((gives(),), Slip.NEVER),
        ((gives(count()), gives()), Slip.MISSED),
        ((gives(count()), gives(count(-1))), Slip.DOWN),
    ],
)
def test_a_round_that_does_not_count_slips_past_the_limit(exits: tuple[WayOut, ...], slip: Slip) -> None:
    loop = decided(*ARROWS, exits={"a": exits}, test=(">=", 3))
    (counter,) = loop.counters
    assert (counter.slip, counter.holds, counter.round) == (slip, False, ("b", "a"))
    assert loop.bound == DEFAULT


def test_a_counter_that_another_node_sets_back_slips() -> None:
    loop = decided(*ARROWS, exits={"a": (gives(count()),), "b": (gives(put(0)),)}, test=(">=", 3))
    assert loop.counters[0].slip is Slip.RESET


def test_a_node_of_which_nothing_is_known_leaves_the_counter_open() -> None:
    loop = decided(*ARROWS, exits={"a": (replace(gives(), complete=False),)}, test=(">=", 3))
    (counter,) = loop.counters
    assert (counter.slip, counter.holds) == (None, False)
    assert (loop.bound.kind, loop.bound.value) == (BoundKind.COUNTER, None)


def test_a_way_out_that_may_be_the_one_that_ends_the_loop_is_no_slip() -> None:
    done = Condition("state['text']", True, at(50), ("state.text",), asks=Question("true", "state.text"))
    early = replace(gives(), condition=(done,))
    graph = orchestration(*ARROWS, bounds=(DEFAULT,))
    nodes = tuple(
        replace(node, effects=Effects(exits=(gives(count()), early) if node.name == "a" else (gives(),)))
        for node in graph.nodes
    )
    on = (replace(done, holds=False), ask("<", 3))
    routes = (Route("a", at(31), on), Route(END, at(32), (done,)), Route(END, at(34), (ask("<", 3, holds=False),)))
    decision = Decision("b", "route", at(33), routes, complete=True)
    (loop,) = derive(replace(graph, nodes=nodes, state=STATE, decisions=(decision,))).loops
    assert loop.counters[0].slip is None
