"""An error that goes on to the next agent as if it were an answer."""

from collections.abc import Iterator
from itertools import islice

from agentlint.diagnostics.finding import Level
from agentlint.graph.errors import HandedOn, Instead, handed_on, taken_for_answer
from agentlint.graph.functions import Function
from agentlint.graph.model import Orchestration
from agentlint.rules.base import Claim, Group, rule

INSTEAD = {
    Instead.ERROR: ("the text of an error as if it were an answer", "after an error its text is given back"),
    Instead.NOTHING: ("nothing where an answer failed", "after an error nothing is given back"),
    Instead.EXCUSE: ("an excuse as if it were an answer", "after an error an excuse is given back"),
    Instead.WELL: ("a good word that nobody has said", "after an error all is said to be well"),
}
"""What is told of what stands in for an answer."""


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
    """What a handler puts where an answer would be, and with which the work goes on."""
    instead, label = INSTEAD[found.what]
    caller = found.call.where.calls[0] if found.call.where.calls else found.call.location
    return (
        Claim(
            f"`{function.called(caller)}` asks a model with {instead}",
            label=label,
            help="raise an error of your own here, or give back something that the caller must tell from an answer",
            at=found.given.location if found.given is not None else found.handler.location,
            level=None if found.what is Instead.ERROR else Level.WARNING,
        )
        .labelled("the text is part of what this call is asked with", found.call.location)
        .noted("every agent after it works, and is paid, for what nobody has found out")
    )
