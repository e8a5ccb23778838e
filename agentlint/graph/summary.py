"""What a run saw, and what it did not: the line that tells a clean project from a blind spot."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from agentlint.graph.model import END, START, Orchestration, Unresolved


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file, a folder or a notebook cell that was not read, and why. ``line`` counts from 1, within the cell."""

    path: str
    reason: str
    cell: int | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    """How much was seen.

    ``nodes`` does not count a graph's entry and exit; ``edges`` are those whose target is known. ``unresolved`` counts
    the places, within graphs and outside of them, whose wiring stayed unknown. Of the ``files`` that were looked at,
    ``skipped`` counts what could not be read.
    """

    graphs: int
    nodes: int
    edges: int
    unresolved: int
    files: int
    skipped: int


def summarise(
    graphs: Collection[Orchestration], unresolved: Iterable[Unresolved], *, files: int, skipped: int
) -> Summary:
    """Count what ``graphs`` hold, and what stayed ``unresolved`` outside of them."""
    return Summary(
        graphs=len(graphs),
        nodes=sum(node.name not in (START, END) for graph in graphs for node in graph.nodes),
        edges=sum(edge.resolved for graph in graphs for edge in graph.edges),
        unresolved=len([*unresolved, *(gap for graph in graphs for gap in graph.unresolved)]),
        files=files,
        skipped=skipped,
    )
