"""Annotated source: the lines that matter, the words under them, and the way to the next file."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from rich.cells import cell_len
from rich.text import Text

from agentlint.diagnostics.result import Lines
from agentlint.graph.evidence import Location
from agentlint.reporters.escape import escaped
from agentlint.reporters.style import GUTTER

TAB = " " * 4
WIDEST = 160
"""Characters of a line that are shown; of a longer one, those around its first mark."""
TALLEST = 6
"""Lines of a marked range that are shown whole; of a longer one, its beginning and its end."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Words at a place: the ``primary`` one of a finding is drawn with ``^``, the others with ``-``."""

    location: Location
    message: str
    style: str = GUTTER
    primary: bool = False

    @property
    def first(self) -> int:
        """The first line that the mark covers."""
        return self.location.line

    @property
    def last(self) -> int:
        """The last line that the mark covers: an end at the start of a line covers nothing of it."""
        return max(self.first, self.location.end_line - (self.location.end_column <= 1))

    @property
    def sign(self) -> str:
        """What the mark is drawn with."""
        return "^" if self.primary else "-"


def snippet(marks: Sequence[Mark], lines: Lines, width: int) -> Text:
    """All marks, one block for each file, beside line numbers of ``width`` digits."""
    drawn = Text()
    for path, cell in dict.fromkeys((mark.location.path, mark.location.cell) for mark in marks):
        here = [mark for mark in marks if (mark.location.path, mark.location.cell) == (path, cell)]
        source = lines(path, cell) or ()
        known = [mark for mark in here if mark.last <= len(source)]
        for mark in known[:1] + [mark for mark in here if mark not in known]:
            drawn.append(" " * width + (":::" if drawn else "-->"), GUTTER).append(f" {position(mark.location)}")
            if mark in known:
                drawn.append("\n").append_text(_block(known, source, width))
            else:
                drawn.append(f": {escaped(mark.message)}\n" if mark.message else "\n")
    return drawn


def position(at: Location) -> str:
    """The place as editors understand it: `path:line:column`, in a notebook with its cell."""
    cell = "" if at.cell is None else f"cell {at.cell}:"
    return f"{escaped(at.path)}:{cell}{at.line}:{at.column}"


@dataclass(frozen=True, slots=True)
class _Row:
    """A source line as shown: tabs expanded, cut where it is too long, and where each of its characters begins."""

    text: str
    starts: tuple[int, ...]

    @classmethod
    def of(cls, line: str, column: int) -> "_Row":
        """The row for ``line``, of which the character at ``column`` must be seen."""
        first = max(0, column - WIDEST // 2) if len(line) > WIDEST else 0
        last = min(len(line), first + WIDEST)
        pieces = ["…" if first else "", *(TAB if char == "\t" else escaped(char) for char in line[first:last])]
        starts = [0]
        for piece in pieces:
            starts.append(starts[-1] + cell_len(piece))
        tail = "…" if last < len(line) else ""
        before, after = [0] * first, [starts[-1]] * (len(line) - last)
        return cls("".join(pieces) + tail, (*before, *starts[1:], *after))

    def start(self, column: int) -> int:
        """The cell in which the character at ``column`` begins."""
        return self.starts[min(max(column, 1), len(self.starts)) - 1]


def _block(marks: Sequence[Mark], source: Sequence[str], width: int) -> Text:
    """The marked lines of one file between two empty gutters."""
    tall, flat = _by_height(marks, source)
    gutter = f"{'':{width}} |"
    drawn = Text().append(f"{gutter}\n", GUTTER)
    for before, line in pairwise([0, *_shown(tall, flat)]):
        here = sorted((mark for mark in flat if mark.first == line), key=lambda mark: mark.location.column)
        row = _Row.of(source[line - 1], here[0].location.column if here else 1)
        if before and line > before + 1:
            drawn.append_text(_line("...".ljust(width + 2), _lane(tall, before + 1), Text()))
        drawn.append_text(_line(f"{line:>{width}} |", _lane(tall, line), Text(row.text)))
        for mark in here:
            start, end = row.start(mark.location.column), row.start(mark.location.end_column)
            words = Text(" " * start).append(f"{mark.sign * max(1, end - start)} {escaped(mark.message)}", mark.style)
            drawn.append_text(_line(gutter, _lane(tall, line).replace("/", " "), words))
        for mark in tall:
            if mark.last == line:
                corner = "_" * (row.start(mark.location.end_column - 1) + 1)
                drawn.append_text(_line(gutter, " |", Text(f"{corner}{mark.sign} {escaped(mark.message)}", mark.style)))
    return drawn.append(f"{gutter}\n", GUTTER)


def _line(gutter: str, lane: str, rest: Text) -> Text:
    line = Text().append(gutter, GUTTER).append(lane, GUTTER).append_text(rest)
    line.rstrip()
    return line.append("\n")


def _lane(tall: Sequence[Mark], line: int) -> str:
    """What stands between gutter and source: the bar of a mark of several lines, if there is any in the block."""
    if not tall:
        return " "
    mark = next((mark for mark in tall if mark.first <= line <= mark.last), None)
    return f" {' ' if mark is None else '/' if mark.first == line else '|'} "


def _shown(tall: Sequence[Mark], flat: Sequence[Mark]) -> list[int]:
    lines = {mark.first for mark in flat}
    for mark in tall:
        whole = range(mark.first, mark.last + 1)
        lines |= {*whole} if len(whole) <= TALLEST else {*whole[: TALLEST - 2], mark.last}
    return sorted(lines | {line + 1 for line in lines if line + 2 in lines})


def _by_height(marks: Sequence[Mark], source: Sequence[str]) -> tuple[list[Mark], list[Mark]]:
    """The marks of several lines that share one bar, and the marks of one line.

    A mark that would overlap an earlier bar is drawn on its last line only: in a chain of calls, that is its own call.
    """
    tall: list[Mark] = []
    flat: list[Mark] = []
    for mark in (_fitted(mark, source) for mark in marks):
        if mark.last == mark.first:
            flat.append(mark)
        elif all(mark.last < other.first or other.last < mark.first for other in tall):
            tall.append(mark)
        else:
            line = source[mark.last - 1]
            own = replace(mark.location, line=mark.last, column=len(line) - len(line.lstrip()) + 1)
            flat.append(replace(mark, location=own))
    return tall, flat


def _fitted(mark: Mark, source: Sequence[str]) -> Mark:
    """The mark with its end on the last line that it covers."""
    at = mark.location
    end = at.end_column if at.end_line == mark.last else len(source[mark.last - 1]) + 1
    return replace(mark, location=replace(at, end_line=mark.last, end_column=end))
