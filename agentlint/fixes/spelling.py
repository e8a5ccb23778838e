"""How a module writes what an edit says: its quotes, and the names under which it imports the ends of a graph."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import libcst as cst

from agentlint.graph.model import END, START

ENDS: Mapping[str, str] = {END: "END", START: "START"}
"""What is imported by name everywhere: frameworks export their ends as constants."""


@dataclass(frozen=True, slots=True)
class Spelling:
    """``quote`` is the one that the module mostly uses, ``ends`` are the names that it has for the ends of a graph."""

    quote: str
    ends: Mapping[str, str]

    def value(self, value: str | int | bool, names: Sequence[str] = ()) -> cst.BaseExpression:
        """``value``, in a dict for each of ``names``, the outermost first."""
        inner = self._code(value)
        for name in reversed(names):
            inner = f"{{{self._code(name)}: {inner}}}"
        return cst.parse_expression(inner)

    def _code(self, value: str | int | bool) -> str:
        if isinstance(value, str):
            return self.ends.get(value) or quoted(value, self.quote)
        return repr(value)


def quoted(text: str, quote: str) -> str:
    """A string literal that says ``text``, in the given quotes where they need no escape."""
    plain = text.isprintable() and quote not in text and "\\" not in text
    return f"{quote}{text}{quote}" if plain else ascii(text)


def spelling_of(module: cst.Module) -> Spelling:
    """How ``module`` writes."""
    reader = _Reader()
    module.visit(reader)
    return Spelling("'" if reader.quotes["'"] > reader.quotes['"'] else '"', reader.ends)


class _Reader(cst.CSTVisitor):
    def __init__(self) -> None:
        self.quotes: Counter[str] = Counter()
        self.ends: dict[str, str] = {}

    def visit_SimpleString(self, node: cst.SimpleString) -> None:  # noqa: N802 - LibCST finds it by this name
        self.quotes[node.quote[0]] += 1

    def visit_ImportFrom(self, node: cst.ImportFrom) -> None:  # noqa: N802 - LibCST finds it by this name
        for alias in node.names if not isinstance(node.names, cst.ImportStar) else ():
            for end, name in ENDS.items():
                if alias.evaluated_name == name:
                    self.ends[end] = alias.evaluated_alias or name
