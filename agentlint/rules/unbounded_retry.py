"""A call that is tried again for ever."""

from collections.abc import Iterator

from agentlint.diagnostics.finding import Level
from agentlint.graph.functions import Function
from agentlint.graph.retries import Endless, endless
from agentlint.rules.base import Claim, Group, rule


@rule("unbounded-retry", "failure that is tried again for ever", level=Level.ERROR, group=Group.LOOPS, since="0.1")
def check(function: Function) -> Iterator[Claim]:
    """A loop, a decorator or the function itself begins again at each failure, and nothing counts or gives up."""
    for found in endless(function.effects):
        place = found.call.location if found.repeat.how == "retry" else found.repeat.location
        claim = Claim(
            f"`{function.called(place)}` tries again for ever when a call fails",
            label=_why(found),
            help="limit the number of tries, and let what never succeeds (a wrong key, a spent quota) fail at once",
            at=found.repeat.location,
        )
        yield claim.labelled("this call is made again each time", found.call.location).noted(
            "an error that lasts keeps the run busy, and every try may be paid for"
        )


def _why(found: Endless) -> str:
    if found.handler is not None:
        return f"after {' or '.join(found.handler.catches) or 'any exception'} the loop begins again"
    if found.repeat.how == "recursion":
        return "the function calls itself with what it was given"
    return "this gives up never: it has no `stop=`, number of tries or time limit"
