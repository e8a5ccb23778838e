"""Coverage data, whatever file they come from, and which of their files is which file of the project."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TypeVar

Other = TypeVar("Other")


class CoverageProblem(Exception):  # noqa: N818 - named like the other problems that users are told
    """Coverage data that cannot be used: what is wrong with ``file``, and what to do."""

    def __init__(self, file: Path, what: str, remedy: str) -> None:
        super().__init__(f"{file} {what}; {remedy}")


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a file that ran; ``tests`` names those that ran a line, where the data know them."""

    ran: frozenset[int]
    tests: Mapping[int, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Data:
    """What ran, by the paths that the data have: absolute, or relative to some folder."""

    files: Mapping[str, Lines]

    def of(self, root: Path, paths: Iterable[str]) -> dict[str, Lines]:
        """The lines of the project's files ``paths``, which are relative to ``root``.

        Two paths mean one file if they end alike as far as the shorter of them goes. Of several that do, the one counts
        that has most in common with the whole path; where two have as much, none does.
        """
        named: defaultdict[str, list[tuple[str, ...]]] = defaultdict(list)
        keys = {_parts(path): path for path in self.files}
        for parts in keys:
            named[parts[-1] if parts else ""].append(parts)
        claims: defaultdict[tuple[str, ...], list[tuple[int, str]]] = defaultdict(list)
        for path in paths:
            inner = _parts(path)
            whole = (*_parts(str(root)), *inner)
            alike = [(_common(whole, other), other) for other in named[inner[-1]]]
            alike = [(count, other) for count, other in alike if count >= min(len(inner), len(other))]
            if (nearest := _only(alike)) is not None:
                claims[nearest[1]].append((nearest[0], path))
        chosen = {only[1]: other for other, found in claims.items() if (only := _only(found)) is not None}
        return {path: self.files[keys[other]] for path, other in chosen.items()}


def collected(ran: Iterable[tuple[str, int, str]]) -> Data:
    """The data of lines that ran: path, line and the test that ran it, which is empty where nobody knows."""
    lines: defaultdict[str, set[int]] = defaultdict(set)
    tests: defaultdict[str, defaultdict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    for path, line, test in ran:
        lines[path].add(line)
        if test:
            tests[path][line].add(test)
    return Data(
        {
            path: Lines(frozenset(found), {line: frozenset(names) for line, names in tests[path].items()})
            for path, found in lines.items()
        }
    )


def _only(found: list[tuple[int, Other]]) -> tuple[int, Other] | None:
    """The one with the largest number, if there is only one."""
    most = max((count for count, _ in found), default=0)
    best = [one for one in found if one[0] == most]
    return best[0] if len(best) == 1 else None


def _parts(path: str) -> tuple[str, ...]:
    return tuple(part for part in PurePosixPath(path.replace("\\", "/")).parts if part not in ("/", "."))


def _common(one: tuple[str, ...], other: tuple[str, ...]) -> int:
    """How many parts two paths have in common at their ends."""
    count = 0
    for a, b in zip(reversed(one), reversed(other), strict=False):
        if a != b:
            break
        count += 1
    return count
