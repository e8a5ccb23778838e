"""A transition to a name that is no node."""

from collections import defaultdict
from collections.abc import Iterator

from agentlint.diagnostics.finding import Level
from agentlint.graph.evidence import Location
from agentlint.graph.model import END, START, Dangling, Orchestration
from agentlint.rules.base import Claim, Group, rule
from agentlint.rules.words import names, shown


@rule("unknown-target", "transition to a node that does not exist", level=Level.ERROR, group=Group.WIRING, since="0.1")
def check(graph: Orchestration) -> Iterator[Claim]:
    """The overlay knows every node of the graph, and this name is none of them.

    The code that goes on building a graph that is not compiled here may add the node. A decision that several nodes
    share is wrong once.
    """
    places: defaultdict[tuple[Location, str], list[Dangling]] = defaultdict(list)
    for dangling in graph.dangling if graph.compiled else ():
        places[dangling.location, dangling.target].append(dangling)
    for (_, target), (first, *others) in places.items():
        known = target in (START, END) or graph.node(target)
        missing = first.source if known else target
        ways = f"{names(way.source for way in (first, *others))} {'go' if others else 'goes'} to `{shown(target)}`"
        claim = Claim(
            f"{ways}, and there is no node `{missing}`",
            label=f"no node is called `{missing}`",
            help=f"name a node of the graph, or add `{missing}` to it",
            about=first,
            part=first.how,
        ).noted("where this does not keep the graph from being built, the run ends here as if it had succeeded")
        if near := graph.node(first.nearest or ""):
            claim = claim.labelled("this node has the nearest name", near.location)
        yield claim
