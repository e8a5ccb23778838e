"""Where one framework's code runs another one's graph: a node that runs a team, a tool that invokes a graph."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from agentlint.graph.effects import Effects, GraphRun
from agentlint.graph.evidence import Location
from agentlint.graph.model import Node, Orchestration


def joined(graphs: Collection[Orchestration]) -> tuple[Orchestration, ...]:
    """``graphs``, with the graphs named that the functions of others run. What turns out to be none is dropped."""
    names: dict[Location, str] = {}
    for graph in graphs:
        names.setdefault(graph.location, graph.name)
    return tuple(
        replace(
            graph,
            nodes=tuple(_node(node, names) for node in graph.nodes),
            tools=tuple(replace(tool, effects=_effects(tool.effects, names)) for tool in graph.tools),
            decisions=tuple(replace(one, effects=_effects(one.effects, names)) for one in graph.decisions),
        )
        for graph in graphs
    )


def _node(node: Node, names: Mapping[Location, str]) -> Node:
    return replace(node, effects=_effects(node.effects, names))


def _effects(effects: Effects | None, names: Mapping[Location, str]) -> Effects | None:
    if effects is None or not effects.graphs:
        return effects
    return replace(effects, graphs=tuple(_runs(effects.graphs, names)))


def _runs(runs: Collection[GraphRun], names: Mapping[Location, str]) -> Iterator[GraphRun]:
    for run in runs:
        name = run.graph or next((names[place] for place in run.built_at if place in names), None)
        if name is not None:
            yield replace(run, graph=name, built_at=())
