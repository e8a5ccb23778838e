"""A transition to a name that is no node."""

from collections import defaultdict
from collections.abc import Iterator

from agentlint.diagnostics.finding import Level
from agentlint.graph.model import END, START, Dangling, Orchestration
from agentlint.rules.base import Claim, Group, rule
from agentlint.rules.remedies import respelt
from agentlint.rules.words import shown


@rule("unknown-target", "transition to a node that does not exist", level=Level.ERROR, group=Group.WIRING, since="0.1")
def check(graph: Orchestration) -> Iterator[Claim]:
    """The overlay knows every node of the graph, and this name is none of them, however often it is used.

    The code that goes on building a graph that is not compiled here may add the node.
    """
    known = {START, END, *(node.name for node in graph.nodes)}
    missing: defaultdict[str, list[Dangling]] = defaultdict(list)
    for dangling in graph.dangling if graph.compiled else ():
        missing[dangling.source if dangling.target in known else dangling.target].append(dangling)
    for name, (first, *others) in missing.items():
        claim = Claim(
            f"`{shown(first.source)}` goes to `{shown(first.target)}`, and there is no node `{name}`",
            label=f"no node is called `{name}`",
            help=f"name a node of the graph, or add `{name}` to it",
            at=first.location,
            part=name,
            confidence=first.confidence,
            fix=respelt(name, [first, *others], graph),
        ).noted("where this does not keep the graph from being built, the run ends here as if it had succeeded")
        for other in {other.location: other for other in others if other.location != first.location}.values():
            claim = claim.labelled(f"`{name}` is named here too", other.location)
        if near := graph.node(first.nearest or ""):
            claim = claim.labelled("this node has the nearest name", near.location)
        yield claim
