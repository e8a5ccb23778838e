"""A call that is tried again for ever."""

from collections.abc import Iterator

from agentlint.diagnostics.finding import Level
from agentlint.graph.condition import Decider
from agentlint.graph.effects import Effects, Handler, ModelCall, OutsideCall, Repeat
from agentlint.graph.functions import Function
from agentlint.rules.base import Claim, Group, rule

LASTING = {Decider.MODEL, Decider.ALWAYS}
"""Who may end a loop without counting: the model that succeeds, or success itself."""


@rule("unbounded-retry", "failure that is tried again for ever", level=Level.ERROR, group=Group.LOOPS, since="0.1")
def check(function: Function) -> Iterator[Claim]:
    """A loop, a decorator or the function itself begins again at each failure, and nothing counts or gives up."""
    effects = function.effects
    for repeat in effects.repeats:
        calls: list[ModelCall | OutsideCall] = [*effects.models, *effects.outside]
        call = next((call for call in calls if _is_in(call, repeat)), None)
        if repeat.finite or call is None or not effects.complete:
            continue
        match repeat.how:
            case "retry":
                why = "this gives up never: it has no `stop=`, number of tries or time limit"
            case "recursion" if repeat.where.rescues and not any(test.compares for test in repeat.where.condition):
                why = "the function calls itself with what it was given"
            case "while" if (handler := _again(repeat, call, effects)) is not None:
                why = f"after {' or '.join(handler.catches) or 'any exception'} the loop begins again"
            case _:
                continue
        claim = Claim(
            f"`{function.name}` tries again for ever when a call fails",
            label=why,
            help="limit the number of tries, and let what never succeeds (a wrong key, a spent quota) fail at once",
            at=repeat.location,
        )
        yield claim.labelled("this call is made again each time", call.location).noted(
            "an error that lasts keeps the run busy, and every try may be paid for"
        )


def _is_in(call: ModelCall | OutsideCall, repeat: Repeat) -> bool:
    if repeat.function is not None:
        return any(repeat.function.covers(place) for place in (call.location, *call.where.calls))
    return call.where.loops[-1:] == (repeat.location,)


def _again(loop: Repeat, call: ModelCall | OutsideCall, effects: Effects) -> Handler | None:
    """The handler that leads into the next round from a failure of the call, or of what is made of its answer; None
    where something limits the rounds."""
    inside = [one.where for one in effects.failures] + [one.where for one in effects.pauses]
    if not set(loop.decided_by) <= LASTING or any(loop.location in where.loops for where in inside):
        return None
    guards = dict.fromkeys(call.where.guards)
    if set(loop.decided_by) == {Decider.ALWAYS}:  # what can be read ends the loop
        read = [one.where for one in effects.readings if one.where.loops[-1:] == (loop.location,)]
        guards |= dict.fromkeys(guard for where in read for guard in where.guards)
    handlers = [one for guard in guards for one in effects.handlers_of(guard)]
    again = [one for one in handlers if one.where.loops[-1:] == (loop.location,) and (one.again or one.goes_on)]
    return next((one for one in again if not one.exits), None)
