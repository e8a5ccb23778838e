"""A node that chooses its successor and has fixed successors as well."""

from collections.abc import Iterator

from agentlint.diagnostics.finding import Level
from agentlint.graph.condition import Decider
from agentlint.graph.model import END, Decision, EdgeKind, Orchestration
from agentlint.graph.queries import compatible
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
    if not decision.command or graph.prebuilt:
        return
    chosen = {route.value for route in decision.routes if route.value is not None and not route.dispatch}
    for edge in graph.edges:
        fixed = edge.source == decision.source and edge.kind is EdgeKind.SEQUENCE and edge.target != END
        if not fixed or chosen <= {edge.target} or not compatible(edge.wired, decision.wired):
            continue
        claim = Claim(
            f"`{decision.source}` goes to `{edge.target}` whatever it chooses",
            label="this edge is always followed",
            help=f"remove the fixed edge, and let `{decision.source}` name its successor on every path",
            about=edge,
            level=Level.ERROR if _chooses(decision, graph) else Level.WARNING,
        ).noted("a transfer is added to the fixed edges of a node, it does not replace them")
        for route in decision.routes:
            if route.value not in (None, edge.target):
                reason = f" when {when(route.condition)}" if route.condition else ""
                claim = claim.labelled(f"chooses `{shown(route.value)}`{reason}", route.location)
        yield claim


def _chooses(decision: Decision, graph: Orchestration) -> bool:
    """Whether the node has a choice: a list of targets that is always the same is a fan-out."""
    node = graph.node(decision.source)
    depends = any(route.condition or route.decided_by is not Decider.ALWAYS for route in decision.routes)
    several = len({route.value for route in decision.routes}) > 1
    return (several and depends) or bool(node and node.result and (node.result.update or node.result.nothing))
