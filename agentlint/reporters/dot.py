"""Graphs in the DOT language of Graphviz, one cluster for each orchestration."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from agentlint.diagnostics.result import Result
from agentlint.graph.model import NodeKind
from agentlint.reporters.drawing import Arrow, Drawing, Line, drawings

SHAPES: Mapping[NodeKind | None, str] = MappingProxyType(
    {
        NodeKind.START: "oval",
        NodeKind.END: "oval",
        NodeKind.AGENT: "box, style=rounded",
        NodeKind.FUNCTION: "box",
        NodeKind.TOOL: "component",
        NodeKind.ROUTER: "diamond",
        NodeKind.HUMAN: "house",
        NodeKind.SUBGRAPH: "box3d",
        None: "box, style=dotted",
    }
)
STYLES: Mapping[Line, str] = MappingProxyType({Line.SOLID: "solid", Line.DASHED: "dashed", Line.DOTTED: "dotted"})


def dot(result: Result) -> str:
    """The text of a directed graph."""
    blocks = drawings(result.graphs)
    first = {block.id: block.boxes[0].id for block in blocks if block.boxes}
    clusters = [line for block in blocks for line in _cluster(block)]
    inside = [
        f"  {box} -> {first[inner]} [style=dotted, label=runs, lhead=cluster_{inner}];"
        for block in blocks
        for box, inner in block.inside
        if inner in first
    ]
    between = ["  compound=true;"] if inside else []  # arrows may end at clusters
    return "\n".join(["digraph agentlint {", *between, *clusters, *inside, "}"]) + "\n"


def _cluster(block: Drawing) -> Iterator[str]:
    yield f"  subgraph cluster_{block.id} {{"
    yield f"    label={_string(block.title)};"
    yield from (f"    {box.id} [label={_string(box.label)}, shape={SHAPES[box.kind]}];" for box in block.boxes)
    yield from (f"    {_arrow(arrow)}" for arrow in block.arrows)
    yield "  }"


def _arrow(arrow: Arrow) -> str:
    label = f", label={_string(arrow.label)}" if arrow.label else ""
    return f"{arrow.source} -> {arrow.target} [style={STYLES[arrow.line]}{label}];"


def _string(text: str) -> str:
    """``text`` in quotes. A backslash is an escape in labels, and an ampersand begins an HTML entity."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("&", "&amp;") + '"'
