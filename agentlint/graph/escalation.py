"""Which transitions are escalations: decided ways to a human, a fallback, an error branch or an abort."""

import re
from collections.abc import Iterator

from agentlint.graph.condition import Decider
from agentlint.graph.model import Edge, EdgeKind, NodeKind, Orchestration

ALWAYS = frozenset({EdgeKind.SEQUENCE, EdgeKind.JOIN})
BEGINNINGS = (
    "escalat", "manual", "fallback", "error", "fail", "abort", "reject", "refus", "deny", "denied", "quarantin",
    "emergenc",
)  # fmt: skip
"""How words begin that say so of a node or a route."""
WORDS = frozenset({"human", "humans", "hitl", "operator"})
GATES = frozenset({"review", "approval"})
"""What a node does for a human, unless a model does it."""
WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")


def escalations(graph: Orchestration) -> Iterator[Edge]:
    """The decided transitions of ``graph`` into a human, or whose name or whose target's name says what they are."""
    waiting = {node.name for node in graph.nodes if node.kind is NodeKind.HUMAN}
    gates = {node.name for node in graph.nodes if node.kind is NodeKind.FUNCTION and GATES & set(_words(node.name))}
    chosen: dict[str, set[str]] = {}
    for edge in graph.edges:
        if edge.kind not in ALWAYS and edge.decided_by is not Decider.ALWAYS:
            chosen.setdefault(edge.source, set()).add(edge.label or edge.target)
    for edge in graph.edges:
        if edge.kind in ALWAYS or not edge.resolved or len(chosen.get(edge.source, ())) < 2:
            continue
        named = says_so(edge.target) or (edge.label is not None and says_so(edge.label))
        if named or edge.target in waiting | gates or edge.kind is EdgeKind.ESCALATION:
            yield edge


def says_so(name: str) -> bool:
    """Whether the name of a node or a route is that of an escalation."""
    return any(word in WORDS or word.startswith(BEGINNINGS) for word in _words(name))


def _words(name: str) -> list[str]:
    return [word.lower() for word in WORD.findall(name)]
