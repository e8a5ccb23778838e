"""A node that chooses its successor and has fixed successors as well."""

from collections.abc import Iterator

from agentlint.diagnostics.finding import Level
from agentlint.graph.model import END, Decider, Decision, EdgeKind, Orchestration
from agentlint.rules.base import Claim, Group, rule
from agentlint.rules.words import names, shown, when


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
    node = graph.node(decision.source)
    chosen = {route.value for route in decision.routes if route.value is not None and not route.dispatch}
    fixed = [
        edge
        for edge in graph.edges
        if edge.source == decision.source and edge.kind is EdgeKind.SEQUENCE and edge.target != END
    ]
    if not chosen or not fixed or {edge.target for edge in fixed} == chosen:
        return
    depends = any(route.condition or route.decided_by is not Decider.ALWAYS for route in decision.routes)
    falls_through = node and node.result and (node.result.update or node.result.nothing)
    chooses = (len(chosen) > 1 and depends) or falls_through
    claim = Claim(
        f"`{decision.source}` goes to {names(edge.target for edge in fixed)} whatever it chooses",
        label="this edge is always followed",
        help=f"remove the fixed edges of `{decision.source}` and let it name its successor on every path",
        at=fixed[0].location,
        level=Level.ERROR if chooses else Level.WARNING,
    )
    for edge in fixed[1:]:
        claim = claim.labelled("and this one", edge.location)
    for route in decision.routes:
        if route.value is not None:
            reason = f" when {when(route.condition)}" if route.condition else ""
            claim = claim.labelled(f"chooses `{shown(route.value)}`{reason}", route.location)
    yield claim.noted("a transfer is added to the fixed edges of a node, it does not replace them")
