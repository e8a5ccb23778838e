"""A node that never runs."""

from collections.abc import Iterator

from agentlint.diagnostics.finding import Level
from agentlint.graph.evidence import Confidence
from agentlint.graph.model import START, Node, Orchestration
from agentlint.graph.queries import reachable
from agentlint.rules.base import Claim, Group, rule
from agentlint.rules.words import names


@rule("unreachable-node", "node that no path leads to", level=Level.ERROR, group=Group.WIRING, since="0.1")
def check(graph: Orchestration) -> Iterator[Claim]:
    """Every transition of the graph is known, and none leads from what runs to the node.

    What can only be reached from an unreachable node is told with it. A node that a transition to or from a missing one
    was meant for is left to the rule for those. The framework enters its own nodes, whose names begin with ``__``.
    """
    if graph.unresolved or graph.prebuilt or not graph.compiled:
        return
    own = {START} | {node.name for node in graph.nodes if node.name.startswith("__")}
    running = frozenset[str]().union(*(reachable(graph, name) for name in own))
    meant = {name for dangling in graph.dangling for name in (dangling.nearest, dangling.target)}
    dead = {node.name: node for node in graph.nodes if node.name not in running | meant}
    if running == own:
        return
    sure = all(_understood(node) for node in graph.nodes if node.name in running)
    told: set[str] = set()
    for name, node in sorted(dead.items(), key=lambda item: _entered_from(item[0], dead, graph)):
        if name in told:
            continue
        onward = reachable(graph, name)
        after = [other for other in dead if other != name and other in onward and other not in told]
        told |= {name, *after}
        claim = Claim(
            f"node `{name}` can never run",
            label="no edge and no transfer leads here",
            help=f"add an edge that leads to `{name}`, or remove the node",
            about=node,
            confidence=Confidence.PROVEN if sure else Confidence.LIKELY,
        )
        if after:
            claim = claim.noted(f"nor can {names(after)} after it")
        yield claim.noted(
            "the graph builds and runs without it: what the node was to check or do is left out in silence"
        )


def _entered_from(name: str, dead: dict[str, Node], graph: Orchestration) -> bool:
    """Whether another unreachable node leads here: those that none leads to come first and speak for the rest."""
    return any(edge.target == name and edge.source in dead and edge.source != name for edge in graph.edges)


def _understood(node: Node) -> bool:
    """Whether all that the node can return was understood, so that it holds no transfer that nobody saw."""
    return node.result is None or node.result.complete
