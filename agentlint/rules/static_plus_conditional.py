"""A decision that a fixed edge from the same node makes void."""

from collections.abc import Iterator

from agentlint.diagnostics.finding import Level
from agentlint.graph.fixed import beside
from agentlint.graph.model import END, Decision, EdgeKind, Orchestration
from agentlint.graph.queries import leaving, reachable
from agentlint.rules.base import Claim, Group, rule
from agentlint.rules.words import names, shown


@rule(
    "static-plus-conditional",
    "fixed edge beside a decision of the same node",
    level=Level.ERROR,
    group=Group.WIRING,
    since="0.1",
)
def check(decision: Decision, graph: Orchestration) -> Iterator[Claim]:
    """Both are followed. Where the fixed edge leads to what the decision chooses among, the choice is void.

    A decision without a choice fans out; so does a fixed edge to a side branch that ends by itself, such as an audit.
    """
    dispatches = bool(decision.routes) and all(route.dispatch for route in decision.routes)
    onward = leaving(graph).get(decision.source, ())
    chosen = {edge.target for edge in onward if edge.kind is EdgeKind.CONDITIONAL and edge.resolved}
    fixed = beside(decision, graph)
    if decision.command or graph.prebuilt or dispatches or len(chosen) < 2:
        return
    void = [edge for edge in fixed if edge.target in chosen]
    for edge in void or [edge for edge in fixed if reachable(graph, edge.target) - {edge.target, END}]:
        claim = Claim(
            f"`{decision.name}` cannot keep `{shown(decision.source)}` from going to `{edge.target}`",
            label="this edge is always followed",
            help=f"remove the fixed edge, and let `{decision.name}` return `{edge.target}` where it is meant",
            about=edge,
            level=Level.ERROR if void else Level.WARNING,
        ).labelled(f"`{decision.name}` chooses among {names(sorted(chosen))}", decision.location)
        yield claim.noted("a decision is added to the fixed edges of a node, it does not replace them")
