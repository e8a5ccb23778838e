"""An agent with a response schema hands over to one without."""

from collections.abc import Iterator

from agentlint.diagnostics.finding import Level
from agentlint.graph.model import END, EdgeKind, Node, NodeKind, Orchestration
from agentlint.rules.base import Claim, Group, rule
from agentlint.rules.words import names


@rule(
    "contract-lost-on-handoff",
    "handoff to an agent without the response schema",
    level=Level.WARNING,
    group=Group.CONTRACTS,
    since="0.1",
)
def check(node: Node, graph: Orchestration) -> Iterator[Claim]:
    """The answer of an agent is held to a schema, and an agent that it hands over to ends the run without one."""
    if node.output_contract is None:
        return
    targets = [
        target
        for edge in graph.edges
        if edge.source == node.name and edge.kind is EdgeKind.HANDOFF and edge.resolved
        if (target := graph.node(edge.target)) and target.kind is NodeKind.AGENT
        if target.output_contract is None and _may_answer(target, graph)
    ]
    if targets:
        claim = Claim(
            f"`{node.name}` answers with `{node.output_contract}`, and {names(target.name for target in targets)}, "
            "to which it hands over, with free text",
            label=f"its answer is held to `{node.output_contract}`",
            help="give every agent that may answer the same schema, or hand control back before the answer",
            part=", ".join(target.name for target in targets),
        )
        for target in targets:
            claim = claim.labelled(f"`{target.name}` has no response schema", target.defined_at or target.location)
        yield claim.noted("who reads the structured response finds none as soon as a handoff has taken place")


def _may_answer(node: Node, graph: Orchestration) -> bool:
    """Whether the run may end with the node: nothing but handoffs follows it, or an end does."""
    onward = [edge for edge in graph.edges if edge.source == node.name]
    return all(edge.kind is EdgeKind.HANDOFF for edge in onward) or any(edge.target == END for edge in onward)
