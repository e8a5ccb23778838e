"""What ran, asked by places in the source: a statement, the body of a function."""

import ast
from collections.abc import Iterator, Mapping

from agentlint.graph.evidence import Location
from agentlint.source.coverage.data import Lines
from agentlint.source.project import Project
from agentlint.source.tests import is_test


class Executed:
    """The lines of a project that ran. A file that the data do not have did not run, unless it holds tests."""

    def __init__(self, project: Project, lines: Mapping[str, Lines]) -> None:
        self._project = project
        self._lines = lines

    def statement(self, at: Location) -> bool | None:
        """Whether the statement at a place ran; None where lines cannot tell, as of a lambda in it."""
        return self._any(at, self._statement(at))

    def body(self, at: Location) -> bool | None:
        """Whether the function at a place ran; None where lines cannot tell, or where no function stands."""
        return self._any(at, self._body(at))

    def tests(self, at: Location) -> tuple[str, ...]:
        """The tests that ran the function or else the statement at a place."""
        known = self._lines[at.path].tests if at.path in self._lines else {}
        span = self._body(at) or self._statement(at)
        return tuple(sorted({name for line in span or () for name in known.get(line, ())}))

    def _any(self, at: Location, span: range | None) -> bool | None:
        if span is None or at.cell is not None:
            return None
        if at.path not in self._lines:
            return None if is_test(at.path) else False
        return not self._lines[at.path].ran.isdisjoint(span)

    def _statement(self, at: Location) -> range | None:
        """The lines of the innermost statement at a place, of a compound one those before its body."""
        innermost: ast.stmt | None = None
        for node in self._around(at):
            if isinstance(node, ast.Lambda):
                return None
            innermost = node if isinstance(node, ast.stmt) else innermost
        if innermost is None:
            return None
        body = getattr(innermost, "body", None)
        last = body[0].lineno - 1 if isinstance(body, list) else innermost.end_lineno or innermost.lineno
        return range(innermost.lineno, max(last, innermost.lineno) + 1)

    def _body(self, at: Location) -> range | None:
        """The lines of the function that begins at a place, without those that run where it is defined."""
        begun = [node for node in self._around(at) if getattr(node, "lineno", 0) == at.line]
        function = next((node for node in begun if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)), None)
        if function is None:
            return None
        documented = ast.get_docstring(function, clean=False) is not None
        code = function.body[documented:]
        if not code or code[0].lineno == function.lineno:
            return None
        return range(code[0].lineno, (function.end_lineno or code[-1].lineno) + 1)

    def _around(self, at: Location) -> Iterator[ast.AST]:
        """The nodes that hold the place, outermost first."""
        module = self._project.get(at.path)
        node: ast.AST | None = module.tree if module is not None else None
        while node is not None:
            yield node
            node = next((part for part in _placed(node) if _holds(part, at)), None)


def _placed(node: ast.AST) -> Iterator[ast.AST]:
    """The parts of a node that have a place; of those that have none (a `case`, parameters) their parts."""
    for part in ast.iter_child_nodes(node):
        if hasattr(part, "lineno"):
            yield part
        else:
            yield from _placed(part)


def _holds(node: ast.AST, at: Location) -> bool:
    """Whether the line and column of a place lie in a node. Columns decide only between nodes of one line."""
    first, last = getattr(node, "lineno", None), getattr(node, "end_lineno", None)
    if first is None or last is None or not first <= at.line <= last:
        return False
    start, end = getattr(node, "col_offset", 0), getattr(node, "end_col_offset", 0)
    return (first, start) <= (at.line, at.column - 1) < (last, end)
