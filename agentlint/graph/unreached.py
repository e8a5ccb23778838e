"""Nodes that no path leads to."""

from collections.abc import Iterator
from dataclasses import dataclass

from agentlint.graph.model import START, Node, Orchestration
from agentlint.graph.queries import reachable


@dataclass(frozen=True, slots=True)
class Unreached:
    """A node that never runs, and those ``after`` it that it alone leads to.

    ``sure``: all that the nodes that do run return was understood, so that none holds a transfer that nobody saw.
    """

    node: Node
    after: tuple[str, ...]
    sure: bool


def unreached(graph: Orchestration) -> Iterator[Unreached]:
    """The nodes that no known transition leads to, where all are known; those that none leads to speak for the rest.

    A node that a transition to or from a missing one was meant for is left out. The framework enters its own nodes,
    whose names begin with ``__``.
    """
    own = {START} | {node.name for node in graph.nodes if node.name.startswith("__")}
    running = frozenset[str]().union(*(reachable(graph, name) for name in own))
    if graph.unresolved or graph.prebuilt or not graph.compiled or running == own:
        return
    meant = {name for dangling in graph.dangling for name in (dangling.nearest, dangling.target)}
    dead = {node.name: node for node in graph.nodes if node.name not in running | meant}
    sure = all(node.result is None or node.result.complete for node in graph.nodes if node.name in running)
    told: set[str] = set()
    for name, node in sorted(dead.items(), key=lambda item: _is_entered(item[0], dead, graph)):
        if name not in told:
            onward = reachable(graph, name)
            after = tuple(other for other in dead if other != name and other in onward and other not in told)
            told |= {name, *after}
            yield Unreached(node, after, sure)


def _is_entered(name: str, dead: dict[str, Node], graph: Orchestration) -> bool:
    """Whether another unreachable node leads here."""
    return any(edge.target == name and edge.source in dead and edge.source != name for edge in graph.edges)
