"""A step limit that is set so high that it bounds nothing."""

from collections.abc import Iterator
from dataclasses import dataclass

from agentlint.diagnostics.finding import Level
from agentlint.graph.bound import BoundKind
from agentlint.graph.evidence import Confidence
from agentlint.graph.loops import GENEROUS, OPEN, agents, disabled, paced
from agentlint.graph.model import Loop, Orchestration
from agentlint.rules.base import Claim, Group, rule
from agentlint.rules.deciding import model_decides, ways_out
from agentlint.rules.lost_counts import failing
from agentlint.settings.keys import key
from agentlint.settings.kinds import Whole


@dataclass(frozen=True, slots=True)
class Options:
    """Where it begins."""

    most: int = key(Whole(1), GENEROUS, "Steps or rounds that a limit may allow.")


@rule(
    "limit-disabled",
    "limit that is too high to bound a loop",
    level=Level.WARNING,
    group=Group.LOOPS,
    since="0.1",
    suspects=True,
)
def check(loop: Loop, graph: Orchestration, options: Options) -> Iterator[Claim]:
    """Somebody set a limit, far above what a good run needs, and nothing but a model's word ends it before.

    The lowest limit that is set counts, and the cycle has an agent. Where a decision follows the state alone, a long
    run may be a long list.
    """
    if not disabled(loop, options.most) or paced(loop, graph) or any(failing(loop, graph)):
        return
    turns = loop.bound.kind is BoundKind.TURNS  # of a conversation: nothing holds before it
    callers, sure = agents(loop, graph), Confidence.LIKELY if turns else model_decides(loop, graph)
    if not callers or sure is None:
        return
    claim = Claim(
        f"the cycle `{loop}` may take {loop.bound.value:,} {loop.bound.unit}: the limit that is set bounds nothing",
        label=f"{loop.bound.derivation or 'this limit'} is all that ends it for certain",
        help="set the limit to what a good run needs, and count the rounds in the state where it takes many",
        at=loop.bound.location,
        confidence=sure,
    ).labelled_each(ways_out(edge for edge in loop.exits if edge.decided_by in OPEN))
    yield claim.noted(
        f"{len(callers)} of its {len(loop.nodes)} nodes call a model in every round, and no counter is compared"
    )
