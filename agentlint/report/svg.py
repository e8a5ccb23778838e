"""A graph as a picture that stands in a page by itself: no script, no font, no address, no style sheet."""

import html
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from types import MappingProxyType

from rich.cells import cell_len

from agentlint.graph.model import NodeKind, Orchestration
from agentlint.report.layout import Point, layout
from agentlint.reporters.drawing import Arrow, Box, Line, drawings
from agentlint.reporters.wording import short

HEIGHT = 34.0
"""Pixels of a box."""
CHARACTER = 7.4
"""Pixels of a terminal cell of text at 13 pixels, in the widest of the usual fonts."""
MARGIN = 14.0
LONGEST = 32
"""Characters of a label; what is longer stands whole in the tooltip."""
SIDE = 7.0
"""Pixels by which the two arrows between a pair of boxes keep to the right of the middle, each in its direction."""

FILLS: Mapping[NodeKind | None, str] = MappingProxyType(
    {
        NodeKind.START: "#e5e7eb",
        NodeKind.END: "#e5e7eb",
        NodeKind.AGENT: "#dbeafe",
        NodeKind.FUNCTION: "#f8fafc",
        NodeKind.TOOL: "#ecfccb",
        NodeKind.ROUTER: "#fef3c7",
        NodeKind.HUMAN: "#fce7f3",
        NodeKind.SUBGRAPH: "#ede9fe",
        None: "#fee2e2",
    }
)
ROUND = frozenset({NodeKind.START, NodeKind.END, NodeKind.AGENT})
DASHES: Mapping[Line, str] = MappingProxyType({Line.SOLID: "none", Line.DASHED: "6 4", Line.DOTTED: "2 4"})
PLAIN, ENDLESS, ESCALATING = "#475569", "#dc2626", "#c026d3"

LEGEND = (
    "Solid: always taken. Dashed: somebody decides. Dotted: the target is unknown or missing. "
    "Red: part of a loop that nothing bounds. Purple: leads to a human, a fallback or an abort. "
    "Blue boxes are agents, pink ones wait for a human, green ones are tools, violet ones run a graph of their own."
)


def svg(graph: Orchestration) -> str:
    """The picture as an `svg` element. Tooltips say when an arrow is taken."""
    (drawing,) = drawings([graph])
    index = {box.id: number for number, box in enumerate(drawing.boxes)}
    ends = [(index[arrow.source], index[arrow.target]) for arrow in drawing.arrows]
    widths = [_width(box) for box in drawing.boxes]
    plan = layout(widths, ends)
    width, height = f"{plan.width:.0f}", f"{plan.height:.0f}"
    lines = [
        _line(
            arrow,
            drawing.boxes[source].label,
            drawing.boxes[target].label,
            _path(route, widths[source], SIDE if (target, source) in ends else 0),
        )
        for arrow, (source, target), route in zip(drawing.arrows, ends, plan.routes, strict=True)
    ]
    boxes = [_box(*each) for each in zip(drawing.boxes, widths, plan.centres, strict=True)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" font-family="sans-serif" font-size="13"><title>{html.escape(drawing.title)}</title>'
        f"{''.join((*lines, *boxes))}</svg>"
    )


def _width(box: Box) -> float:
    return cell_len(short(box.label, LONGEST)) * CHARACTER + 2 * MARGIN


def _box(box: Box, width: float, centre: Point) -> str:
    x, y = centre
    radius = HEIGHT / 2 if box.kind in (NodeKind.START, NodeKind.END) else 8 if box.kind in ROUND else 2
    border = ' stroke-dasharray="2 4"' if box.kind is None else ""
    return (
        f"<g><title>{html.escape(box.label)}</title>"
        f'<rect x="{x - width / 2:.1f}" y="{y - HEIGHT / 2:.1f}" width="{width:.1f}" height="{HEIGHT:.0f}" '
        f'rx="{radius:.0f}" fill="{FILLS[box.kind]}" stroke="#334155"{border}/>'
        f'<text x="{x:.1f}" y="{y + 4.5:.1f}" text-anchor="middle" fill="#0f172a">'
        f"{html.escape(short(box.label, LONGEST))}</text></g>"
    )


def _line(arrow: Arrow, source: str, target: str, points: Sequence[Point]) -> str:
    colour = ENDLESS if arrow.endless else ESCALATING if arrow.escalates else PLAIN
    when = f": {arrow.label}" if arrow.label else ""
    return (
        f"<g><title>{html.escape(f'{source} → {target}{when}')}</title>"
        f'<path d="{_curve(points)}" fill="none" stroke="{colour}" stroke-width="1.5" '
        f'stroke-dasharray="{DASHES[arrow.line]}"/><path d="{_head(*points[-2:])}" fill="{colour}"/></g>'
    )


def _path(route: Sequence[Point], width: float, aside: float) -> list[Point]:
    """The points of the arrow from border to border; one that leads back to its own box goes round its right side."""
    (x, y), (last_x, last_y) = route[0], route[-1]
    if route[0] == route[-1]:
        right = x + width / 2
        return [(right, y - 8), (right + 26, y - 8), (right + 26, y + 8), (right, y + 8)]
    down = 1 if last_y > y else -1
    side = aside * down
    begin, end = (x + side, y + down * HEIGHT / 2), (last_x + side, last_y - down * HEIGHT / 2)
    return [begin, *((x + side, y) for x, y in route[1:-1]), end]


def _curve(points: Sequence[Point]) -> str:
    return f"M{points[0][0]:.1f},{points[0][1]:.1f}{''.join(_pieces(points))}"


def _pieces(points: Sequence[Point]) -> Iterator[str]:
    """Curves that leave each point and come to the next one upright; straight lines round a box's own corner."""
    for (x, y), (to_x, to_y) in pairwise(points):
        if y == to_y or x == to_x:
            yield f" L{to_x:.1f},{to_y:.1f}"
        else:
            middle = (y + to_y) / 2
            yield f" C{x:.1f},{middle:.1f} {to_x:.1f},{middle:.1f} {to_x:.1f},{to_y:.1f}"


def _head(before: Point, tip: Point) -> str:
    """The triangle at the end: upright, as the curves arrive, or sideways into the side of a box."""
    x, y = tip
    if before[1] == y:
        return f"M{x:.1f},{y:.1f} l8,-4 l0,8 z"
    back = -8 if y > before[1] else 8
    return f"M{x:.1f},{y:.1f} l-4,{back} l8,0 z"
