"""Where the keys and values of a TOML text stand: its parser tells what they are and not where."""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property

from agentlint.settings.mistakes import Span
from agentlint.settings.toml import parse_toml

Path = tuple[str | int, ...]
"""The way to a value: names of keys, and places in lists."""

BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
NAME = re.compile(r"""[A-Za-z0-9_-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'""")
SCALAR = re.compile(
    r"""
    \d{4}-\d\d-\d\d\ \d[^\s,\]}\#]*       # a date, and a time behind a space
    | \"{3}(?:[^\\]|\\.)*?\"{3,5} | '{3}.*?'{3,5}
    | "(?:[^"\\\n]|\\.)*" | '[^'\n]*'
    | [^\s,\[\]{}\#=]+
    """,
    re.DOTALL | re.VERBOSE,
)


@dataclass(slots=True)
class _Walk:
    """A walk through a text that is known to be TOML."""

    text: str
    at: int = 0
    keys: dict[Path, tuple[int, int]] = field(default_factory=dict)
    values: dict[Path, tuple[int, int]] = field(default_factory=dict)

    def document(self) -> None:
        table: Path = ()
        lists: dict[Path, int] = {}
        while self.blank() < len(self.text):
            if self.text[self.at] == "[":
                several = self.text.startswith("[[", self.at)
                self.at += 1 + several
                table = self.header(lists, several)
                self.at = self.text.index("]", self.at) + 1 + several
            else:
                self.pair(table)

    def header(self, lists: dict[Path, int], several: bool) -> Path:
        """The path of a table: a list of tables stands in it with the last one so far."""
        path: Path = ()
        spans = list(self.dotted())
        for index, (name, span) in enumerate(spans):
            path = (*path, name)
            self.keys.setdefault(path, span)
            last = index == len(spans) - 1
            if several and last:
                lists[path] = lists.get(path, -1) + 1
                for below in [one for one in lists if len(one) > len(path) and one[: len(path)] == path]:
                    del lists[below]
            if path in lists:
                path = (*path, lists[path])
                self.keys.setdefault(path, span)
        return path

    def pair(self, table: Path) -> None:
        path = table
        for name, span in self.dotted():
            path = (*path, name)
            self.keys.setdefault(path, span)
        self.at = self.text.index("=", self.at) + 1
        self.value(path)

    def dotted(self) -> Iterator[tuple[str, tuple[int, int]]]:
        """The names of a key, each with where it stands."""
        while (found := NAME.match(self.text, self.blank())) is not None:
            self.at = found.end()
            written = found[0]
            name = next(iter(parse_toml(f"{written} = 0"))) if written[0] in "\"'" else written
            yield name, found.span()
            if self.text[self.blank()] != ".":
                return
            self.at += 1

    def value(self, path: Path) -> None:
        start = self.blank()
        match self.text[start]:
            case "[":
                self.at += 1
                index = 0
                while self.text[self.blank()] != "]":
                    self.value((*path, index))
                    index += 1
                    if self.text[self.blank()] == ",":
                        self.at += 1
                self.at += 1
            case "{":
                self.at += 1
                while self.text[self.blank()] != "}":
                    self.pair(path)
                    if self.text[self.blank()] == ",":
                        self.at += 1
                self.at += 1
            case _:
                found = SCALAR.match(self.text, start)
                self.at = found.end() if found is not None else start + 1
        self.values.setdefault(path, (start, self.at))

    def blank(self) -> int:
        """Pass over white space and comments."""
        found = BLANK.match(self.text, self.at)
        self.at = found.end() if found is not None else self.at
        return self.at


@dataclass(frozen=True)
class Places:
    """The places of ``text``, which is TOML. They are looked for when the first one is asked for."""

    text: str

    def key(self, path: Path) -> Span:
        """Where the last name of ``path`` stands."""
        return self._span(self._walked.keys, path)

    def value(self, path: Path) -> Span:
        """Where the value at ``path`` stands, as far as it is on one line."""
        return self._span(self._walked.values, path) if path in self._walked.values else self.key(path)

    def _span(self, spans: dict[Path, tuple[int, int]], path: Path) -> Span:
        while path and path not in spans:
            path, spans = path[:-1], self._walked.keys
        start, end = spans.get(path, (0, 0))
        before = self.text[:start]
        line, column = before.count("\n") + 1, start - (before.rfind("\n") + 1) + 1
        on_line = self.text[start:end].split("\n", 1)[0].rstrip("\r")
        return Span(line, column, column + max(1, len(on_line)))

    @cached_property
    def _walked(self) -> _Walk:
        walk = _Walk(self.text)
        with suppress(ValueError, IndexError):  # what it cannot follow, it cannot point at: the line above will do
            walk.document()
        return walk
