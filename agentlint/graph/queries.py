"""Questions about the shape of an orchestration. All answers are in graph order, never in hash order."""

from collections import deque
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from agentlint.graph.condition import Condition
from agentlint.graph.model import END, START, Edge, Orchestration

if TYPE_CHECKING:
    from networkx import DiGraph


def reachable(graph: Orchestration, source: str) -> frozenset[str]:
    """``source`` and all that control may reach from it, over edges whose target is unknown too."""
    return _closure({source}, {name: [edge.target for edge in edges] for name, edges in leaving(graph).items()})


def ending(graph: Orchestration) -> frozenset[str]:
    """The nodes from which a run may come to an end: at END, or at a node that nothing follows."""
    onward = leaving(graph)
    last = {END} | {node.name for node in graph.nodes if not onward.get(node.name)}
    back: dict[str, list[str]] = {}
    for edge in graph.edges:
        back.setdefault(edge.target, []).append(edge.source)
    return _closure(last, back)


def leaving(graph: Orchestration) -> dict[str, list[Edge]]:
    """The edges of each node that has any, by its name."""
    edges: dict[str, list[Edge]] = {}
    for edge in graph.edges:
        edges.setdefault(edge.source, []).append(edge)
    return edges


def components(graph: Orchestration) -> tuple[tuple[str, ...], ...]:
    """The strongly connected parts of the graph that hold a cycle, over edges whose target is known."""
    from networkx import strongly_connected_components

    order = _order(graph)
    wired = _digraph(replace(graph, edges=tuple(edge for edge in graph.edges if not edge.passing)))
    parts = (sorted(part, key=order.__getitem__) for part in strongly_connected_components(wired))
    cyclic = (part for part in parts if len(part) > 1 or wired.has_edge(part[0], part[0]))
    return tuple(tuple(part) for part in sorted(cyclic, key=lambda part: order[part[0]]))


def shortest_cycle(graph: Orchestration, component: tuple[str, ...]) -> tuple[Edge, ...]:
    """The edges of a shortest cycle within ``component``, from the node that comes first in the graph."""
    inside, onward = frozenset(component), leaving(graph)
    best: tuple[Edge, ...] = ()
    for start in component:
        cycle = _cycle_through(start, inside, onward)
        if cycle and (not best or len(cycle) < len(best)):
            best = cycle
    return best


def cycles_through(
    graph: Orchestration, component: tuple[str, ...], start: str, most: int
) -> tuple[tuple[str, ...], ...] | None:
    """Each way from ``start`` back to itself within ``component`` that passes no node twice, as its nodes.

    None where there are more than ``most`` of them, or too many to look through.
    """
    inside = frozenset(component)
    onward = {
        name: list(dict.fromkeys(edge.target for edge in edges if edge.resolved and edge.target in inside))
        for name, edges in leaving(graph).items()
        if name in inside
    }
    pending: list[tuple[str, ...]] = [(start,)] if start in inside else []
    found: list[tuple[str, ...]] = []
    looked = 0
    while pending:
        path = pending.pop()
        looked += 1
        if len(found) > most or looked > 32 * most:
            return None
        for target in reversed(onward.get(path[-1], [])):
            if target == start:
                found.append(path)
            elif target not in path:
                pending.append((*path, target))
    return tuple(found)


def cycle_through(graph: Orchestration, component: tuple[str, ...], name: str) -> tuple[Edge, ...]:
    """The edges of a shortest cycle within ``component`` that passes through a node of it."""
    return _cycle_through(name, frozenset(component), leaving(graph))


def exits(graph: Orchestration, component: tuple[str, ...]) -> tuple[Edge, ...]:
    """The edges that leave ``component``, and those within it that lead to no further round."""
    inside = frozenset(component)
    return tuple(edge for edge in graph.edges if edge.source in inside and (edge.target not in inside or edge.passing))


def way(
    graph: Orchestration, sources: Collection[str], targets: Collection[str], avoided: Collection[str] = ()
) -> tuple[Edge, ...]:
    """A shortest way over known edges from one of ``sources`` to one of ``targets`` that avoids some nodes.

    Empty where there is none. A way that ends where it begins takes at least one edge.
    """
    onward = leaving(graph)
    came: dict[str, Edge | None] = {name: None for name in sources if name not in avoided}
    queue = deque(came)
    while queue:
        for edge in onward.get(queue.popleft(), ()):
            if not edge.resolved or edge.target in avoided:
                continue
            if edge.target in targets:
                return _back_along(edge, came)
            if edge.target not in came:
                came[edge.target] = edge
                queue.append(edge.target)
    return ()


def _back_along(last: Edge, came: Mapping[str, Edge | None]) -> tuple[Edge, ...]:
    found = [last]
    while (before := came[found[0].source]) is not None:
        found.insert(0, before)
    return tuple(found)


def dominators(graph: Orchestration, name: str) -> tuple[str, ...]:
    """The nodes that every path from START to ``name`` passes through, in that order; none if nothing leads there."""
    from networkx import immediate_dominators

    if name == START or name not in reachable(graph, START):
        return ()
    above = immediate_dominators(_digraph(graph, resolved=False), START)
    path: list[str] = []
    while (name := above[name]) != START:
        path.insert(0, name)
    return tuple(path)


def compatible(*wired: tuple[Condition, ...]) -> bool:
    """Whether one run of the code that builds the graph can make all of what is wired under these path conditions."""
    outcomes = {(test.location, test.text, test.holds) for conditions in wired for test in conditions}
    return not any((location, text, not holds) in outcomes for location, text, holds in outcomes)


def _closure(found: set[str], onward: dict[str, list[str]]) -> frozenset[str]:
    queue = deque(sorted(found))
    while queue:
        for name in onward.get(queue.popleft(), ()):
            if name not in found:
                found.add(name)
                queue.append(name)
    return frozenset(found)


def _cycle_through(start: str, inside: frozenset[str], onward: dict[str, list[Edge]]) -> tuple[Edge, ...]:
    """A shortest way from ``start`` back to itself that stays ``inside``."""
    came: dict[str, Edge] = {}
    queue = deque([start])
    while queue:
        for edge in onward.get(queue.popleft(), ()):
            if not edge.resolved or edge.passing or edge.target not in inside or edge.target in came:
                continue
            came[edge.target] = edge
            if edge.target == start:
                return _walk_back(start, came)
            queue.append(edge.target)
    return ()


def _walk_back(start: str, came: dict[str, Edge]) -> tuple[Edge, ...]:
    cycle = [came[start]]
    while cycle[0].source != start:
        cycle.insert(0, came[cycle[0].source])
    return tuple(cycle)


def _order(graph: Orchestration) -> dict[str, int]:
    """Where each name stands in the graph; names that only edges mention come after the nodes."""
    names = [node.name for node in graph.nodes]
    names += [name for edge in graph.edges for name in (edge.source, edge.target)]
    return {name: index for index, name in enumerate(dict.fromkeys(names))}


def _digraph(graph: Orchestration, *, resolved: bool = True) -> "DiGraph[str]":
    """The graph for networkx, with or without the edges whose target is unknown."""
    from networkx import DiGraph

    wired: DiGraph[str] = DiGraph()
    wired.add_nodes_from(_order(graph))
    wired.add_edges_from((edge.source, edge.target) for edge in graph.edges if edge.resolved or not resolved)
    return wired
