"""A report as data: sections of paragraphs, tables and pictures. Markdown and HTML are made of the same one.

All text is a sentence in which names stand as code between backticks, and is untrusted.
"""

from dataclasses import dataclass
from typing import TypeAlias

from agentlint.graph.model import Orchestration


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One or more sentences."""

    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headings. ``title`` says what is listed."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing of a graph."""

    graph: Orchestration


Block: TypeAlias = Paragraph | Table | Picture


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report. ``folded``: it is there for completeness, and opened on demand."""

    title: str
    blocks: tuple[Block, ...]
    folded: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """The report. ``verdict`` is what somebody reads who reads one sentence."""

    title: str
    verdict: str
    sections: tuple[Section, ...]
    colophon: str
