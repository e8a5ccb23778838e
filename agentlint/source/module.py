"""A parsed module, and where its nodes stand in the text."""

import ast
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from agentlint.graph.evidence import Location
from agentlint.source.skipped import Skipped

SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


@dataclass(frozen=True, slots=True)
class Cell:
    """A code cell of a notebook: its ``index`` in the notebook's ``cells``, and the module lines before it."""

    index: int
    offset: int


@dataclass(frozen=True, slots=True, eq=False)
class SourceModule:
    """A Python file or a notebook as one module.

    ``path`` is relative to the analysed root, with ``/``; ``file`` is absolute. ``text`` is what people wrote, also
    where ``tree`` was read from a tamer version of it (a notebook's magics). ``lines`` are its lines as Python counts
    them. ``skipped`` are cells that are in the text and not in the tree.
    """

    path: str
    file: Path
    text: str
    lines: tuple[str, ...]
    tree: ast.Module
    cells: tuple[Cell, ...] = ()
    skipped: tuple[Skipped, ...] = ()

    def location(self, node: ast.AST) -> Location:
        """Where ``node`` stands, in characters; a node without a place of its own stands where its first part does."""
        first, start, last, end = _extent(node)
        return self.place(first, self._column(first, start), last, self._column(last, end))

    def place(self, first: int, column: int, last: int, end_column: int) -> Location:
        """The location of what stands there in the lines of the module."""
        if not self.cells:
            return Location(self.path, first, column, last, end_column)
        cell = self.cells[max(0, bisect_right(self.cells, first - 1, key=lambda cell: cell.offset) - 1)]
        return Location(self.path, first - cell.offset, column, last - cell.offset, end_column, cell.index)

    def segment(self, node: ast.AST) -> str:
        """``node`` as it is written, on one line: every run of white space is one space."""
        first, start, last, end = _extent(node)
        rows = list(self.lines[first - 1 : last])
        if not rows:
            return ""
        rows[-1] = rows[-1][: self._column(last, end) - 1]
        rows[0] = rows[0][self._column(first, start) - 1 :]
        return " ".join(" ".join(rows).split())

    def line(self, location: Location) -> str:
        """The line of text in which ``location`` begins; empty where there is none."""
        lines = self.lines_of(location.cell)
        return lines[location.line - 1] if 0 < location.line <= len(lines) else ""

    def scope(self, location: Location) -> str:
        """The dotted name of the function around a place (`Agent.run`), empty at the top of the module."""
        offset = next((cell.offset for cell in self.cells if cell.index == location.cell), 0)
        line, names, body = location.line + offset, list[str](), list[ast.AST](self.tree.body)
        while body:
            node = body.pop()
            if isinstance(node, ast.match_case):
                body += node.body
            elif isinstance(node, ast.stmt | ast.excepthandler) and node.lineno <= line <= (node.end_lineno or 0):
                names += [node.name] if isinstance(node, SCOPES) else []
                body = list(ast.iter_child_nodes(node))
        return ".".join(names)

    def lines_of(self, cell: int | None = None) -> Sequence[str]:
        """The lines of the module, or those of one of its cells; none for a cell that is not there."""
        if cell is None:
            return self.lines
        for position, candidate in enumerate(self.cells):
            if candidate.index == cell:
                after = self.cells[position + 1 : position + 2]
                return self.lines[candidate.offset : after[0].offset if after else None]
        return ()

    def _column(self, line: int, offset: int) -> int:
        """The column, in characters from 1, of the byte ``offset`` in a line: `ast` counts bytes of UTF-8."""
        if not 0 < line <= len(self.lines):
            return 1
        text = self.lines[line - 1]
        if text.isascii():
            return min(offset, len(text)) + 1
        return len(text.encode("utf-8", "surrogatepass")[:offset].decode("utf-8", "ignore")) + 1


def _extent(node: ast.AST) -> tuple[int, int, int, int]:
    """First line and byte offset, last line and byte offset behind the end."""
    placed = (
        node if hasattr(node, "lineno") else next((part for part in ast.walk(node) if hasattr(part, "lineno")), None)
    )
    if not isinstance(
        placed, ast.expr | ast.stmt | ast.pattern | ast.excepthandler | ast.arg | ast.keyword | ast.alias
    ):
        return 1, 0, 1, 0
    start = placed.lineno, placed.col_offset
    return *start, placed.end_lineno or start[0], placed.end_col_offset or start[1]
