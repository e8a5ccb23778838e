"""The JSON report of coverage.py (`coverage json`, with `--show-contexts` also the tests)."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from agentlint.source.coverage.data import CoverageProblem, Data, Lines


def read(file: Path) -> Data:
    """The data in ``file``."""
    try:
        document = json.loads(file.read_bytes())
    except (ValueError, RecursionError, OSError) as error:
        raise CoverageProblem(file, f"is no valid JSON ({error})", "make it again with `coverage json`") from error
    try:
        return Data({str(path): _lines(entry) for path, entry in document["files"].items()})
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise CoverageProblem(file, "is JSON, but no coverage report", "make one with `coverage json`") from error


def _lines(entry: dict[str, Any]) -> Lines:
    contexts = entry.get("contexts") or {}
    tests = {int(line): frozenset(_tests(names)) for line, names in contexts.items()}
    return Lines(frozenset(map(int, entry["executed_lines"])), {line: names for line, names in tests.items() if names})


def _tests(names: list[Any]) -> Iterator[str]:
    """The tests that contexts name, without the phase that pytest-cov tells."""
    return (test for name in names if (test := str(name).partition("|")[0]))
