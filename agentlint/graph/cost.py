"""The worst case of one run in model calls, worked out from what nodes do and what bounds their loops.

What is repeated as often as there are things, of which nobody knows the number, is counted once, and named: each item
of a list, each `Send`, each round of a loop whose limit is not a constant. A retry of a node makes its calls again; the
retries of a client are left out, for a request that failed was not answered. Of ways that exclude each other the
dearest counts.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from math import inf, isfinite

from agentlint.graph.bound import BoundKind, Cost
from agentlint.graph.effects import Effects, ModelCall, Where
from agentlint.graph.evidence import Location
from agentlint.graph.model import END, START, Edge, EdgeKind, Loop, Node, NodeKind, Orchestration
from agentlint.graph.queries import cycles_through, leaving
from agentlint.graph.uses import Within

MOST = 256
"""Cycles of a loop, and choices on the way through a graph, that are tried out; past that everything is added up."""

DEEPEST = 8
"""Graphs within graphs, and tests within tests."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A number of calls, for one of each of ``per``; how it comes about, what makes it infinite, whose limit it is."""

    calls: float = 0
    per: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    unbounded_by: str | None = None
    default: bool = False

    def __add__(self, other: "Amount") -> "Amount":
        return Amount(
            self.calls + other.calls,
            tuple(dict.fromkeys((*self.per, *other.per))),
            (*self.parts, *other.parts),
            self.unbounded_by or other.unbounded_by,
            self.default or other.default,
        )

    def times(self, factor: float) -> "Amount":
        """So often; nothing stays nothing, however often."""
        return replace(self, calls=self.calls * factor if self.calls else 0)

    def for_each(self, what: str) -> "Amount":
        """So much for each of these, where it is anything at all."""
        return replace(self, per=tuple(dict.fromkeys((*self.per, what)))) if self.calls else self


NOTHING = Amount()

Inner = Callable[[str], Amount]
"""What one run of the graph of that name costs."""


def costed(graphs: Collection[Orchestration]) -> tuple[Orchestration, ...]:
    """The graphs, each with what one run of it costs at most."""
    return tuple(replace(graph, cost=_cost(_of_graph(graph, graphs, (), None))) for graph in graphs)


def _cost(amount: Amount) -> Cost | None:
    if not amount.calls:
        return None
    known = isfinite(amount.calls)
    return Cost(
        int(amount.calls) if known else None, " + ".join(amount.parts), amount.per, amount.unbounded_by, amount.default
    )


def _of_graph(
    graph: Orchestration, graphs: Collection[Orchestration], around: tuple[Orchestration, ...], steps: int | None
) -> Amount:
    """What one run costs inside the graphs ``around``. ``steps`` is a limit set there, which holds here too."""
    own = [bound.value for bound in graph.bounds if bound.explicit and bound.kind is BoundKind.STEP_LIMIT]
    limit = steps if steps is not None else min((value for value in own if value is not None), default=None)

    def inner(name: str) -> Amount:
        circle = [step for one in graphs for step in one.reentry]
        if name in {one.name for one in (*around, graph)} & {step.inner for step in circle}:
            return _again(name, circle)
        found = [other for other in graphs if other.name == name and other is not graph]
        if len(around) == DEEPEST:
            return NOTHING
        return max((_of_graph(other, graphs, (*around, graph), limit) for other in found), key=_size, default=NOTHING)

    chosen = _visit(graph.chooser, graph, inner) if graph.chooser is not None else NOTHING
    calls = {
        node.name: _visit(node, graph, inner) + (chosen if node.kind not in (NodeKind.START, NodeKind.END) else NOTHING)
        for node in graph.nodes
    }
    loops = {name: _limited(loop, steps) for loop in graph.loops for name in loop.nodes}
    return _dearest(graph, calls, loops)


def _again(name: str, circle: Collection[Within]) -> Amount:
    """What it costs that a graph runs itself again. Where a depth is counted on the way, that has an end somewhere."""
    if any(step.counted for step in circle):
        return NOTHING
    return Amount(inf, parts=(f"`{name}` ∞",), unbounded_by=f"`{name}` runs itself again, and that")


def _limited(loop: Loop, steps: int | None) -> Loop:
    if steps is None or loop.bound.kind is not BoundKind.STEP_LIMIT:
        return loop
    return replace(loop, bound=replace(loop.bound, value=steps, explicit=True))


def _size(amount: Amount) -> tuple[float, int]:
    return amount.calls, len(amount.per)


def _visit(node: Node, graph: Orchestration, inner: Inner) -> Amount:
    """What one visit of a node costs."""
    made = _runs(node.effects, inner) if node.effects is not None else NOTHING
    if node.subgraph is not None and not made.calls:
        made = inner(node.subgraph)
    elif node.effects is None and node.kind is NodeKind.AGENT:
        made = Amount(1)
        if any(node.name in tool.runners for tool in graph.tools):
            made = made.for_each(f"round of the tools that `{node.name}` runs itself")
    for tool in graph.tools:
        if node.name in tool.runners and tool.effects is not None:
            made += _runs(tool.effects, inner).for_each(f"call of `{tool.name}`")
    if any(edge.kind is EdgeKind.DISPATCH and edge.target == node.name for edge in graph.edges):
        made = made.for_each(f"task that is sent to `{node.name}`")
    made = made.times(node.retry or 1)
    again = f", tried {node.retry} times" if node.retry and node.retry > 1 else ""
    return replace(made, parts=(f"`{node.name}` {_number(made.calls)}{again}",) if made.calls else ())


def _number(calls: float) -> str:
    return f"{int(calls):,}" if isfinite(calls) else "∞"


def _runs(effects: Effects, inner: Inner) -> Amount:
    """What running a function costs: its own calls and the graphs that it runs."""
    made = [(call.where, _repeated(_asked(call), call.where, effects)) for call in effects.models]
    made += [
        (run.where, _repeated(inner(run.graph), run.where, effects)) for run in effects.graphs if run.graph is not None
    ]
    return _exclusive([(where, amount) for where, amount in made if amount.calls])


def _asked(call: ModelCall) -> Amount:
    """One call. A batch is one call for each of its inputs."""
    return Amount(1)


def _repeated(amount: Amount, where: Where, effects: Effects) -> Amount:
    for place in where.loops:
        repeat = effects.repeat(place)
        if repeat is None or (repeat.count is None and repeat.finite):
            amount = amount.for_each(f"round of the loop at {place.path}:{place.line}")
        elif repeat.count is not None:
            amount = amount.times(repeat.count)
        elif amount.calls:
            amount = replace(amount.times(inf), unbounded_by=f"the loop at {place.path}:{place.line}")
    return amount


def _exclusive(made: list[tuple[Where, Amount]], depth: int = DEEPEST) -> Amount:
    """All of it, but of what stands under opposite outcomes of one test only the dearer."""
    tests = {(test.location, test.text, test.holds) for where, _ in made for test in where.condition}
    split = next(((at, text) for at, text, holds in sorted(tests) if (at, text, not holds) in tests), None)
    if split is None or not depth:
        return sum((amount for _, amount in made), NOTHING)
    either = [[one for one in made if not _needs(one[0], (*split, holds))] for holds in (True, False)]
    return max((_exclusive(those, depth - 1) for those in either), key=_size)


def _needs(where: Where, outcome: tuple[Location, str, bool]) -> bool:
    return any((test.location, test.text, test.holds) == outcome for test in where.condition)


def _dearest(graph: Orchestration, calls: dict[str, Amount], loops: dict[str, Loop]) -> Amount:
    """What a run costs that takes the dearest of the ways that exclude each other."""
    onward = leaving(graph)
    tried = 0

    def of(pending: tuple[str, ...], seen: frozenset[str]) -> Amount:
        nonlocal tried
        spent = NOTHING
        while pending:
            name, *rest = pending
            pending = tuple(rest)
            if name in seen or name == END:
                continue
            loop = loops.get(name)
            members = loop.nodes if loop is not None else (name,)
            seen = seen | set(members)
            spent += _loop(loop, graph, calls) if loop is not None else calls.get(name, NOTHING)
            leave = [edge for member in members for edge in onward.get(member, []) if edge.target not in members]
            fixed = tuple(edge.target for edge in leave if not _chosen(edge))
            choices = list(dict.fromkeys(edge.target for edge in leave if _chosen(edge)))
            if tried < MOST and len(choices) > 1:
                tried += len(choices)
                ways = [of((*pending, *fixed, choice), seen) for choice in choices]
                return spent + max(ways, key=_size)
            pending = (*pending, *fixed, *choices)
        return spent

    return of((START,), frozenset())


SPEECHES = ("turns", "messages")
"""Units that count what one node says, not a round of all. Who chooses among the nodes is asked before each."""


def _chosen(edge: Edge) -> bool:
    return edge.kind in (EdgeKind.CONDITIONAL, EdgeKind.HANDOFF)


def _loop(loop: Loop, graph: Orchestration, calls: dict[str, Amount]) -> Amount:
    """What all rounds of a loop cost."""
    everything = sum((calls.get(name, NOTHING) for name in loop.nodes), NOTHING)
    if not everything.calls or not isfinite(everything.calls):
        return everything
    rounds = _rounds(loop, graph)
    bound, shown = loop.bound, f"`{loop}`"
    if bound.kind is BoundKind.NONE:
        return replace(everything.times(inf), unbounded_by=shown, parts=(f"{shown} without end",))
    if bound.kind is BoundKind.CALLS and bound.unit.startswith("model") and bound.value is not None:
        return replace(everything, calls=bound.value, parts=(f"{bound.value:,} in {shown} ({bound.derivation})",))
    if bound.value is None or bound.counts_no_rounds:
        worst = max((_round(names, calls, everything) for names in rounds), key=_size, default=everything)
        made = worst.for_each(f"round of {shown}")
        return replace(made, parts=(f"{_number(worst.calls)} in a round of {shown}",))
    steps = bound.kind is BoundKind.STEP_LIMIT or bound.unit in SPEECHES
    ways = [
        (_round(names, calls, everything), -(-bound.value // len(names)) if steps else bound.value) for names in rounds
    ]
    worst, times = max(ways or [(everything, bound.value)], key=lambda way: (way[0].calls * way[1], len(way[0].per)))
    chosen = ", the choice of speakers included" if graph.chooser is not None else ""
    what = f"{times:,} rounds of {shown} with {_number(worst.calls)} each{chosen}"
    because = f"within {bound.value:,} {bound.unit}" if steps else bound.derivation
    return replace(worst.times(times), parts=(f"{what} ({because})",), default=steps and not bound.explicit)


def _rounds(loop: Loop, graph: Orchestration) -> list[tuple[str, ...]]:
    """The ways round a loop; where nodes of it run side by side, or there are too many ways, a round is all of it."""
    beside = any(
        sum(edge.source == name and edge.target in loop.nodes and not _chosen(edge) for edge in graph.edges) > 1
        for name in loop.nodes
    )
    found = [cycles_through(graph, loop.nodes, start, MOST) for start in _entries(loop)]
    return [] if beside or None in found else [names for rounds in found for names in rounds or ()]


def _entries(loop: Loop) -> Collection[str]:
    """Where rounds are counted from: a decision that counts, else every node."""
    counting = [counter.source for counter in loop.counters if counter.holds]
    return counting or loop.nodes


def _round(names: tuple[str, ...], calls: dict[str, Amount], everything: Amount) -> Amount:
    return sum((calls.get(name, NOTHING) for name in names), NOTHING) if names else everything
