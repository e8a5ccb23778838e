"""A node that never runs."""

from collections.abc import Iterator

from agentlint.diagnostics.finding import Level
from agentlint.graph.evidence import Confidence
from agentlint.graph.model import Orchestration
from agentlint.graph.unreached import unreached
from agentlint.rules.base import Claim, Group, rule
from agentlint.rules.words import names


@rule("unreachable-node", "node that no path leads to", level=Level.ERROR, group=Group.WIRING, since="0.1")
def check(graph: Orchestration) -> Iterator[Claim]:
    """Every transition of the graph is known, and none leads from what runs to the node.

    What can only be reached from an unreachable node is told with it. A node that a transition to or from a missing one
    was meant for is left to the rule for those.
    """
    for found in unreached(graph):
        name = found.node.name
        claim = Claim(
            f"node `{name}` can never run",
            label="no edge and no transfer leads here",
            help=f"add an edge that leads to `{name}`, or remove the node",
            about=found.node,
            confidence=Confidence.PROVEN if found.sure else Confidence.LIKELY,
        )
        if found.after:
            claim = claim.noted(f"nor can {names(found.after)} after it")
        yield claim.noted(
            "the graph builds and runs without it: what the node was to check or do is left out in silence"
        )
