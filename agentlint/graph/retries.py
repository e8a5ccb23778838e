"""What tries a call again when it fails."""

from collections.abc import Iterator
from dataclasses import dataclass

from agentlint.graph.condition import Decider
from agentlint.graph.effects import Effects, Handler, ModelCall, OutsideCall, Repeat
from agentlint.graph.evidence import Location
from agentlint.graph.functions import Function

LASTING = frozenset({Decider.MODEL, Decider.ALWAYS})
"""Who may end a loop without counting: the model that succeeds, or success itself."""


@dataclass(frozen=True, slots=True)
class Endless:
    """Something that makes a ``call`` again whenever it fails; ``handler`` is what begins again, where a loop does."""

    repeat: Repeat
    call: ModelCall | OutsideCall
    handler: Handler | None = None


def endless(effects: Effects) -> Iterator[Endless]:
    """What begins again at each failure, and neither counts nor gives up."""
    for repeat in effects.repeats if effects.complete else ():
        calls: list[ModelCall | OutsideCall] = [*effects.models, *effects.outside]
        call = next((call for call in calls if _is_in(call, repeat)), None)
        if repeat.finite or call is None:
            continue
        match repeat.how:
            case "retry":
                yield Endless(repeat, call)
            case "recursion" if repeat.where.rescues and set(repeat.decided_by) <= LASTING:
                yield Endless(repeat, call)
            case "while" | "for" if (handler := _begins_again(repeat, call, effects)) is not None:
                yield Endless(repeat, call, handler)


def _is_in(call: ModelCall | OutsideCall, repeat: Repeat) -> bool:
    if repeat.function is not None:
        return any(repeat.function.covers(place) for place in (call.location, *call.where.calls))
    return call.where.loops[-1:] == (repeat.location,)


def _begins_again(loop: Repeat, call: ModelCall | OutsideCall, effects: Effects) -> Handler | None:
    """The handler that leads into the next round from a failure of the call, or of what is made of its answer; None
    where something limits the rounds."""
    inside = [one.where for one in effects.failures] + [one.where for one in effects.pauses]
    if not loop.leaves:  # it serves for ever, and what fails is one of many things to do
        return None
    if not set(loop.decided_by) <= LASTING or any(loop.location in where.loops for where in inside):
        return None
    guards = dict.fromkeys(call.where.guards)
    if set(loop.decided_by) == {Decider.ALWAYS}:  # what can be read ends the loop
        read = [one.where for one in effects.readings if one.where.loops[-1:] == (loop.location,)]
        guards |= dict.fromkeys(guard for where in read for guard in where.guards)
    handlers = [one for guard in guards for one in effects.handlers_of(guard)]
    again = [one for one in handlers if one.where.loops[-1:] == (loop.location,) and (one.again or one.goes_on)]
    return next((one for one in again if not one.exits), None)


@dataclass(frozen=True, slots=True)
class Layer:
    """One thing that tries a call again, and how often it tries it in all."""

    tries: int
    what: str
    location: Location | None = None


def layers(call: ModelCall, function: Function) -> Iterator[Layer]:
    """What tries a call of a function again when it fails, outermost first."""
    effects = function.effects
    raising = any(failure.where.order > call.where.order for failure in effects.failures)
    if function.node is not None and function.node.retry is not None and (raising or not call.where.guards):
        yield Layer(function.node.retry, "tries of the node", function.node.location)
    loops = [
        loop
        for place in call.where.loops
        if (loop := effects.repeat(place)) is not None and _retries(loop, call, effects)
    ]
    for index, loop in enumerate(loops):
        if index == len(loops) - 1 or loops[index + 1].how == "retry" or _raises(loops[index + 1], loop, effects):
            yield Layer(loop.count or 1, "tries of this", loop.location)
    if call.retries:
        yield Layer(call.retries + 1, "tries of the client")


def _retries(loop: Repeat, call: ModelCall, effects: Effects) -> bool:
    """Whether a loop tries the call again: its rounds are alike, and a failure of the call leads into the next one.

    A function that the loop calls, and that gives back something else when the call fails, has dealt with it.
    """
    if not loop.alike or loop.count is None or loop.count < 2:
        return False
    handlers = [one for guard in call.where.guards for one in effects.handlers_of(guard)]
    near = [one for one in handlers if one.where.loops[-1:] == (loop.location,)]
    again = any(one.again or (one.goes_on and len(one.where.calls) == len(loop.where.calls)) for one in near)
    return loop.how == "retry" or (again and bool(loop.leaves))


def _raises(inner: Repeat, outer: Repeat, effects: Effects) -> bool:
    """Whether a failure leaves the inner loop for the outer one: an exception is raised within the outer one."""
    return any(
        outer.location in failure.where.loops
        and (failure.where.order >= inner.where.order or inner.location in failure.where.loops)
        for failure in effects.failures
    )
