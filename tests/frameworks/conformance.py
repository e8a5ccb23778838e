"""The scenarios that every overlay passes, and what makes each of them one, whichever framework it is written in."""

import re
from collections.abc import Callable
from pathlib import Path

from agentlint.frameworks import OVERLAYS
from agentlint.frameworks.base import Overlay
from agentlint.frameworks.handwired import OVERLAY as HANDWIRED
from agentlint.graph.condition import Decider
from agentlint.graph.functions import functions
from agentlint.graph.model import Edge, EdgeKind, Loop, Node, NodeKind, Orchestration
from agentlint.graph.retries import layers
from agentlint.graph.within import within

Graphs = tuple[Orchestration, ...]

EVERY = (*OVERLAYS, HANDWIRED)
MISSING = "Not in this framework: "
AGENTS = (NodeKind.AGENT, NodeKind.SUBGRAPH)
SECTION = re.compile(r"^## (.+)$", re.MULTILINE)


def page(overlay: Overlay) -> Path:
    """The page with an overlay's programs."""
    return Path(__file__).parent / overlay.name.replace("-", "_") / "conformance.md"


def sections(overlay: Overlay) -> dict[str, str]:
    """What stands on an overlay's page under each heading."""
    _, *parts = SECTION.split(page(overlay).read_text("utf-8"))
    return dict(zip(parts[::2], map(str.strip, parts[1::2]), strict=True))


def is_absent(section: str) -> bool:
    """Whether a section says in a sentence that the framework has no such thing."""
    return section.startswith(MISSING) and section.endswith(".") and section.count(". ") == 0


def is_loop_of_two(graphs: Graphs) -> bool:
    """Two agents or more work in a loop, and what counts its rounds is seen."""
    return any(_is_counted(loop) and len(_agents(graph, loop.nodes)) > 1 for graph in graphs for loop in graph.loops)


def is_supervised(graphs: Graphs) -> bool:
    """A model chooses one of several, who come back, or whom it calls and waits for."""
    return any(
        sum(edge.kind is EdgeKind.DELEGATION or _leads(graph, edge.target, edge.source) for edge in chosen) > 1
        for graph in graphs
        for node in graph.nodes
        for chosen in [_said(graph, node)]
    )


def is_swarm(graphs: Graphs) -> bool:
    """Agents hand over to each other, each as its own model says."""
    said = [{(edge.source, edge.target) for node in graph.nodes for edge in _said(graph, node)} for graph in graphs]
    return any((target, source) in ways for ways in said for source, target in ways if source != target)


def is_joined(graphs: Graphs) -> bool:
    """What is begun side by side is waited for: by a node, or by the function that began it."""
    return any(_joins(graph, node) or _gathers(graph, node) for graph in graphs for node in graph.nodes)


def is_escalated(graphs: Graphs) -> bool:
    """A human is asked, on some way and not on all."""
    return any(
        edge.decided_by is not Decider.ALWAYS and edge.target in _named(graph, NodeKind.HUMAN)
        for graph in graphs
        for edge in graph.edges
    )


def is_nested(graphs: Graphs) -> bool:
    """A node runs a graph that is seen, in which agents work together. By hand, a loop of agents stands in another."""
    teams = {graph.name for graph in graphs if len(_agents(graph)) > 1}
    return any(
        any(step.inner in teams - {graph.name} for step in within(graph)) or _has_inner_loop(graph) for graph in graphs
    )


def is_retried(graphs: Graphs) -> bool:
    """What failed is done again, a number of times that is seen, and not again where it did not fail."""
    loops = any(_is_counted(loop) and loop.exits for graph in graphs for loop in graph.loops)
    called = ((call, function) for graph in graphs for function in functions(graph) for call in function.effects.models)
    return loops or any(layer.tries > 1 for call, function in called for layer in layers(call, function))


SCENARIOS: dict[str, Callable[[Graphs], bool]] = {
    "Two-agent loop": is_loop_of_two,
    "Supervisor": is_supervised,
    "Swarm": is_swarm,
    "Fan-out and join": is_joined,
    "Human escalation": is_escalated,
    "Nested team": is_nested,
    "Bounded retry": is_retried,
}


def _is_counted(loop: Loop) -> bool:
    """Whether a number that the project sets limits a loop; no default of a framework is one."""
    return loop.bound.explicit and loop.bound.decided_by is Decider.COUNTER


def _named(graph: Orchestration, *kinds: NodeKind) -> set[str]:
    return {node.name for node in graph.nodes if node.kind in kinds}


def _agents(graph: Orchestration, among: tuple[str, ...] | None = None) -> set[str]:
    agents = _named(graph, *AGENTS)
    return agents if among is None else agents & set(among)


def _said(graph: Orchestration, node: Node) -> list[Edge]:
    """The ways to other agents that a model decides about, at a node."""
    decided = (edge for edge in graph.edges if edge.source == node.name and edge.decided_by is Decider.MODEL)
    return [edge for edge in decided if edge.target in _agents(graph) - {node.name}]


def _leads(graph: Orchestration, source: str, target: str) -> bool:
    return any(edge.source == source and edge.target == target for edge in graph.edges)


def _joins(graph: Orchestration, node: Node) -> bool:
    return sum(edge.kind is EdgeKind.JOIN and edge.target == node.name for edge in graph.edges) > 1


def _gathers(graph: Orchestration, node: Node) -> bool:
    called = [edge for edge in graph.edges if edge.source == node.name and edge.kind is EdgeKind.DELEGATION]
    return len(called) > 1 and node.effects is not None and bool(node.effects.gatherings)


def _has_inner_loop(graph: Orchestration) -> bool:
    """Whether a loop of several agents, with a limit of its own, stands within that of more of them."""
    loops = [set(bound.within) for bound in graph.bounds if bound.within is not None and bound.value is not None]
    return any(len(inner) > 1 and inner < outer for inner in loops for outer in loops)
