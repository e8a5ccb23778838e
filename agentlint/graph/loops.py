"""Who takes part in a loop, and how far a step limit alone may let it go."""

from agentlint.graph.condition import Decider
from agentlint.graph.model import BoundKind, Loop, Node, NodeKind, Orchestration

HARMLESS = 100
"""Steps that are felt before the bill is."""
OPEN = frozenset({Decider.MODEL, Decider.STATE, Decider.UNKNOWN})
"""Whose word may be another in each round, without end."""
SETTINGS = (BoundKind.STEP_LIMIT, BoundKind.TURNS, BoundKind.CALLS)


def members(loop: Loop, graph: Orchestration) -> tuple[Node, ...]:
    """The nodes of a loop, in graph order."""
    return tuple(node for name in loop.nodes if (node := graph.node(name)) is not None)


def agents(loop: Loop, graph: Orchestration) -> tuple[Node, ...]:
    """The nodes of a loop that ask a model in every round."""
    return tuple(node for node in members(loop, graph) if node.model or node.kind is NodeKind.AGENT)


def paced(loop: Loop, graph: Orchestration) -> bool:
    """Whether a human has a say in it, so that it goes on only as long as somebody wants it to."""
    humans = any(node.interrupts or node.kind is NodeKind.HUMAN for node in members(loop, graph))
    return bool(graph.interrupts) or humans


def disabled(loop: Loop) -> bool:
    """Whether somebody set its limit so high that it bounds nothing."""
    bound = loop.bound
    return bound.kind in SETTINGS and bound.explicit and bound.value is not None and bound.value > HARMLESS
