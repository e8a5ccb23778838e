"""Graphs as a Mermaid flowchart, one block for each orchestration."""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from agentlint.graph.model import NodeKind, Orchestration
from agentlint.reporters.drawing import Arrow, Box, Drawing, Line, drawings

HARMLESS = frozenset(" -_,")
"""What may stand in a Mermaid string as it is, beside letters and digits."""

MOST_ARROWS = 500
MOST_CHARACTERS = 50_000
"""What Mermaid draws unless it is told otherwise; GitHub cannot be told."""

SHAPES: Mapping[NodeKind | None, tuple[str, str]] = MappingProxyType(
    {
        NodeKind.START: ("([", "])"),
        NodeKind.END: ("([", "])"),
        NodeKind.AGENT: ("(", ")"),
        NodeKind.FUNCTION: ("[", "]"),
        NodeKind.TOOL: ("[[", "]]"),
        NodeKind.ROUTER: ("{", "}"),
        NodeKind.HUMAN: ("[/", "/]"),
        NodeKind.SUBGRAPH: ("[[", "]]"),
        None: (">", "]"),
    }
)


def flowchart(graphs: Iterable[Orchestration]) -> str:
    """The flowchart's text. GitHub renders it in a `mermaid` fence."""
    blocks = drawings(graphs)
    lines = ["flowchart TD", *(line for block in blocks for line in _block(block))]
    lines += [f"    {box} -.->|{_string('runs')}| {inner}" for block in blocks for box, inner in block.inside]
    arrows = [arrow for block in blocks for arrow in block.arrows]
    if dotted := [str(index) for index, arrow in enumerate(arrows) if arrow.line is Line.DOTTED]:
        lines.append(f"    linkStyle {','.join(dotted)} stroke-dasharray:1 4")
    return "\n".join(lines) + "\n"


def renders(chart: str) -> bool:
    """Whether a flowchart is within what Mermaid draws by default."""
    return chart.count("->") <= MOST_ARROWS and len(chart) <= MOST_CHARACTERS


def _block(block: Drawing) -> Iterator[str]:
    yield f"    subgraph {block.id}[{_string(block.title)}]"
    yield from (f"        {_box(box)}" for box in block.boxes)
    yield from (f"        {_arrow(arrow)}" for arrow in block.arrows)
    yield "    end"


def _box(box: Box) -> str:
    before, after = SHAPES[box.kind]
    return f"{box.id}{before}{_string(box.label)}{after}"


def _arrow(arrow: Arrow) -> str:
    line = "-->" if arrow.line is Line.SOLID else "-.->"
    label = f"|{_string(arrow.label)}|" if arrow.label else ""
    return f"{arrow.source} {line}{label} {arrow.target}"


def _string(text: str) -> str:
    """``text`` in quotes, with everything that Mermaid, Markdown or HTML could take for syntax as entity codes."""
    codes = (char if char.isalnum() or char in HARMLESS else f"#{ord(char)};" for char in text)
    return f'"{"".join(codes)}"'
