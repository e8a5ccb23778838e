"""Two agents that may hand control to each other without end."""

from collections.abc import Iterator

from agentlint.diagnostics.finding import Level
from agentlint.graph.condition import Decider
from agentlint.graph.evidence import Confidence
from agentlint.graph.handoffs import mutual
from agentlint.graph.model import Loop, Orchestration
from agentlint.rules.base import Claim, Group, rule


@rule(
    "handoff-ping-pong",
    "two agents that may hand to each other without end",
    level=Level.WARNING,
    group=Group.LOOPS,
    since="0.1",
    suspects=True,
)
def check(loop: Loop, graph: Orchestration) -> Iterator[Claim]:
    """Each of the two decides by its model to hand to the other, nothing counts it, and nobody set a limit."""
    if (pair := mutual(loop, graph)) is None:
        return
    there, back = pair
    first, second = there.source, there.target
    guessed = Decider.STATE in (there.decided_by, back.decided_by)
    claim = Claim(
        f"`{first}` and `{second}` may hand the task to each other without end",
        label=f"`{first}` may hand to `{second}`",
        help="count the handoffs in the state, set a step limit where the graph is run, or let only one hand over",
        at=there.location,
        part=f"{first} {second}",
        confidence=Confidence.GUESSED if guessed else Confidence.LIKELY,
    )
    claim = claim.labelled(f"`{second}` may hand back to `{first}`", back.location)
    limit = f"the framework's default of {loop.bound.value:,} {loop.bound.unit}" if loop.bound.value else "none"
    yield claim.noted(f"each model sees a task that the other one did not want; the only limit is {limit}")
