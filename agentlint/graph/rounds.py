"""Loops in the code of a function that ask a model in every round, and that nothing else is sure to end."""

from collections.abc import Iterator
from dataclasses import dataclass

from agentlint.graph.condition import Decider
from agentlint.graph.effects import Effects, ModelCall, Repeat
from agentlint.graph.evidence import Location
from agentlint.graph.retries import endless


@dataclass(frozen=True, slots=True)
class Rounds:
    """A loop that only a model's answer ends, with the ``call`` that it makes and the places of its ways out."""

    loop: Repeat
    call: ModelCall
    leaves: tuple[Location, ...]


def ended_by_model(effects: Effects) -> Iterator[Rounds]:
    """The loops around a model, and the functions that call themselves, that nothing but what it says ends: no number,
    no exception, no human. What only tries again after a failure is another matter."""
    inside = [one.where for one in effects.failures] + [one.where for one in effects.pauses]
    retried = {one.repeat.location for one in endless(effects)}
    for loop in effects.repeats if effects.complete else ():
        call = next((call for call in effects.models if _is_in(call, loop)), None)
        open_ = not loop.finite and loop.how != "retry" and not any(loop.location in where.loops for where in inside)
        decided = bool(loop.leaves) and set(loop.decided_by) == {Decider.MODEL} and loop.location not in retried
        if call is not None and open_ and decided:
            places = dict.fromkeys(test.location for leave in loop.leaves for test in leave)
            yield Rounds(loop, call, tuple(places))


def uncounted(effects: Effects) -> Iterator[Rounds]:
    """The loops around a model that count their rounds, but not all of them. The places are where one begins that is
    not counted."""
    inside = [one.where for one in effects.failures] + [one.where for one in effects.pauses]
    for loop in effects.repeats if effects.complete else ():
        if any(loop.location in where.loops for where in inside):
            continue
        for tests, place in loop.idle:
            calls = (call for call in effects.models if _is_in(call, loop) and {*call.where.condition} <= {*tests})
            if (call := next(calls, None)) is not None:
                yield Rounds(loop, call, (place,))
                break


def _is_in(call: ModelCall, loop: Repeat) -> bool:
    if loop.function is not None:
        return any(loop.function.covers(place) for place in (call.location, *call.where.calls))
    return loop.location in call.where.loops
