"""Graphs within graphs: what runs what, across frameworks, and where a graph comes to run itself again."""

from collections import Counter, deque
from collections.abc import Collection, Iterator
from dataclasses import replace

from agentlint.graph.effects import Effects
from agentlint.graph.model import Node, Orchestration
from agentlint.graph.uses import Tool, Within


def within(graph: Orchestration) -> Iterator[Within]:
    """The graphs that the nodes of ``graph`` and their tools run."""
    for node in graph.nodes:
        own = tuple(_by(node.effects, graph, node, None))
        yield from own
        if node.subgraph is not None and node.subgraph not in {step.inner for step in own}:
            yield Within(graph.name, node.name, node.subgraph, node.location)
    for tool in graph.tools:
        for node in graph.nodes:
            if node.name in tool.runners:
                yield from _by(tool.effects, graph, node, tool)


def _by(effects: Effects | None, graph: Orchestration, node: Node, tool: Tool | None) -> Iterator[Within]:
    for run in effects.graphs if effects is not None else ():
        if run.graph is not None:
            counted = any(test.compares for test in run.where.condition)
            yield Within(graph.name, node.name, run.graph, run.location, tool.name if tool else None, counted)


def reentrant(graphs: Collection[Orchestration]) -> tuple[Orchestration, ...]:
    """``graphs``, with the way on which the first one of each circle of graphs comes to run itself again.

    A circle begins with a graph that the project wires itself, if there is one. A construction of which there are
    several shapes may run another one of them: nothing is said of it.
    """
    shapes = Counter(graph.location for graph in graphs)
    onward = {graph.name: tuple(within(graph)) for graph in graphs if shapes[graph.location] == 1}
    told: set[str] = set()
    found: dict[str, tuple[Within, ...]] = {}
    for graph in sorted(graphs, key=lambda graph: graph.prebuilt):
        if graph.name not in told and graph.name in onward and (way := _round(graph.name, onward)):
            told.update(step.graph for step in way)
            found[graph.name] = way
    return tuple(replace(graph, reentry=found.get(graph.name, ())) for graph in graphs)


def _round(start: str, onward: dict[str, tuple[Within, ...]]) -> tuple[Within, ...]:
    """A shortest way from a graph through the graphs inside it back to itself; empty where there is none."""
    came: dict[str, tuple[Within, ...]] = {start: ()}
    queue = deque([start])
    while queue:
        outer = queue.popleft()
        for step in onward.get(outer, ()):
            if step.inner == start:
                return (*came[outer], step)
            if step.inner not in came:
                came[step.inner] = (*came[outer], step)
                queue.append(step.inner)
    return ()
