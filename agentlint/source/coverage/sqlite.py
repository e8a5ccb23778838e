"""The data file of coverage.py (`.coverage`): a SQLite database, read without the package.

https://coverage.readthedocs.io/en/latest/dbschema.html: lines are kept as bits, or with branch coverage as arcs.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from agentlint.source.coverage.data import CoverageProblem, Data, collected

TABLES = ("arc", "context", "file", "line_bits")
OF_FILE = "JOIN file ON file_id = file.id JOIN context ON context_id = context.id"
LINES = f"SELECT path, context, numbits FROM line_bits {OF_FILE}"
ARCS = f"SELECT path, context, fromno, tono FROM arc {OF_FILE}"
MAX_BITS = 1_000_000
"""Bytes of the bits of a file's lines: no file that is analysed has eight times as many lines."""


def read(file: Path) -> Data:
    """The data in ``file``."""
    try:
        with closing(sqlite3.connect(f"file:{quote(str(file.absolute()))}?mode=ro&immutable=1", uri=True)) as opened:
            made = opened.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
            if not {(table,) for table in TABLES} <= set(made):
                raise CoverageProblem(file, "is a database, but not one of coverage.py", "name its data file")
            return collected(_lines(opened))
    except (sqlite3.Error, TypeError, ValueError) as error:
        raise CoverageProblem(file, f"is damaged ({error})", "run the tests under coverage again") from error


def _lines(opened: sqlite3.Connection) -> Iterator[tuple[str, int, str]]:
    for path, context, bits in opened.execute(LINES):
        for line in _numbers(bytes(bits)[:MAX_BITS]):
            yield str(path), line, _test(context)
    for path, context, *ends in opened.execute(ARCS):
        for line in map(int, ends):
            if line > 0:
                yield str(path), line, _test(context)


def _numbers(bits: bytes) -> Iterator[int]:
    """The numbers whose bits are set, the lowest bit of the first byte being 0."""
    return (place * 8 + bit for place, byte in enumerate(bits) for bit in range(8) if byte & 1 << bit)


def _test(context: str) -> str:
    """The test that a context names: pytest-cov tells the phase of the test behind it."""
    return str(context).partition("|")[0]
