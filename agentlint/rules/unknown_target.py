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
    missing = dangling.source if _known(dangling.target, graph) else dangling.target
    way = f"`{shown(dangling.source)}` goes to `{shown(dangling.target)}`"
    claim = Claim(
        f"{way}, and `{missing}` is not a node of `{graph.name}`",
        label=f"no node is called `{missing}`",
        help=f"name a node of the graph, or add `{missing}` to it",
        part=dangling.how,
    )
    if dangling.nearest and (near := graph.node(dangling.nearest)):
        claim = claim.labelled("this node has the nearest name", near.location)
    if dangling.how != "edge" and not _promised(dangling, graph):
        claim = claim.noted("a transfer to no node is dropped: the run ends there as if it had succeeded")
    yield claim


def _known(name: str, graph: Orchestration) -> bool:
    return name in (START, END) or graph.node(name) is not None


def _promised(dangling: Dangling, graph: Orchestration) -> bool:
    """Whether a table or an annotation names the target too, so that it is missed when the graph is built."""
    decisions = [decision for decision in graph.decisions if decision.source == dangling.source]
    targets = {target for decision in decisions for _, target, _ in decision.mapping or ()}
    return dangling.target in targets.union(*(decision.declared or () for decision in decisions))
