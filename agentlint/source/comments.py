"""Comments, and the lines that each of them is about."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from agentlint.graph.evidence import Location
from agentlint.source.module import SourceModule

TOKEN = re.compile(
    r"""
    [rRbBuUfFtT]{0,2}(?:"{3}(?:[^\\]|\\.)*?(?:"{3}|\Z) | '{3}(?:[^\\]|\\.)*?(?:'{3}|\Z))
    | "(?:[^"\\\n]|\\.)*" | '(?:[^'\\\n]|\\.)*'
    | (?P<comment>\#[^\n]*)
    """,
    re.DOTALL | re.VERBOSE,
)
"""What a `#` may stand in. No tokenizer: it would refuse what is half-written, and the magics of notebooks."""


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment with its ``#``. ``alone`` on its line it is about the statement below, else about its line.

    ``first`` and ``last`` are the lines that it is about, counted like those of its location.
    """

    text: str
    location: Location
    alone: bool
    first: int
    last: int


def comments(module: SourceModule, marker: str) -> Iterator[Comment]:
    """The comments of a module that contain ``marker``, in order. What stands in a string is none."""
    if not any(marker in line for line in module.lines):
        return
    text = "\n".join(module.lines)
    for found in TOKEN.finditer(text):
        written = found["comment"]
        if written is not None and marker in written:
            line = text.count("\n", 0, found.start()) + 1
            yield _comment(module, line, found.start() - text.rfind("\n", 0, found.start()), written)


def _comment(module: SourceModule, line: int, column: int, text: str) -> Comment:
    alone = not module.lines[line - 1][: column - 1].strip()
    first, last = _below(module, line) if alone else (line, line)
    location = module.place(line, column, line, column + len(text))
    offset = line - location.line
    return Comment(text, location, alone, first - offset, last - offset)


def _below(module: SourceModule, line: int) -> tuple[int, int]:
    """The lines of what begins below a comment: the largest thing that begins on the next line of code."""
    for number in range(line + 1, len(module.lines) + 1):
        code = module.lines[number - 1].strip()
        if code and not code.startswith("#"):
            return number, max((number, *_ends(module.tree, number)))
    return line, line


def _ends(tree: ast.Module, line: int) -> Iterator[int]:
    """The last lines of everything that begins on a line; what is decorated begins with its first decorator."""
    for node in ast.walk(tree):
        if isinstance(node, ast.stmt | ast.expr) and node.end_lineno is not None:
            decorators = getattr(node, "decorator_list", [])
            if min([node.lineno, *(one.lineno for one in decorators)]) == line:
                yield node.end_lineno
