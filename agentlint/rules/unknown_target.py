"""A transition to a name that is no node."""

from collections.abc import Iterator

from agentlint.diagnostics.finding import Level
from agentlint.graph.model import Dangling, Orchestration
from agentlint.rules.base import Claim, Group, rule


@rule(
    "unknown-target",
    "transition to a node that the graph does not have",
    level=Level.ERROR,
    group=Group.WIRING,
    since="0.1",
)
def check(dangling: Dangling, graph: Orchestration) -> Iterator[Claim]:
    """The overlay knows every node of the graph, and this name is none of them.

    Wiring that stayed unknown may add the node, and so may the code that goes on building a graph not compiled here.
    """
    if graph.unresolved or not graph.compiled:
        return
    claim = Claim(
        f"`{dangling.source}` goes to `{dangling.target}`, which is not a node of `{graph.name}`",
        label=f"no node is called `{dangling.target}`",
        help=f"name a node of the graph, or add `{dangling.target}` to it",
        part=dangling.how,
    )
    if dangling.nearest and (near := graph.node(dangling.nearest)):
        claim = claim.labelled("the nearest name is this node's", near.location)
    yield claim
