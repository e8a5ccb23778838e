"""LCOV trace files (`coverage lcov`)."""

from collections.abc import Iterator
from pathlib import Path

from agentlint.source.coverage.data import CoverageProblem, Data, collected


def read(file: Path) -> Data:
    """The data in ``file``. `TN` names a test, `SF` a file, `DA` a line and how often it ran."""
    try:
        return collected(_lines(file.read_text("utf-8", "surrogateescape")))
    except (ValueError, OSError) as error:
        raise CoverageProblem(file, f"is damaged ({error})", "make it again with `coverage lcov`") from error


def _lines(text: str) -> Iterator[tuple[str, int, str]]:
    test = path = ""
    for record in text.splitlines():
        kind, _, value = record.partition(":")
        match kind:
            case "TN":
                test = value.strip()
            case "SF":
                path = value.strip()
            case "DA":
                number, hits, *_ = value.split(",")
                if int(hits) > 0:
                    yield path, int(number), test
