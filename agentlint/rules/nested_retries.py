"""Retries around retries: their numbers multiply."""

from collections.abc import Iterator
from math import prod

from agentlint.diagnostics.finding import Level
from agentlint.graph.effects import Effects, ModelCall, Repeat
from agentlint.graph.evidence import Location
from agentlint.graph.functions import Function
from agentlint.rules.base import Claim, Group, rule

MANY = 10
"""As many tries of one call are what a reader of the code expects at most."""

Layer = tuple[int, str, Location | None]


@rule("nested-retries", "retries around retries", level=Level.WARNING, group=Group.LOOPS, since="0.1")
def check(function: Function) -> Iterator[Claim]:
    """One call of a model is tried more often than any of the layers around it says."""
    for call in function.effects.models:
        layers = list(_layers(call, function))
        tries = prod(count for count, _, _ in layers)
        if len(layers) < 2 or tries <= MANY:
            continue
        product = " × ".join(str(count) for count, _, _ in layers)
        yield (
            Claim(
                f"one failing call of `{function.name}` is tried up to {tries} times",
                label=f"{product} = {tries} tries of this call",
                help="retry in one place only, the one nearest to the call, and let the layers around it fail",
                at=call.location,
            )
            .labelled_each((f"{what}: {count}", place) for count, what, place in layers)
            .noted("while the model cannot be reached, each layer repeats all the tries of the layers within")
        )


def _layers(call: ModelCall, function: Function) -> Iterator[Layer]:
    """What tries the call again when it fails, outermost first, with the number of tries of each."""
    effects = function.effects
    raising = any(failure.where.order > call.where.order for failure in effects.failures)
    if function.node is not None and function.node.retry is not None and (raising or not call.where.guards):
        yield function.node.retry, "tries of the node", function.node.location
    loops = [
        loop
        for place in call.where.loops
        if (loop := effects.repeat(place)) is not None and _retries(loop, call, effects)
    ]
    for index, loop in enumerate(loops):
        if index == len(loops) - 1 or loops[index + 1].how == "retry" or _raises(loops[index + 1], loop, effects):
            yield loop.count or 1, "tries of this", loop.location
    if call.retries:
        yield call.retries + 1, "tries of the client", None


def _retries(loop: Repeat, call: ModelCall, effects: Effects) -> bool:
    """Whether a loop tries the call again: its rounds are alike, and a failure of the call leads into the next one."""
    if not loop.alike or loop.count is None or loop.count < 2:
        return False
    handlers = [one for guard in call.where.guards for one in effects.handlers_of(guard)]
    again = any(loop.location in one.where.loops and (one.again or one.goes_on) for one in handlers)
    return loop.how == "retry" or (again and bool(loop.leaves))


def _raises(inner: Repeat, outer: Repeat, effects: Effects) -> bool:
    """Whether a failure leaves the inner loop for the outer one: an exception is raised within the outer one."""
    return any(
        outer.location in failure.where.loops
        and (failure.where.order >= inner.where.order or inner.location in failure.where.loops)
        for failure in effects.failures
    )
