"""Structural identity: names of elements that survive moved lines and reformatting."""

import re
from collections.abc import Iterable

from agentlint.graph.evidence import Location
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


def settled(graphs: Iterable[Orchestration]) -> dict[str, str]:
    """For each graph's name the one by which to remember it.

    Where several constructions share a name they are numbered; the shapes in which one of them is built are not: how
    many there are depends on who calls it.
    """
    places: dict[str, list[Location]] = {}
    names: dict[str, str] = {}
    for graph in graphs:
        base = re.sub(r"(#\d+)+$", "", graph.name)
        known = places.setdefault(base, [])
        if graph.location not in known:
            known.append(graph.location)
        number = known.index(graph.location) + 1
        names[graph.name] = base if number == 1 else f"{base}#{number}"
    return names
