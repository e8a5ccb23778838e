"""Comments that hide findings: `# agentlint: ignore[rule] reason`, at any place that a finding names."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from agentlint.diagnostics.finding import Finding
from agentlint.graph.evidence import Location
from agentlint.source import SourceModule
from agentlint.source.comments import Comment, comments

MARKER = "agentlint:"
DIRECTIVE = re.compile(
    r"#\s*agentlint:\s*(?P<whole>file-)?ignore\b\s*(?:\[(?P<rules>[^\]#]*)\])?(?P<reason>.*?)(?=\s#\s|$)"
)


@dataclass(frozen=True, slots=True)
class Ignore:
    """A comment that hides findings of ``rules`` in the lines from ``first`` to ``last``, or in the ``whole`` file."""

    rules: tuple[str, ...]
    location: Location
    first: int
    last: int
    whole: bool
    reason: str

    def covers(self, finding: Finding) -> bool:
        """Whether it hides a finding: one that names a place in its lines."""
        return finding.rule in self.rules and any(map(self._covers, _places(finding)))

    def _covers(self, place: Location) -> bool:
        if self.whole or place.path != self.location.path:
            return place.path == self.location.path
        return place.cell == self.location.cell and place.line <= self.last and self.first <= place.end_line


class Lack(Enum):
    """Why a comment hides nothing."""

    RULE = "names no rule"
    UNKNOWN = "names a rule that does not exist"
    REASON = "does not say why"
    FINDING = "is not needed"


@dataclass(frozen=True, slots=True)
class Idle:
    """A comment that hides nothing of ``rule``, for ``lack`` of what. ``nearest`` is the rule that was meant."""

    ignore: Ignore
    lack: Lack
    rule: str = ""
    nearest: str | None = None


def ignores(module: SourceModule) -> Iterator[Ignore]:
    """The comments of a module that hide findings."""
    for comment in comments(module, MARKER):
        for found in DIRECTIVE.finditer(comment.text):
            names = (found["rules"] or "").split(",")
            yield Ignore(
                rules=tuple(dict.fromkeys(name.strip() for name in names if name.strip())),
                location=_part(comment, found),
                first=comment.first,
                last=comment.last,
                whole=found["whole"] is not None,
                reason=found["reason"].strip(" \t:-"),
            )


def covering(among: Iterable[Ignore], finding: Finding) -> Iterator[Ignore]:
    """The comments that hide a finding."""
    return (one for one in among if one.covers(finding))


def _part(comment: Comment, found: re.Match[str]) -> Location:
    """Where in a comment a directive stands."""
    at = comment.location
    text = found[0].rstrip()
    column = at.column + found.start()
    return Location(at.path, at.line, column, at.line, column + len(text), at.cell)


def _places(finding: Finding) -> Iterator[Location]:
    yield finding.location
    for label in finding.labels:
        yield label.location
