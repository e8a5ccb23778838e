"""An agent with a response schema hands over to one without."""

from collections.abc import Iterator

from agentlint.diagnostics.finding import Level
from agentlint.graph.handoffs import uncontracted
from agentlint.graph.model import Node, Orchestration
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
    targets = uncontracted(node, graph)
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
