"""A step limit that is set so high that it bounds nothing."""

from collections.abc import Iterator

from agentlint.diagnostics.finding import Level
from agentlint.graph.model import Bound, BoundKind, Loop, NodeKind, Orchestration
from agentlint.rules.base import Claim, Group, rule
from agentlint.rules.deciding import model_decides
from agentlint.rules.lost_counts import failing
from agentlint.rules.unbounded_cycle import HARMLESS
from agentlint.rules.words import shown

LIMITS = (BoundKind.STEP_LIMIT, BoundKind.TURNS, BoundKind.CALLS)


@rule(
    "limit-disabled",
    "limit that is too high to bound a loop",
    level=Level.WARNING,
    group=Group.LOOPS,
    since="0.1",
    suspects=True,
)
def check(loop: Loop, graph: Orchestration) -> Iterator[Claim]:
    """Somebody set a limit, above a hundred rounds of model calls, and nothing but a model's word ends it before.

    The lowest limit that is set counts, and the cycle has an agent. Where a decision follows the state alone, a long
    run may be a long list.
    """
    nodes = [node for name in loop.nodes if (node := graph.node(name))]
    agents = [node for node in nodes if node.model or node.kind is NodeKind.AGENT]
    humans = graph.interrupts or any(node.interrupts or node.kind is NodeKind.HUMAN for node in nodes)
    sure = model_decides(loop, graph)
    if not _too_high(loop.bound) or humans or not agents or sure is None or any(failing(loop, graph)):
        return
    claim = Claim(
        f"the cycle `{loop}` may take {loop.bound.value:,} {loop.bound.unit}: the limit that is set bounds nothing",
        label=f"{loop.bound.derivation or 'this limit'} is all that ends it for certain",
        help="set the limit to what a good run needs, and count the rounds in the state where it takes many",
        at=loop.bound.location,
        part=str(loop.bound.value),
        confidence=sure,
    )
    for edge in loop.exits:
        way = f"`{edge.source}` leaves to `{shown(edge.target)}` if the model decides so"
        claim = claim.labelled(way, edge.location)
    yield claim.noted(
        f"{len(agents)} of its {len(loop.nodes)} nodes call a model in every round, and no counter is compared"
    )


def _too_high(bound: Bound) -> bool:
    return bound.kind in LIMITS and bound.explicit and bound.value is not None and bound.value > HARMLESS
