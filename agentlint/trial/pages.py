"""Rule pages as data: prose by section, and examples that are whole programs with what is expected of them."""

import re
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

FILE = re.compile(r"`(?P<name>[\w/.-]+)`:")
EXPECTED = re.compile(r'# (?P<level>error|warning|info): \[(?P<rule>[\w-]+)\](?: "(?P<text>[^"]*)")?')


@dataclass(frozen=True, slots=True)
class Expected:
    """A finding that a comment in an example announces on its line; ``text`` is part of its message."""

    path: str
    line: int
    level: str
    rule: str
    text: str


@dataclass(frozen=True, slots=True)
class Example:
    """A heading with the program under it. ``line`` is where the heading stands in the page."""

    title: str
    line: int
    files: dict[str, str]

    @property
    def expected(self) -> list[Expected]:
        """What the comments announce, in the order of the source."""
        return [
            Expected(path, number, found["level"], found["rule"], found["text"] or "")
            for path, text in sorted(self.files.items())
            for number, line in enumerate(text.splitlines(), 1)
            for found in EXPECTED.finditer(line)
        ]


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its title, its first paragraph, the titles of its sections in order, its examples."""

    path: Path
    title: str
    summary: str
    sections: tuple[str, ...]
    examples: tuple[Example, ...]


def read(path: Path) -> Page:
    """The page at ``path``."""
    tokens = MarkdownIt().parse(path.read_text("utf-8"))
    headings = [
        (token, tokens[index + 1].content) for index, token in enumerate(tokens) if token.type == "heading_open"
    ]
    first = next(tokens[index + 1].content for index, token in enumerate(tokens) if token.type == "paragraph_open")
    sections = tuple(text for token, text in headings if token.tag == "h2")
    titles = [text for token, text in headings if token.tag == "h1"]
    return Page(path, " ".join(titles), first, sections, tuple(_examples(tokens)))


def _examples(tokens: list[Token]) -> list[Example]:
    starts = [index for index, token in enumerate(tokens) if token.type == "heading_open"]
    found = []
    for start, end in pairwise([*starts, len(tokens)]):
        files = _files(tokens[start + 3 : end])
        if files:
            found.append(Example(tokens[start + 1].content, (tokens[start].map or [0])[0] + 1, files))
    return found


def _files(tokens: list[Token]) -> dict[str, str]:
    """The programs of a section: a fence is the file that the line before it names, else `example.py`."""
    files: dict[str, str] = {}
    name = None
    for token in tokens:
        if token.type == "inline":
            named = FILE.fullmatch(token.content)
            name = named["name"] if named else None
        if token.type == "fence" and (token.info == "python" or name is not None):
            files[name or "example.py"] = token.content
            name = None
    return files
