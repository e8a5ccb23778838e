"""What is done before a pause, and done again when the run goes on."""

from collections.abc import Iterator

from agentlint.diagnostics.finding import Level
from agentlint.graph.effects import ModelCall, OutsideCall
from agentlint.graph.functions import Function
from agentlint.graph.pauses import done_before, endless
from agentlint.rules.base import Claim, Group, rule


@rule(
    "side-effect-before-interrupt",
    "work before a pause that is done again when the run goes on",
    level=Level.WARNING,
    group=Group.ESCALATION,
    since="0.1",
    suspects=True,
)
def check(function: Function) -> Iterator[Claim]:
    """A model is asked, or something is changed outside, before the pause in the same function."""
    for pause in function.effects.pauses:
        before = done_before(pause, function.effects)
        if not pause.raises or not before or endless(pause, function.effects) is not None:
            continue
        first, *others = before
        claim = Claim(
            f"`{function.name}` {_doing(first)}, and does it again after the pause",
            label="this is done before the pause",
            help="do it in a node of its own before this one, or after the pause",
            at=first.location,
        ).labelled(f"`{pause.how}` pauses here; the answer starts the function anew", pause.location)
        claim = claim.labelled_each(("this as well", other.location) for other in others)
        if isinstance(first, ModelCall):
            claim = claim.noted("the second answer of the model may differ from the one that the human was shown")
        yield claim


def _doing(call: ModelCall | OutsideCall) -> str:
    match call:
        case ModelCall():
            return "asks a model"
        case OutsideCall():
            return f"calls `{call.what}`"
