"""A question that is asked again and again in one node."""

from collections.abc import Iterator

from agentlint.diagnostics.finding import Level
from agentlint.graph.condition import Decider
from agentlint.graph.effects import Effects, Pause, Repeat
from agentlint.graph.model import Orchestration
from agentlint.rules.acting import Acting, functions, once
from agentlint.rules.base import Claim, Group, rule


@rule(
    "interrupt-in-loop",
    "question to a human in an endless loop of one node",
    level=Level.WARNING,
    group=Group.ESCALATION,
    since="0.1",
)
def check(graph: Orchestration) -> Iterator[Claim]:
    """Each answer runs the node from its start, through all rounds before, and nothing counts the rounds."""
    yield from once(claim for acting in functions(graph) for claim in _looped(acting))


def _looped(acting: Acting) -> Iterator[Claim]:
    for pause in acting.effects.pauses:
        loop = endless(pause, acting.effects)
        if loop is None:
            continue
        claim = Claim(
            f"`{acting.name}` asks again without end, and runs from its start for each answer",
            label=f"`{pause.how}` pauses in a loop",
            help="ask once in a node, keep the answer and the number of tries in the state, and route back to it",
            about=acting.element,
            at=pause.location,
        ).labelled("nothing counts the rounds of this loop", loop.location)
        for call in acting.effects.models:
            if call.where.order < pause.where.order:
                claim = claim.labelled("a model is asked again for each answer", call.location)
                break
        yield claim.noted("answer number n replays n rounds: the code before each question runs again every time")


def endless(pause: Pause, effects: Effects) -> Repeat | None:
    """The loop around a pause that has no end of its own and counts nothing."""
    loops = (effects.repeat(place) for place in pause.where.loops)
    found = (loop for loop in loops if loop is not None and not loop.finite and Decider.COUNTER not in loop.decided_by)
    return next(found, None) if pause.raises else None
