"""Loops in the code of a function that ask a model in every round, and whose word ends them."""

from collections.abc import Iterator
from dataclasses import dataclass

from agentlint.graph.condition import Decider
from agentlint.graph.effects import Effects, ModelCall, Repeat
from agentlint.graph.evidence import Location


@dataclass(frozen=True, slots=True)
class Rounds:
    """A loop that only a model's answer ends, with the ``call`` that it makes and the places of its ways out."""

    loop: Repeat
    call: ModelCall
    leaves: tuple[Location, ...]


def ended_by_model(effects: Effects) -> Iterator[Rounds]:
    """The loops around a model that nothing but what it says ends: no number, no exception, no human."""
    inside = [one.where for one in effects.failures] + [one.where for one in effects.pauses]
    for loop in effects.repeats if effects.complete else ():
        call = next((call for call in effects.models if loop.location in call.where.loops), None)
        open_ = loop.how == "while" and not loop.finite and not any(loop.location in where.loops for where in inside)
        if call is not None and open_ and loop.leaves and set(loop.decided_by) == {Decider.MODEL}:
            places = dict.fromkeys(test.location for leave in loop.leaves for test in leave)
            yield Rounds(loop, call, tuple(places))
