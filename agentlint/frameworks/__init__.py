"""Overlays: what calling a library does to the graph. They never judge."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import count

from agentlint.evaluate import Machine, evaluate_project
from agentlint.frameworks.ag2 import OVERLAY as AG2
from agentlint.frameworks.agent_framework import OVERLAY as AGENT_FRAMEWORK
from agentlint.frameworks.autogen import OVERLAY as AUTOGEN
from agentlint.frameworks.autogen_core import OVERLAY as AUTOGEN_CORE
from agentlint.frameworks.base import Extraction, Overlay, Problem
from agentlint.frameworks.exercise import exercised
from agentlint.frameworks.handwired import OVERLAY as HANDWIRED
from agentlint.frameworks.handwired import read as wired_by_hand
from agentlint.frameworks.langgraph import OVERLAY as LANGGRAPH
from agentlint.frameworks.seams import joined
from agentlint.frameworks.suite import Suite
from agentlint.frameworks.unmet import unmet
from agentlint.graph.model import Orchestration, Unresolved
from agentlint.source import Project
from agentlint.source.page import is_page

OVERLAYS: tuple[Overlay, ...] = (LANGGRAPH, AUTOGEN, AUTOGEN_CORE, AG2, AGENT_FRAMEWORK)

__all__ = ["OVERLAYS", "Extraction", "Overlay", "Problem", "extract"]


def extract(project: Project) -> Extraction:
    """Every orchestration that the project builds, and what stayed unknown."""
    packages = frozenset(package for overlay in OVERLAYS for package in overlay.packages)
    words = frozenset(word for overlay in OVERLAYS for word in overlay.words)
    fluent = {name: methods for overlay in OVERLAYS for name, methods in overlay.fluent.items()}
    machine = evaluate_project(project, packages, words, fluent)
    found: list[Orchestration] = []
    problems: list[Problem] = []
    for overlay in OVERLAYS:
        try:
            found.extend(overlay.read(machine))
        except Exception as error:  # contained: the other overlays go on, and the run says that this one failed
            problems.append(Problem(f"overlay {overlay.name}", f"{type(error).__name__}: {error}"))
    found = [graph for graph in found if graph.nodes or not is_page(graph.location.path)]  # abridged examples
    unresolved = [*_starved(machine), *unmet(machine, found, OVERLAYS)]
    loose: list[Orchestration] = []
    try:
        by_hand = wired_by_hand(project, tuple(found))
        found.extend(by_hand.graphs)
        loose.extend(by_hand.loose)
    except Exception as error:  # contained like that of an overlay
        problems.append(Problem(f"overlay {HANDWIRED.name}", f"{type(error).__name__}: {error}"))
    graphs = tuple(_exercised(machine, joined(_distinct(found)), problems))
    return Extraction(graphs, tuple(unresolved), tuple(problems), tuple(loose))


def _exercised(machine: Machine, graphs: Iterable[Orchestration], problems: list[Problem]) -> Iterator[Orchestration]:
    """The graphs, with what the tests do to each."""
    suite = Suite(machine.project)
    overlays = {overlay.name: overlay for overlay in (*OVERLAYS, HANDWIRED)}
    for graph in graphs:
        try:
            yield exercised(machine, overlays[graph.framework], suite, graph)
        except Exception as error:  # contained like that of an overlay
            problems.append(Problem(f"tests of {graph.name}", f"{type(error).__name__}: {error}"))
            yield graph


def _starved(machine: Machine) -> tuple[Unresolved, ...]:
    """Code that the budget did not reach the end of, and one line for all that it did not reach at all."""
    found = [
        Unresolved(f"`{name}` is too large to follow to its end", span.location)
        for name, span in machine.starved.items()
    ]
    if machine.unfollowed:
        count = len(machine.unfollowed)
        reason = f"the budget was spent before {count} more entry point{'s' * (count > 1)}, of which this is the first"
        found.append(Unresolved(reason, machine.unfollowed[0].location))
    return tuple(found)


def _distinct(graphs: list[Orchestration]) -> tuple[Orchestration, ...]:
    """One graph for each shape at a place, with the runs of all that have it; names are made unique in source order."""
    shapes: dict[object, Orchestration] = {}
    for graph in graphs:
        edges = frozenset((edge.source, edge.target, edge.resolved) for edge in graph.edges)
        nodes = frozenset(node.name for node in graph.nodes)
        known = shapes.setdefault((graph.location, graph.name, nodes, edges), graph)
        if known is not graph:
            shapes[(graph.location, graph.name, nodes, edges)] = _with_runs(known, graph)
    ordered = sorted(shapes.values(), key=_start)
    first = {graph.name: graph for graph in reversed(ordered)}
    unique: list[Orchestration] = []
    for graph in ordered:
        if first[graph.name] is not graph:
            numbered = (f"{graph.name}#{number}" for number in count(2))
            graph = replace(graph, name=next(name for name in numbered if name not in first))
            first[graph.name] = graph
        unique.append(graph)
    return tuple(unique)


def _with_runs(graph: Orchestration, again: Orchestration) -> Orchestration:
    """``graph`` with the runs of the same one made elsewhere, and the limits that they set."""
    limits = tuple(bound for bound in again.bounds if bound.explicit and bound not in graph.bounds)
    runs = tuple(dict.fromkeys((*graph.runs, *again.runs)))
    return replace(graph, runs=runs, bounds=(*graph.bounds, *limits))


def _start(graph: Orchestration) -> tuple[str, int, int, int]:
    """Where a construction begins: what a factory makes inside it follows it."""
    at = graph.location
    return at.path, at.cell or 0, at.line, at.column
