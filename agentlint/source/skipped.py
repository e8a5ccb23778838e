"""What was not read, and why."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file, a folder or a notebook cell that was left out; everything else went on.

    ``path`` is relative to the analysed root; ``cell`` and ``line`` (from 1, within the cell) where they are known.
    """

    path: str
    reason: str
    cell: int | None = None
    line: int | None = None


def not_readable(path: str, error: OSError) -> Skipped:
    """The file or folder at ``path``, which the system did not let us read."""
    return Skipped(path, f"not readable: {(error.strerror or str(error)).lower()}")
