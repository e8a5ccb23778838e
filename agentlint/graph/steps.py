"""When nodes run: which of them run in one step, and which run more than once for one run of another."""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations, takewhile

from agentlint.graph.condition import Condition
from agentlint.graph.evidence import Location
from agentlint.graph.model import END, START, Decision, Edge, EdgeKind, Orchestration
from agentlint.graph.queries import compatible, leaving, reachable

LONGEST = 40
"""Steps after a fan-out that one looks at: where control runs in circles there is no last one."""


@dataclass(frozen=True, slots=True)
class Together:
    """Two nodes that run in one step, or one that is dispatched several times in it: ``source`` leads to both.

    ``locations`` are what starts each of them there. ``sure``: no two choices have to come together for it.
    """

    nodes: tuple[str, str]
    source: str
    locations: tuple[Location, Location]
    sure: bool = True


def together(graph: Orchestration) -> tuple[Together, ...]:
    """What runs in one step, each pair once. Exclusive ways never meet, and a way that waits is not followed."""
    runs = reachable(graph, START)
    waiting = {node.name for node in graph.nodes if node.deferred} | {END}
    onward = leaving(graph)
    found: dict[tuple[str, ...], Together] = {}
    begun = [pair for node in graph.nodes if node.name in runs for pair in _begun(graph, node.name, onward)]
    queue = deque(sorted(begun, key=lambda pair: not pair.sure))
    while queue:
        pair = queue.popleft()
        key = tuple(sorted(pair.nodes))
        if key in found or waiting & set(key):
            continue
        found[key] = pair
        queue.extend(_next(pair, onward))
    return tuple(found.values())


def _begun(graph: Orchestration, source: str, onward: dict[str, list[Edge]]) -> Iterator[Together]:
    """The pairs that a node starts: by two fixed edges, by one list of a decision, or by one of each.

    Fixed edges of a node that transfers control itself are a fault of their own.
    """
    fixed = [edge for edge in onward.get(source, ()) if edge.kind is EdgeKind.SEQUENCE and edge.resolved]
    decisions = [decision for decision in graph.decisions if decision.source == source]
    for one, other in combinations(fixed, 2):
        if compatible(one.wired, other.wired) and not any(decision.command for decision in decisions):
            yield Together((one.target, other.target), source, (one.location, other.location))
    for decision in decisions:
        yield from _listed(decision)
        chosen = {target for route in decision.routes for target in targets(decision, route.value)}
        for edge in fixed if not decision.command else ():
            if edge.target not in chosen and compatible(edge.wired, decision.wired):
                for target in sorted(chosen):
                    yield Together((edge.target, target), source, (edge.location, decision.location))


def _listed(decision: Decision) -> Iterator[Together]:
    places = {route.value: route for route in decision.routes if route.beside}
    for route in decision.routes:
        for value in route.beside:
            other = places.get(value, route)
            same = set(route.condition) <= set(other.condition) or set(other.condition) <= set(route.condition)
            for one in targets(decision, route.value, dispatch=route.dispatch):
                for another in targets(decision, value, dispatch=other.dispatch):
                    if one != another or value == route.value:
                        yield Together((one, another), decision.source, (route.location, other.location), same)


def targets(decision: Decision, value: str | None, *, dispatch: bool = False) -> tuple[str, ...]:
    """The nodes that a value of a decision selects. A dispatch names its node itself."""
    if value is None:
        return ()
    if decision.mapping is None or dispatch:
        return (value,)
    return tuple(target for label, target, _ in decision.mapping if label == value)


def _next(pair: Together, onward: dict[str, list[Edge]]) -> Iterator[Together]:
    """The pairs one step later. Where both sides choose, one choice may exclude the other."""
    ways = [[edge for edge in onward.get(name, ()) if edge.resolved and edge.kind is not EdgeKind.JOIN]
            for name in pair.nodes]  # fmt: skip
    for one in ways[0]:
        for other in ways[1]:
            fixed = EdgeKind.SEQUENCE in (one.kind, other.kind)
            if one.target != other.target and fixed and compatible(one.wired, other.wired):
                yield Together((one.target, other.target), pair.source, pair.locations, pair.sure)


@dataclass(frozen=True, slots=True)
class Repeated:
    """A node that runs once for each of two ways of different length, which begin at one node that runs once."""

    node: str
    ways: tuple[tuple[Edge, ...], tuple[Edge, ...]]

    @property
    def before(self) -> tuple[str, ...]:
        """The nodes after which it runs."""
        return tuple(way[-1].source for way in self.ways)


def repeated(graph: Orchestration) -> tuple[Repeated, ...]:
    """Where fixed ways of different length meet without waiting, each node once. Messages are not meant to meet, and a
    function that leads the agents by itself calls each where it stands."""
    steps = not graph.reactions and graph.effects is None
    runs = reachable(graph, START) if steps else frozenset()
    found: dict[str, Repeated] = {}
    for node in graph.nodes:
        for one in _repeated_after(graph, node.name) if node.name in runs else ():
            found.setdefault(one.node, one)
    return tuple(found.values())


Way = tuple[Edge, ...]


def _repeated_after(graph: Orchestration, source: str) -> Iterator[Repeated]:
    ways = _ways(graph, source)
    for name, arrivals in ways.items():
        if name == source:
            continue
        entered = {way[-1]: way for way in sorted(arrivals.values(), key=len, reverse=True)}
        steady = all(len(ways.get(edge.source, {})) < 2 for edge in entered)
        for one, other in combinations(sorted(entered.values(), key=len), 2):
            whole = [edge.wired for edge in (*one, *other)]
            if len(one) != len(other) and steady and compatible(*whole):
                shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
                yield Repeated(name, (one[shared:], other[shared:]))
                break


def _ways(graph: Orchestration, source: str) -> dict[str, dict[int, Way]]:
    """When fixed edges alone lead to each node, counted in steps after ``source``, with the way that leads there.

    A list edge waits for all its sources, so it leads on after the last of them. A deferred node waits for everything.
    """
    onward, waiting = leaving(graph), {node.name for node in graph.nodes if node.deferred}
    joins = list_edges(graph)
    found: dict[str, dict[int, Way]] = {source: {0: ()}}
    queue: deque[tuple[str, Way]] = deque([(source, ())])
    while queue:
        name, way = queue.popleft()
        for edge in onward.get(name, ()):
            group = joins.get((edge.location, edge.target), ())
            late = any(one.source not in found or max(found[one.source]) > len(way) for one in group)
            new = (*way, edge)
            circles = edge.target in {source, *(before.source for before in way), *waiting, END}
            followed = edge.resolved and (edge.kind is EdgeKind.SEQUENCE or (edge.kind is EdgeKind.JOIN and not late))
            if followed and not circles and len(new) <= LONGEST and len(new) not in found.get(edge.target, {}):
                found.setdefault(edge.target, {})[len(new)] = new
                queue.append((edge.target, new))
    return found


def list_edges(graph: Orchestration) -> dict[tuple[Location, str], tuple[Edge, ...]]:
    """The edges of each call that makes a node wait for several, by its place and the node that waits."""
    groups: dict[tuple[Location, str], tuple[Edge, ...]] = {}
    for edge in graph.edges:
        if edge.kind is EdgeKind.JOIN:
            key = (edge.location, edge.target)
            groups[key] = (*groups.get(key, ()), edge)
    return groups


def contradict(one: Iterable[Condition], other: Iterable[Condition]) -> bool:
    """Whether the path conditions of two functions on the same state exclude each other."""
    outcomes = {(test.text, test.holds) for test in one}
    return any((test.text, not test.holds) in outcomes for test in other)
