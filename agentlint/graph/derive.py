"""What follows from the nodes and edges of an orchestration: escalations, loops with their bounds, the pattern."""

from collections.abc import Iterator
from dataclasses import replace

from agentlint.graph.bound import Bound, BoundKind, Counter
from agentlint.graph.bounds import announced, counters
from agentlint.graph.condition import Condition, Decider
from agentlint.graph.echoes import recurring
from agentlint.graph.escalation import escalations
from agentlint.graph.evidence import Location
from agentlint.graph.model import END, START, Edge, Loop, Node, NodeKind, Orchestration
from agentlint.graph.pattern import pattern
from agentlint.graph.payload import with_payloads
from agentlint.graph.queries import components, exits, shortest_cycle

CONVERSATION = (BoundKind.TURNS, BoundKind.TERMINATION)


def derive(graph: Orchestration) -> Orchestration:
    """``graph`` with its entry and exit among its nodes, escalations marked, and with payloads, loops and pattern."""
    graph = replace(graph, edges=tuple(_passing(graph)))
    ways = set(escalations(graph))
    edges = tuple(replace(edge, escalates=True) if edge in ways else edge for edge in graph.edges)
    whole = with_payloads(replace(graph, nodes=_with_ends(graph), edges=edges))
    looped = replace(whole, loops=tuple(_loop(whole, component) for component in components(whole)))
    return replace(looped, pattern=pattern(looped))


def _with_ends(graph: Orchestration) -> tuple[Node, ...]:
    """The nodes, with the entry first and the exit last where an edge touches them."""
    touched = {name for edge in graph.edges for name in (edge.source, edge.target)}
    touched -= {node.name for node in graph.nodes}
    entry = (Node(START, NodeKind.START),) if START in touched else ()
    end = (Node(END, NodeKind.END),) if END in touched else ()
    return (*entry, *graph.nodes, *end)


def _passing(graph: Orchestration) -> Iterator[Edge]:
    """The edges, marked where they carry messages that never come round."""
    again = recurring(graph.reactions)
    for edge in graph.edges:
        once = bool(graph.reactions) and (edge.source, edge.target, edge.label) not in again
        yield replace(edge, passing=True) if once else edge


def _loop(graph: Orchestration, component: tuple[str, ...]) -> Loop:
    """The loop of ``component``, placed where its cycle closes."""
    cycle = shortest_cycle(graph, component)
    compared = counters(graph, component)
    bound = _bound(graph, component, compared)
    return Loop(graph.name, component, cycle, exits(graph, component), bound, cycle[-1].location, compared)


def _bound(graph: Orchestration, component: tuple[str, ...], compared: tuple[Counter, ...]) -> Bound:
    """A counter that decides between going on and leaving, else the tightest limit that was set, else the default.

    What limits a conversation counts every turn in it, so it holds before all others.
    """
    if any(bound.within is not None for bound in graph.bounds):
        return _written(graph, component)
    turns = [bound for bound in graph.bounds if bound.kind in CONVERSATION and _holds(bound)]
    if set_ones := [bound for bound in turns if bound.explicit]:
        return min(set_ones, key=_looseness)
    proven = [counter for counter in compared if counter.holds]
    sources = {counter.source for counter in proven}
    if proven and not components(_within(graph, [name for name in component if name not in sources])):
        return _proven(proven)
    if turns:
        return min(turns, key=_looseness)
    if (edge := _comparing(graph, component, compared)) is not None:
        tests = [condition for condition in edge.condition if condition.compares]
        return _compared(edge.source, tests, edge.location)
    open_ones = [(counter.source, counter.test) for counter in compared if counter.slip is None and not counter.holds]
    for name, test in (*open_ones, *announced(graph, component)):
        return _compared(name, [test], test.location)
    return min(graph.bounds, key=_looseness, default=Bound(BoundKind.NONE, None, explicit=False))


def _written(graph: Orchestration, component: tuple[str, ...]) -> Bound:
    """What bounds a loop that is written out in the code: that of the statement nearest to it."""
    around = [bound for bound in graph.bounds if bound.within is not None and set(component) <= set(bound.within)]
    return min(around, key=lambda bound: len(bound.within or ()), default=Bound(BoundKind.NONE, None, explicit=False))


def _holds(bound: Bound) -> bool:
    """Whether nobody has to say anything for the limit to hold."""
    return bound.decided_by is Decider.COUNTER


def _looseness(bound: Bound) -> tuple[bool, bool, bool, bool, int]:
    return not _holds(bound), not bound.explicit, bound.counts_no_rounds, bound.value is None, bound.value or 0


def _within(graph: Orchestration, names: list[str]) -> Orchestration:
    return replace(
        graph,
        nodes=tuple(node for node in graph.nodes if node.name in names),
        edges=tuple(edge for edge in graph.edges if edge.source in names and edge.target in names),
    )


def _proven(counted: list[Counter]) -> Bound:
    """The bound of counters that every round counts. Where one loop has several, their rounds add up."""
    rounds = [counter.rounds for counter in counted]
    known = [number for number in rounds if number is not None]
    return Bound(
        BoundKind.COUNTER,
        sum(known) if len(known) == len(rounds) else None,
        explicit=True,
        unit="rounds",
        derivation=", ".join(map(_derivation, counted)),
        location=counted[0].test.location,
    )


def _derivation(counter: Counter) -> str:
    where = " and ".join(f"`{name}`" for name in counter.counted)
    what = f"`{counter.key}` grows" if counter.key.startswith("len(") else f"`{counter.key}` is counted"
    at = f"at {counter.limit:g}" if counter.limit is not None else f"by `{counter.test.text}`"
    return f"{what} in {where}, and `{counter.source}` leaves {at}"


def _comparing(graph: Orchestration, component: tuple[str, ...], compared: tuple[Counter, ...]) -> Edge | None:
    """An edge by which a comparison decides between going on and leaving, unless the number is never counted."""
    idle = {(counter.source, counter.test.location) for counter in compared if counter.slip is not None}
    leaving = {edge.source for edge in exits(graph, component)}
    for edge in graph.edges:
        tests = {(edge.source, test.location) for test in edge.condition if test.compares}
        counts = edge.decided_by is Decider.COUNTER or tests
        if edge.source in leaving and counts and not (tests and tests <= idle):
            return edge
    return None


def _compared(source: str, tests: list[Condition], at: Location) -> Bound:
    what = " and ".join(f"`{test.text}`" for test in tests) or "a number"
    return Bound(
        BoundKind.COUNTER,
        None,
        explicit=True,
        unit="rounds",
        derivation=f"{what} decides when `{source}` leaves the loop",
        location=tests[0].location if tests else at,
    )
