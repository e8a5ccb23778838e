"""What tries a call again when it fails."""

from collections.abc import Iterator
from dataclasses import dataclass

from agentlint.graph.effects import Effects, ModelCall, Repeat
from agentlint.graph.evidence import Location
from agentlint.graph.functions import Function


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
    """Whether a loop tries the call again: its rounds are alike, and a failure of the call leads into the next one."""
    if not loop.alike or loop.count is None or loop.count < 2:
        return False
    handlers = [one for guard in call.where.guards for one in effects.handlers_of(guard)]
    again = any(one.where.loops[-1:] == (loop.location,) and (one.again or one.goes_on) for one in handlers)
    return loop.how == "retry" or (again and bool(loop.leaves))


def _raises(inner: Repeat, outer: Repeat, effects: Effects) -> bool:
    """Whether a failure leaves the inner loop for the outer one: an exception is raised within the outer one."""
    return any(
        outer.location in failure.where.loops
        and (failure.where.order >= inner.where.order or inner.location in failure.where.loops)
        for failure in effects.failures
    )
