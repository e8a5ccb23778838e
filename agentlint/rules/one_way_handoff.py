"""An agent that is told to give control back and cannot."""

import re
from collections.abc import Iterator

from agentlint.diagnostics.finding import Level
from agentlint.graph.handoffs import received, stuck
from agentlint.graph.model import Node, NodeKind, Orchestration
from agentlint.rules.base import Claim, Group, rule
from agentlint.rules.words import names

GIVES = r"\b(?:transfer|hand|route|pass|delegate|escalate|forward|return|send|give)\w*\b[^.\n]{0,60}\b(?:back|%s)\b"


@rule(
    "one-way-handoff",
    "agent that is told to hand over and has no way to",
    level=Level.INFO,
    group=Group.ESCALATION,
    since="0.1",
    suspects=True,
)
def check(node: Node, graph: Orchestration) -> Iterator[Claim]:
    """Others hand over to it, its prompt speaks of handing back or of another agent, and no way leaves it."""
    coming = received(node, graph)
    if not node.instructions or not coming or not stuck(node, graph):
        return
    others = names(edge.source for edge in coming)
    agents = "|".join(re.escape(one.name) for one in graph.nodes if one.kind is NodeKind.AGENT and one != node)
    if (told := re.search(GIVES % agents, node.instructions, re.IGNORECASE)) is not None:
        yield (
            Claim(
                f"`{node.name}` is told to give control away and has no handoff",
                label=f'its prompt says "{told[0]}"',
                help=f"give `{node.name}` a handoff to {others}, or take the sentence out of its prompt",
                at=node.defined_at,
            )
            .labelled(f"`{coming[0].source}` hands over to it", coming[0].location)
            .noted(f"whoever is sent to `{node.name}` stays there for the rest of the conversation")
        )
