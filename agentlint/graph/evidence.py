"""Where a fact comes from, and how sure it is."""

from dataclasses import dataclass
from enum import StrEnum


class Confidence(StrEnum):
    """How far a fact can be trusted.

    ``PROVEN``: follows from the code alone. ``LIKELY``: holds unless unseen code changes it. ``GUESSED``: a heuristic.
    """

    PROVEN = "proven"
    LIKELY = "likely"
    GUESSED = "guessed"


class Fact:
    """Something small that is told often: it is published without the members that are as by default."""

    __slots__ = ()


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A range of source text.

    ``path`` is relative to the analysed root, with ``/``. Lines and columns count characters from 1; the end column is
    exclusive. In a notebook ``cell`` is the index in its ``cells`` and lines count within that cell.
    """

    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    cell: int | None = None

    def covers(self, other: "Location") -> bool:
        """Whether ``other`` stands within this range."""
        begin, end = (self.line, self.column), (self.end_line, self.end_column)
        inside = begin <= (other.line, other.column) and (other.end_line, other.end_column) <= end
        return inside and (self.path, self.cell) == (other.path, other.cell)
