"""An error that goes on to the next agent as if it were an answer."""

from collections.abc import Iterator
from itertools import islice

from agentlint.diagnostics.finding import Level
from agentlint.graph.errors import HandedOn, handed_on, taken_for_answer
from agentlint.graph.functions import Function
from agentlint.graph.model import Orchestration
from agentlint.rules.base import Claim, Group, rule


@rule(
    "swallowed-error",
    "error that the next agent takes for an answer",
    level=Level.ERROR,
    group=Group.RESILIENCE,
    since="0.1",
)
def check(function: Function, graph: Orchestration) -> Iterator[Claim]:
    """A handler puts the error's text, or nothing, where an answer stands, and another agent is asked with it untested.

    One error of a node is told: one handler is mended at a time.
    """
    if function.node is None:
        yield from (_handed(one, function) for one in islice(handed_on(function.effects), 1))
        return
    found = taken_for_answer(function.node, graph)
    if found is not None:
        key = found.write.key
        what = (
            f"nothing where `{function.name}` failed"
            if found.empty
            else f"the error of `{function.name}` as if it were its answer"
        )
        claim = Claim(
            f"`{found.reader.name}` is asked with {what}",
            label=f"after an error `{key}` is empty" if found.empty else f"the text of an error becomes `{key}`",
            help="keep errors in a key of their own and decide on it, or let the node fail",
            at=found.write.location,
            level=Level.WARNING if found.empty else None,
        ).labelled(f"`{key}` is part of this prompt, whatever it holds", found.call.location)
        yield claim.noted("every agent after it works, and is paid, for what nobody has found out")


def _handed(found: HandedOn, function: Function) -> Claim:
    """An error that a function gives to the one that called it, which goes on with it."""
    what = "nothing where an answer failed" if found.empty else "the text of an error as if it were an answer"
    claim = Claim(
        f"`{function.name}` asks a model with {what}",
        label="after an error nothing is given back" if found.empty else "after an error its text is given back",
        help="raise an error of your own here, or give back something that the caller must tell from an answer",
        at=found.given.location,
        level=Level.WARNING if found.empty else None,
    ).labelled("the text is part of what this call is asked with", found.call.location)
    return claim.noted("every agent after it works, and is paid, for what nobody has found out")
