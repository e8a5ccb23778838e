"""Coverage data of any of four formats: which lines of which files ran, and in which tests where the data tell."""

import os
from collections.abc import Callable
from pathlib import Path

from agentlint.source.coverage import cobertura, lcov, report, sqlite
from agentlint.source.coverage.data import CoverageProblem, Data, Lines
from agentlint.source.coverage.executed import Executed

__all__ = ["CoverageProblem", "Data", "Executed", "Lines", "read"]

LARGEST = 1_000_000_000
"""Bytes of coverage data that are still read."""
KNOWN = "a data file of coverage.py, its JSON report, Cobertura XML and LCOV are"


def read(file: Path) -> Data:
    """The data in ``file``. Raises `CoverageProblem`, which says what to do."""
    try:
        if os.path.getsize(file) > LARGEST:
            raise CoverageProblem(file, "is larger than 1 GB", "report only the files of this project")
        with open(file, "rb") as opened:
            head = opened.read(4096)
    except OSError as error:
        what = f"cannot be read: {error.strerror or error}"
        raise CoverageProblem(file, what, "run the tests under coverage first, or name another file") from error
    reader = _reader(head)
    if reader is None:
        raise CoverageProblem(file, f"is in no format that is known ({KNOWN})", "name one of these")
    return reader(file)


def _reader(head: bytes) -> Callable[[Path], Data] | None:
    """Who reads a file that begins so."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.startswith(b"SQLite format 3\0"):
        return sqlite.read
    if start.startswith(b"{"):
        return report.read
    if start.startswith(b"<"):
        return cobertura.read
    if start.startswith((b"TN:", b"SF:")):
        return lcov.read
    return None
