"""The baseline: findings that were there before, by what they are about, so that only new ones are told."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

VERSION = 1


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """A finding that is accepted: its rule, and what it is ``at`` (`graph:element`, free of lines and counts)."""

    rule: str
    at: str


@dataclass(frozen=True, slots=True)
class Baseline:
    """A file of accepted findings, beside what was found in its project.

    ``stale`` are entries of which it is sure that nothing is found any more.
    """

    file: Path
    entries: frozenset[Entry]
    found: frozenset[Entry]
    stale: frozenset[Entry]

    @property
    def renewed(self) -> frozenset[Entry]:
        """The entries for what is found now. What was not looked at stays."""
        return self.entries - self.stale | self.found

    @property
    def pruned(self) -> frozenset[Entry]:
        """The entries without those that are not needed any more."""
        return self.entries - self.stale


class BaselineProblem(Exception):  # noqa: N818 - it is the user's to solve, not our error
    """A baseline that cannot be read; the message says what to do."""


def read_baseline(file: Path) -> frozenset[Entry]:
    """The entries of a file; none where there is no file. Raises `BaselineProblem`."""
    try:
        document = json.loads(file.read_text("utf-8-sig"))
    except FileNotFoundError:
        return frozenset()
    except OSError as error:
        raise BaselineProblem(f"{file} cannot be read: {error.strerror}") from error
    except json.JSONDecodeError as error:
        raise _damaged(file, f"line {error.lineno} is no JSON: {error.msg}") from error
    except (ValueError, RecursionError) as error:
        raise _damaged(file, "it is no JSON in UTF-8") from error
    match document:
        case {"version": 1, "findings": [*entries]}:
            return frozenset(_entry(file, number, entry) for number, entry in enumerate(entries, 1))
        case {"version": int(other)} if other > VERSION:
            raise BaselineProblem(f"{file} was written by a newer agentlint (version {other}): update agentlint")
        case _:
            raise _damaged(file, 'it is not `{"version": 1, "findings": […]}`')


def write_baseline(file: Path, entries: Collection[Entry]) -> None:
    """Write a baseline, one entry on each line in a fixed order: branches that are merged rarely conflict."""
    rows = [json.dumps({"rule": one.rule, "at": one.at}, ensure_ascii=False) for one in sorted(entries)]
    body = ",\n".join(f"    {row}" for row in rows)
    listed = f"[\n{body}\n  ]" if rows else "[]"
    file.write_text(f'{{\n  "version": {VERSION},\n  "findings": {listed}\n}}\n', "utf-8", "backslashreplace", "\n")


def _entry(file: Path, number: int, entry: object) -> Entry:
    match entry:
        case {"rule": str(rule), "at": str(at)}:
            return Entry(rule, at)
        case _:
            raise _damaged(file, f'its finding {number} is not `{{"rule": …, "at": …}}`')


def _damaged(file: Path, what: str) -> BaselineProblem:
    return BaselineProblem(f"{file} is damaged: {what}. Restore it, or delete it and run `agentlint baseline`")
