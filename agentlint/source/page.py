"""Prose in Markdown as one module: its Python examples in order, each where it stands in the file.

A reader runs them from top to bottom, so a later example knows the names of an earlier one. What does not parse is an
abridged example and left out.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from agentlint.source.module import SourceModule
from agentlint.source.syntax import syntax

FENCE = re.compile(r"(?P<indent>[ \t>]*)(?P<mark>`{3,}|~{3,})[ \t]*(?P<info>[^`\n]*)")
PYTHON = re.compile(r"\{?\.?(?:python3?|py)\b", re.IGNORECASE)


def is_page(path: str) -> bool:
    """Whether a file is prose."""
    return path.endswith(".md")


def parse_page(file: Path, path: str, text: str) -> SourceModule:
    """The module of the Python examples in ``text``."""
    lines = tuple(text.split("\n"))
    body: list[ast.stmt] = []
    for start, indent, code in _examples(lines):
        tree = syntax(code)
        if isinstance(tree, ast.Module):
            body += _moved(tree, start, indent)
    return SourceModule(path, file, text, lines, ast.Module(body, type_ignores=[]))


def _examples(lines: tuple[str, ...]) -> Iterator[tuple[int, int, str]]:
    """The fenced Python of a page: how many lines stand before it, how far it is indented, and its text."""
    opened: re.Match[str] | None = None
    first = 0
    for index, line in enumerate(lines):
        fence = FENCE.match(line)
        if opened is None:
            opened, first = fence, index + 1
        elif fence is not None and not fence["info"].strip() and fence["mark"].startswith(opened["mark"]):
            if PYTHON.match(opened["info"]):
                indent = len(opened["indent"])
                yield first, indent, "\n".join(_unindented(line, indent) for line in lines[first:index])
            opened = None


def _unindented(line: str, indent: int) -> str:
    """A line of an example without what stands before it on all lines of it."""
    return line[indent:] if not line[:indent].strip(" \t>") else line


def _moved(tree: ast.Module, lines: int, columns: int) -> list[ast.stmt]:
    """The statements of an example, at their places in the page."""
    ast.increment_lineno(tree, lines)
    if columns:
        for node in ast.walk(tree):
            if isinstance(
                node, ast.expr | ast.stmt | ast.excepthandler | ast.arg | ast.keyword | ast.alias | ast.pattern
            ):
                node.col_offset += columns
                if node.end_col_offset is not None:
                    node.end_col_offset += columns
    return tree.body
