"""What follows from the nodes and edges of an orchestration: escalations, loops with their bounds, the pattern."""

from dataclasses import replace

from agentlint.graph.condition import Decider
from agentlint.graph.escalation import escalations
from agentlint.graph.model import END, START, Bound, BoundKind, Edge, Loop, Node, NodeKind, Orchestration
from agentlint.graph.pattern import pattern
from agentlint.graph.payload import with_payloads
from agentlint.graph.queries import components, exits, shortest_cycle


def derive(graph: Orchestration) -> Orchestration:
    """``graph`` with its entry and exit among its nodes, escalations marked, and with payloads, loops and pattern."""
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


def _loop(graph: Orchestration, component: tuple[str, ...]) -> Loop:
    """The loop of ``component``, placed where its cycle closes."""
    cycle = shortest_cycle(graph, component)
    ways_out = exits(graph, component)
    return Loop(graph.name, component, cycle, ways_out, _bound(graph, ways_out), cycle[-1].location)


def _bound(graph: Orchestration, ways_out: tuple[Edge, ...]) -> Bound:
    """A counter that decides between going on and leaving, else the tightest limit that was set, else the default."""
    leaving = {edge.source for edge in ways_out}
    for edge in (*ways_out, *(edge for edge in graph.edges if edge.source in leaving)):
        if edge.decided_by is Decider.COUNTER or any(condition.compares for condition in edge.condition):
            return _counter(edge)
    limits = sorted(graph.bounds, key=lambda bound: (not bound.explicit, bound.value is None, bound.value or 0))
    return limits[0] if limits else Bound(BoundKind.NONE, None, explicit=False)


def _counter(edge: Edge) -> Bound:
    tests = [condition for condition in edge.condition if condition.compares]
    what = " and ".join(f"`{test.text}`" for test in tests) or "a number"
    return Bound(
        BoundKind.COUNTER,
        None,
        explicit=True,
        unit="rounds",
        derivation=f"{what} decides when `{edge.source}` leaves the loop",
        location=tests[0].location if tests else edge.location,
    )
