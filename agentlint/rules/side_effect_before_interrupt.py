"""What is done before a pause, and done again when the run goes on."""

from collections.abc import Iterator

from agentlint.diagnostics.finding import Level
from agentlint.graph.effects import Effects, ModelCall, OutsideCall, Pause
from agentlint.graph.functions import Function
from agentlint.graph.pauses import endless
from agentlint.graph.queries import compatible
from agentlint.rules.base import Claim, Group, rule

KEPT = "task"
"""A decorator whose results are kept with the paused run."""


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
        before = _before(pause, function.effects)
        if not pause.raises or not before or endless(pause, function.effects) is not None:
            continue
        first, *others = before
        claim = Claim(
            f"`{function.name}` {_doing(first)}, and does it again after the pause",
            label="this is done before the pause",
            help="do it in a node of its own before this one, or after the pause",
            at=first.location,
        ).labelled(f"`{pause.how}` pauses here; the answer starts the function anew", pause.location)
        for other in others:
            claim = claim.labelled("this as well", other.location)
        if isinstance(first, ModelCall):
            claim = claim.noted("the second answer of the model may differ from the one that the human was shown")
        yield claim


def _before(pause: Pause, effects: Effects) -> list[ModelCall | OutsideCall]:
    """What is done on a way to the pause, and would be done anew."""
    calls: list[ModelCall | OutsideCall] = [*effects.models]
    calls += [call for call in effects.outside if call.changes and not call.repeatable]
    return [
        call
        for call in sorted(calls, key=lambda call: call.where.order)
        if call.where.order < pause.where.order
        and compatible(call.where.condition, pause.where.condition)
        and not any(name.rpartition(".")[2].removesuffix("()") == KEPT for name in call.where.holds)
    ]


def _doing(call: ModelCall | OutsideCall) -> str:
    match call:
        case ModelCall():
            return "asks a model"
        case OutsideCall():
            return f"calls `{call.what}`"
