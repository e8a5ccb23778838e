"""Limits that reach into the graphs inside: a step limit that is given to a run holds in every graph that it runs."""

from collections.abc import Collection
from dataclasses import replace

from agentlint.graph.bound import Bound, BoundKind
from agentlint.graph.model import Orchestration
from agentlint.graph.within import within

AROUND = " of the graph around it"


def nested(graphs: Collection[Orchestration]) -> tuple[Orchestration, ...]:
    """The graphs; one that is only ever run inside others has the loosest of their limits, if each of them has one."""
    around: dict[str, list[Orchestration]] = {}
    for graph in graphs:
        for name in {step.inner for step in within(graph) if step.tool is None} - {graph.name}:
            around.setdefault(name, []).append(graph)
    return tuple(_limited(graph, around, frozenset()) for graph in graphs)


def _limited(graph: Orchestration, around: dict[str, list[Orchestration]], seen: frozenset[str]) -> Orchestration:
    outer = around.get(graph.name, [])
    own = {run.location for run in graph.runs}
    held = {run.location for one in outer for node in one.nodes if node.effects for run in node.effects.graphs}
    if not outer or own - held or graph.name in seen or _limit(graph) is not None:
        return graph
    limits = [_limit(_limited(one, around, seen | {graph.name})) for one in outer]
    known = [limit for limit in limits if limit is not None]
    if len(known) < len(limits):
        return graph
    loosest = max(known, key=lambda limit: (limit.value is None, limit.value or 0))
    inherited = replace(loosest, derivation=f"{loosest.derivation.removesuffix(AROUND)}{AROUND}")
    return replace(graph, bounds=(*graph.bounds, inherited))


def _limit(graph: Orchestration) -> Bound | None:
    """The tightest step limit that is set on a graph."""
    limits = [bound for bound in graph.bounds if bound.explicit and bound.kind is BoundKind.STEP_LIMIT]
    return min(limits, key=lambda limit: (limit.value is None, limit.value or 0), default=None)
