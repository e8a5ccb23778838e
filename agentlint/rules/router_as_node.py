"""A function that only names the next step is registered as a step itself."""

from collections.abc import Iterator

from agentlint.diagnostics.finding import Level
from agentlint.graph.model import Node, Orchestration
from agentlint.rules.base import Claim, Group, rule
from agentlint.rules.words import names


@rule("router-as-node", "router registered as a node", level=Level.ERROR, group=Group.CONTRACTS, since="0.1")
def check(node: Node, graph: Orchestration) -> Iterator[Claim]:
    """Every return of the node is a bare string, and the state is not one: no step may return that."""
    result = node.result
    if result is None or not result.text or result.update or result.command or not result.complete:
        return
    if graph.state is None or not graph.state.keys:
        return
    claim = Claim(
        f"node `{node.name}` returns a route, not an update of the state",
        label=f"`{node.name}` becomes a node here",
        help="make the function the decision on the edges that leave the step before it, and remove this node",
    ).noted("a node gives back an update of the shared state; a bare string is refused when the node has run")
    yield claim.labelled(f"returns {names(result.text)} and nothing else", node.defined_at)
