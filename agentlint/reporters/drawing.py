"""What diagram formats draw of the graphs: boxes and arrows, with ids that no name can break."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from itertools import count

from agentlint.graph.bound import BoundKind
from agentlint.graph.model import Edge, EdgeKind, NodeKind, Orchestration
from agentlint.graph.within import within
from agentlint.reporters.wording import name, short, why

MISSING = "no such node"


class Line(Enum):
    """How an arrow is drawn: ``DASHED`` where somebody decides, ``DOTTED`` where the target is unknown or missing."""

    SOLID = auto()
    DASHED = auto()
    DOTTED = auto()


@dataclass(frozen=True, slots=True)
class Box:
    """A node. ``kind`` is None for a name that transitions lead to although no node has it."""

    id: str
    label: str
    kind: NodeKind | None


@dataclass(frozen=True, slots=True)
class Arrow:
    """A transition between the boxes of these ids.

    ``endless``: it is part of a loop that nothing bounds. ``escalates``: it leads to a human, a fallback or an abort.
    """

    source: str
    target: str
    label: str
    line: Line
    endless: bool = False
    escalates: bool = False


@dataclass(frozen=True, slots=True)
class Drawing:
    """One orchestration. ``inside`` are the drawings of what its boxes run, as the id of the box and of the drawing."""

    id: str
    title: str
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    inside: tuple[tuple[str, str], ...] = ()


def drawings(graphs: Iterable[Orchestration]) -> tuple[Drawing, ...]:
    """The graphs as they are drawn. The ids are unique over all of them."""
    numbers = count()
    each = tuple(graphs)
    blocks = {graph.name: f"g{index}" for index, graph in enumerate(each)}
    return tuple(_drawing(graph, f"g{index}", blocks, numbers) for index, graph in enumerate(each))


def _drawing(graph: Orchestration, own_id: str, blocks: Mapping[str, str], numbers: "count[int]") -> Drawing:
    names = [node.name for node in graph.nodes]
    names += [end for edge in graph.edges for end in (edge.source, edge.target)]
    names += [end for dangling in graph.dangling for end in (dangling.source, dangling.target)]
    ids = {node: f"n{next(numbers)}" for node in dict.fromkeys(names)}
    kinds = {node.name: node.kind for node in graph.nodes}
    endless = [frozenset(loop.nodes) for loop in graph.loops if loop.bound.kind is BoundKind.NONE]
    arrows = [
        Arrow(
            ids[edge.source],
            ids[edge.target],
            short(why(edge)),
            _line(edge),
            any({edge.source, edge.target} <= nodes for nodes in endless),
            edge.escalates,
        )
        for edge in graph.edges
    ]
    arrows += [Arrow(ids[end.source], ids[end.target], MISSING, Line.DOTTED) for end in graph.dangling]
    runs = [step for step in within(graph) if step.inner != graph.name]
    return Drawing(
        id=own_id,
        title=f"{short(graph.name)} ({short(graph.framework)}, {graph.pattern.value})",
        boxes=tuple(Box(ids[node], name(node), kinds.get(node)) for node in ids),
        arrows=tuple(dict.fromkeys(arrows)),
        inside=tuple(dict.fromkeys((ids[step.node], blocks[step.inner]) for step in runs if step.inner in blocks)),
    )


def _line(edge: Edge) -> Line:
    if not edge.resolved:
        return Line.DOTTED
    return Line.SOLID if edge.kind in (EdgeKind.SEQUENCE, EdgeKind.JOIN) else Line.DASHED
