"""A cycle that control can never leave."""

from collections.abc import Iterator

from agentlint.diagnostics.finding import Level
from agentlint.graph.bound import BoundKind
from agentlint.graph.closed import closed
from agentlint.graph.model import Loop, Orchestration
from agentlint.rules.base import Claim, Group, rule
from agentlint.rules.words import names


@rule("cycle-without-exit", "cycle that nothing can leave", level=Level.ERROR, group=Group.LOOPS, since="0.1")
def check(loop: Loop, graph: Orchestration) -> Iterator[Claim]:
    """Each node of the cycle always goes on to another one of it, and no human ever stops it.

    An edge that leaves the cycle is no exit where its source has a fixed edge back: both are followed.
    """
    if not closed(loop, graph) or loop.bound.kind is BoundKind.NONE:
        return
    *others, closing = loop.cycle
    claim = Claim(
        f"cycle `{loop}` has no exit",
        label=f"`{closing.source}` always goes back to `{closing.target}`",
        help="let one of its nodes decide to leave the cycle, and count the rounds so that it does",
        at=closing.location,
    )
    for edge in others:
        claim = claim.labelled(f"`{edge.source}` always goes on to `{edge.target}`", edge.location)
    if loop.exits:
        claim = claim.noted(f"{names(edge.target for edge in loop.exits)} run beside the cycle and do not end it")
    yield claim.noted("no transition leaves the cycle: it runs until the limit breaks it off")
