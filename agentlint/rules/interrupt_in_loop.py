"""A question that is asked again and again in one node."""

from collections.abc import Iterator

from agentlint.diagnostics.finding import Level
from agentlint.graph.functions import Function
from agentlint.graph.pauses import repeated
from agentlint.rules.base import Claim, Group, rule


@rule(
    "interrupt-in-loop",
    "question to a human in an endless loop of one node",
    level=Level.WARNING,
    group=Group.ESCALATION,
    since="0.1",
)
def check(function: Function) -> Iterator[Claim]:
    """Each answer runs the node from its start, through all rounds before, and nothing counts the rounds."""
    for found in repeated(function.effects):
        yield (
            Claim(
                f"`{function.name}` asks again without end, and runs from its start for each answer",
                label=f"`{found.pause.how}` pauses in a loop",
                help="ask once in a node, keep the answer and the number of tries in the state, and route back to it",
                at=found.pause.location,
            )
            .labelled("nothing counts the rounds of this loop", found.loop.location)
            .labelled("a model is asked again for each answer", found.asks)
            .noted("answer number n replays n rounds: the code before each question runs again every time")
        )
