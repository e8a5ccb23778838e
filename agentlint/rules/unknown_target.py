"""A transition to a name that is no node."""

from collections.abc import Iterator

from agentlint.diagnostics.finding import Level
from agentlint.graph.model import END, START, Dangling, Orchestration
from agentlint.rules.base import Claim, Group, rule
from agentlint.rules.words import shown


@rule(
    "unknown-target",
    "transition to a node that the graph does not have",
    level=Level.ERROR,
    group=Group.WIRING,
    since="0.1",
)
def check(dangling: Dangling, graph: Orchestration) -> Iterator[Claim]:
    """The overlay knows every node of the graph, and this name is none of them.

    The code that goes on building a graph that is not compiled here may add the node.
    """
    if not graph.compiled:
        return
    known = dangling.target in (START, END) or graph.node(dangling.target)
    missing = dangling.source if known else dangling.target
    claim = Claim(
        f"`{shown(dangling.source)}` goes to `{shown(dangling.target)}`, and there is no node `{missing}`",
        label=f"no node of `{graph.name}` is called `{missing}`",
        help=f"name a node of the graph, or add `{missing}` to it",
        part=dangling.how,
    ).noted("where this does not keep the graph from being built, the run ends here as if it had succeeded")
    if near := graph.node(dangling.nearest or ""):
        claim = claim.labelled("this node has the nearest name", near.location)
    yield claim
