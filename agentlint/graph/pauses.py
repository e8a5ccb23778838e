"""Pauses for a human within a function: in which loops they stand, and which handlers keep them from pausing."""

from collections.abc import Iterator
from dataclasses import dataclass

from agentlint.graph.condition import Decider
from agentlint.graph.effects import Effects, Handler, ModelCall, OutsideCall, Pause, Repeat
from agentlint.graph.evidence import Location
from agentlint.graph.queries import compatible

KEPT = "task"
"""A decorator whose results are kept with the paused run."""


@dataclass(frozen=True, slots=True)
class Repeated:
    """A pause in a ``loop`` without end. ``asks`` is where a model is asked before it, in each round again."""

    pause: Pause
    loop: Repeat
    asks: Location | None


@dataclass(frozen=True, slots=True)
class Swallowed:
    """A pause that is caught as if it were an error."""

    pause: Pause
    handler: Handler


def repeated(effects: Effects) -> Iterator[Repeated]:
    """The pauses of a function that it may come to any number of times, each time from its start."""
    for pause in effects.pauses:
        loop = endless(pause, effects)
        asked = [call.location for call in effects.models if call.where.order < pause.where.order]
        if loop is not None:
            yield Repeated(pause, loop, next(iter(asked), None))


def endless(pause: Pause, effects: Effects) -> Repeat | None:
    """The loop around a pause that has no end of its own and counts nothing."""
    loops = (effects.repeat(place) for place in pause.where.loops)
    found = (loop for loop in loops if loop is not None and not loop.finite and Decider.COUNTER not in loop.decided_by)
    return next(found, None) if pause.raises else None


def swallowed(effects: Effects) -> Iterator[Swallowed]:
    """The pauses of a function that never leave it."""
    for pause in effects.pauses:
        handler = _catching(pause, effects) if pause.raises else None
        if handler is not None:
            yield Swallowed(pause, handler)


def _catching(pause: Pause, effects: Effects) -> Handler | None:
    """The handler that ends the pause: going outwards, the first that catches all and does not raise again."""
    for guard in reversed(pause.where.guards):
        handlers = effects.handlers_of(guard)
        meant = next((one for one in handlers if one.broad or set(pause.raises) & set(one.catches)), None)
        if meant is None:
            continue
        if set(pause.raises) & set(meant.catches) and not meant.raises:
            return None
        again = any(guard in failure.where.rescues for failure in effects.failures)
        if meant.broad and not meant.raises:
            return None if again else meant
    return None


def done_before(pause: Pause, effects: Effects) -> list[ModelCall | OutsideCall]:
    """What is done on a way to the pause, and would be done anew when the run goes on."""
    calls: list[ModelCall | OutsideCall] = [*effects.models]
    calls += [call for call in effects.outside if call.changes and not call.repeatable]
    return [
        call
        for call in sorted(calls, key=lambda call: call.where.order)
        if call.where.order < pause.where.order
        and compatible(call.where.condition, pause.where.condition)
        and not any(name.rpartition(".")[2].removesuffix("()") == KEPT for name in call.where.holds)
    ]
