"""What is judged: one small function per rule, over the graph only."""

from collections.abc import Iterable

from agentlint.diagnostics.finding import Finding
from agentlint.graph.model import Orchestration
from agentlint.rules.base import Rule
from agentlint.rules.catalogue import RULES, page
from agentlint.rules.selection import DEFAULT, Selection
from agentlint.rules.verdict import INTERNAL_ERROR, verdict

__all__ = ["INTERNAL_ERROR", "RULES", "Rule", "Selection", "judge", "page"]


def judge(graphs: Iterable[Orchestration], selection: Selection = DEFAULT) -> tuple[Finding, ...]:
    """What the selected rules find in ``graphs``, as far as it is sure enough to be shown."""
    rules = [rule for rule in RULES.values() if selection.takes(rule)]
    return tuple(finding for finding in verdict(graphs, rules) if selection.shows(finding))
