"""What holds for every program: the evaluator ends, repeats itself, and never rules out what Python does."""

from hypothesis import given
from hypothesis import strategies as st

from agentlint.evaluate import Machine
from agentlint.evaluate.limits import Limits
from agentlint.evaluate.values import Event
from tests.evaluate.probing import evaluate
from tests.evaluate.programs import Grammar, programs
from tests.evaluate.rendering import happened
from tests.evaluate.soundness import MAIN, missed

ANYTHING = programs(Grammar(unknowns=True))
CLOSED = programs(Grammar(risky=False))
TIGHT = Limits(fuel=3_000, total=20_000, aside=500)
FREE = Limits()


def events(machine: Machine) -> list[Event]:
    """Everything that happened to foreign objects."""
    return [made.created for made in machine.traced] + [event for made in machine.traced for event in made.events]


@given(ANYTHING)
def test_a_program_is_followed_within_its_budget(program: str) -> None:
    machine = evaluate({MAIN: program}, TIGHT)
    assert machine.spent <= TIGHT.total + TIGHT.fuel


@given(ANYTHING)
def test_a_program_gives_the_same_traces_twice(program: str) -> None:
    first, second = ([happened(event) for event in events(evaluate({MAIN: program}))] for _ in range(2))
    assert first == second


@given(ANYTHING, st.integers(1, 2_000))
def test_more_fuel_never_loses_what_is_certain(program: str, fuel: int) -> None:
    scarce = evaluate({MAIN: program}, Limits(fuel=fuel, total=fuel))
    certain = {event.span.location for event in events(scarce) if not event.conditions and not event.loops}
    assert certain <= {event.span.location for event in events(evaluate({MAIN: program}, FREE))}


@given(CLOSED)
def test_what_python_computes_is_never_ruled_out(program: str) -> None:
    assert not missed(program)
