"""A node that chooses its successor and has fixed successors as well."""

from collections.abc import Iterator

from agentlint.diagnostics.finding import Level
from agentlint.graph.fixed import chooses, overruling
from agentlint.graph.model import Decision, Orchestration
from agentlint.rules.base import Claim, Group, rule
from agentlint.rules.words import shown, when


@rule(
    "goto-plus-static",
    "node that transfers control and also has fixed edges",
    level=Level.ERROR,
    group=Group.WIRING,
    since="0.1",
)
def check(decision: Decision, graph: Orchestration) -> Iterator[Claim]:
    """The fixed edges are followed whatever the node chooses, so they take back a choice.

    A node that always transfers to one place chooses nothing: with a fixed edge it fans out, perhaps on purpose.
    """
    for edge in overruling(decision, graph):
        claim = Claim(
            f"`{decision.source}` goes to `{edge.target}` whatever it chooses",
            label="this edge is always followed",
            help=f"remove the fixed edge, and let `{decision.source}` name its successor on every path",
            about=edge,
            level=Level.ERROR if chooses(decision, graph) else Level.WARNING,
        ).noted("a transfer is added to the fixed edges of a node, it does not replace them")
        for route in decision.routes:
            if route.value not in (None, edge.target):
                reason = f" when {when(route.condition)}" if route.condition else ""
                claim = claim.labelled(f"chooses `{shown(route.value)}`{reason}", route.location)
        yield claim
