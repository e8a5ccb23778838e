"""Handoffs of which the one that hands over keeps no trace."""

from collections.abc import Iterator

from agentlint.diagnostics.finding import Level
from agentlint.graph.model import EdgeKind, Node, Orchestration
from agentlint.graph.queries import leaving, reachable
from agentlint.rules.base import Claim, Group, rule
from agentlint.rules.words import names


@rule(
    "handoff-not-visible",
    "handoffs that leave no trace in the conversation",
    level=Level.WARNING,
    group=Group.LOOPS,
    since="0.1",
)
def check(node: Node, graph: Orchestration) -> Iterator[Claim]:
    """It hands over without a message that says so, and gets control back: it cannot see whom it has asked already."""
    silent = [edge for edge in leaving(graph).get(node.name, []) if edge.kind is EdgeKind.HANDOFF and edge.silent]
    back = [edge.target for edge in silent if node.name in reachable(graph, edge.target)]
    if not back:
        return
    yield Claim(
        f"`{node.name}` cannot see that it has already asked {names(back)}",
        label="its handoffs leave no message in the conversation",
        help="leave the handoff messages on, or keep in the state who was asked for what",
        at=silent[0].location,
    ).noted(
        f"control comes back to `{node.name}` with an answer to a question that it does not know it has asked, "
        "and it asks again"
    )
