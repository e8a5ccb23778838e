"""In which order findings are told where not all may be, and how those that are alike are told apart."""

from collections import Counter
from collections.abc import Iterable, Iterator

from agentlint.diagnostics.finding import Finding, Level
from agentlint.graph.evidence import Confidence


def worst_first(findings: Iterable[Finding]) -> list[Finding]:
    """The worst and surest first, otherwise in the order given."""
    levels, confidences = list(Level), list(Confidence)
    return sorted(findings, key=lambda one: (levels.index(one.level), confidences.index(one.confidence)))


def numbered(findings: Iterable[Finding]) -> Iterator[tuple[Finding, int]]:
    """Each finding with its number, from 1, among those of the same fingerprint."""
    seen: Counter[str] = Counter()
    for finding in findings:
        seen[finding.fingerprint] += 1
        yield finding, seen[finding.fingerprint]
