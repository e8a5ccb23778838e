"""Which rules run, and which of their findings are shown."""

from dataclasses import dataclass

from agentlint.diagnostics.finding import Finding
from agentlint.graph.evidence import Confidence
from agentlint.rules.base import Rule, weakest


@dataclass(frozen=True, slots=True)
class Selection:
    """A choice among rules by id or by group; an empty ``select`` means all, and an id beats a group.

    Without ``pedantic``, pedantic rules run only where their id is selected, and guesses stay hidden unless
    ``min_confidence`` admits them.
    """

    select: frozenset[str] = frozenset()
    ignore: frozenset[str] = frozenset()
    pedantic: bool = False
    min_confidence: Confidence | None = None

    def takes(self, rule: Rule) -> bool:
        """Whether ``rule`` runs."""
        if rule.id in self.ignore:
            return False
        if rule.id in self.select:
            return True
        if rule.group in self.ignore or (rule.pedantic and not self.pedantic):
            return False
        return not self.select or rule.group in self.select

    def shows(self, finding: Finding) -> bool:
        """Whether ``finding`` is sure enough to be shown."""
        least = self.min_confidence or (Confidence.GUESSED if self.pedantic else Confidence.LIKELY)
        return weakest(finding.confidence, least) == least


DEFAULT = Selection()
