"""Structural identity: names of elements that survive moved lines and reformatting."""

from agentlint.graph.model import Dangling, Decision, Edge, Loop, Node, Orchestration

Element = Node | Edge | Loop | Decision | Dangling | Orchestration


def identity(graph: Orchestration, element: Element) -> str:
    """The identity of ``element`` within ``graph``: `graph:element`, free of line numbers."""
    match element:
        case Orchestration():
            return graph.name
        case Node():
            return f"{graph.name}:{element.name}"
        case Edge() | Dangling():
            return f"{graph.name}:{element.source} -> {element.target}"
        case Loop():
            return f"{graph.name}:loop {', '.join(sorted(element.nodes))}"
        case Decision():
            return f"{graph.name}:{element.source} ? {element.name}"
