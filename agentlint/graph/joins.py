"""Nodes that wait for several others, and the decisions after which one of those never comes."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from agentlint.graph.condition import Condition, Test
from agentlint.graph.evidence import Location
from agentlint.graph.model import END, Decision, Edge, EdgeKind, Orchestration
from agentlint.graph.queries import dominators, leaving, reachable
from agentlint.graph.steps import list_edges, targets


@dataclass(frozen=True, slots=True)
class Starved:
    """A node that waits for ``sources`` in vain: ``missing`` are not entered where ``present`` are.

    ``decision`` chose ``chosen`` then. ``always``: whatever it chooses, one of them is missing. Without a decision the
    node waits for itself.
    """

    node: str
    location: Location
    sources: tuple[str, ...]
    missing: tuple[str, ...]
    present: tuple[str, ...]
    decision: Decision | None = None
    chosen: tuple[str, ...] = ()
    always: bool = True


def starved(graph: Orchestration) -> Iterator[Starved]:
    """Every list edge that starves, with the first decision that starves it."""
    for (location, node), edges in list_edges(graph).items():
        sources = tuple(edge.source for edge in edges)
        if entered_by(graph, node) == {location} and (own := [name for name in sources if _after(graph, node, name)]):
            yield Starved(node, location, sources, tuple(own), ())
            continue
        for decision in graph.decisions:
            found = _starved_by(graph, decision, node, location, sources)
            if found is not None:
                yield found
                break


@dataclass(frozen=True, slots=True)
class Torn:
    """A node that waits for all of ``sources``, of which ``missing`` never comes where ``present`` does.

    ``source`` leads to one or to the other, never to both; without it nothing but the node leads to ``missing``.
    """

    node: str
    location: Location
    sources: tuple[str, ...]
    missing: str
    present: str
    source: str | None = None


def torn(graph: Orchestration) -> Iterator[Torn]:
    """The nodes of which every group that they wait for lacks somebody whatever happens, once each."""
    if graph.unresolved:
        return
    for node in graph.nodes:
        found = [_torn(graph, node.name, group) for group in node.waits]
        first = next(iter(found), None)
        if first is not None and all(found):
            yield first


def _torn(graph: Orchestration, node: str, group: tuple[str, ...]) -> Torn | None:
    edges = [edge for edge in graph.edges if edge.target == node and edge.source in group]
    for name in group:
        others = [other for other in group if not _after(graph, node, other)]
        if _after(graph, node, name) and others:
            at = next(edge.location for edge in edges if edge.source == name)
            return Torn(node, at, group, name, others[0])
    for one, other in combinations(group, 2):
        source = _either(graph, one, other)
        if source is not None:
            at = next(edge.location for edge in edges if edge.source == other)
            return Torn(node, at, group, other, one, source)
    return None


def _either(graph: Orchestration, one: str, other: str) -> str | None:
    """The node that alone leads to two others, and never to both at the same time."""
    ways = [[edge for edge in graph.edges if edge.target == name] for name in (one, other)]
    sources = {edge.source for edges in ways for edge in edges}
    if len(sources) != 1 or not all(_excluded(left, right) for left in ways[0] for right in ways[1]):
        return None
    return sources.pop()


def _excluded(left: Edge, right: Edge) -> bool:
    """Whether no message lets both edges be taken: what one asks for, the other must not find."""
    return any(
        mine.how and mine == theirs and holds is not other
        for mine, holds in map(_asked, left.condition)
        for theirs, other in map(_asked, right.condition)
    )


def _asked(condition: Condition) -> tuple[Test, bool]:
    """What a condition asks, without its negations, and whether that must hold."""
    test, holds = condition.asks, condition.holds
    while test.how == "not" and len(test.parts) == 1:
        test, holds = test.parts[0], not holds
    return test, holds


def entered_by(graph: Orchestration, node: str) -> set[Location]:
    """The places of the edges that lead to a node."""
    return {edge.location for edge in graph.edges if edge.target == node}


def _after(graph: Orchestration, node: str, source: str) -> bool:
    """Whether ``source`` is entered only through ``node``, or is it."""
    return source == node or node in dominators(graph, source)


def _starved_by(
    graph: Orchestration, decision: Decision, node: str, location: Location, sources: tuple[str, ...]
) -> Starved | None:
    after = {name for name in sources if decision.source in dominators(graph, name)}
    choices = _choices(graph, decision)
    if not after or choices is None:
        return None
    results: list[tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = []
    for chosen in choices:
        reached = frozenset[str]().union(*(reachable(graph, name) for name in chosen))
        missing = tuple(name for name in sources if name in after - reached)
        present = tuple(name for name in sources if name not in missing)
        results.append((chosen, missing, present))
    starving = [result for result in results if result[1] and result[2] and _goes_on(result[0])]
    if not starving:
        return None
    chosen, missing, present = starving[0]
    always = all(gone for _, gone, _ in results)
    return Starved(node, location, sources, missing, present, decision, chosen, always)


def _goes_on(chosen: tuple[str, ...]) -> bool:
    """Whether a choice is more than to end here, which may be meant to leave the others without an answer."""
    return any(name != END for name in chosen)


def _choices(graph: Orchestration, decision: Decision) -> list[tuple[str, ...]] | None:
    """The sets of nodes that a decision enters, each with the node's fixed successors; None where not all are known."""
    edges = leaving(graph).get(decision.source, [])
    if not decision.complete or not all(edge.resolved for edge in edges):
        return None
    fixed = [edge.target for edge in edges if edge.kind is EdgeKind.SEQUENCE]
    if sum(other.source == decision.source for other in graph.decisions) > 1:
        return None
    found: list[tuple[str, ...]] = []
    for route in decision.routes:
        same = [one for one in decision.routes if set(one.condition) <= set(route.condition)]
        beside = [one for one in same if one.value in route.beside]
        entered = [name for one in (route, *beside) for name in targets(decision, one.value, dispatch=one.dispatch)]
        found.append(tuple(dict.fromkeys((*entered, *fixed))))
    return found
