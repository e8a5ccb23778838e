"""Who takes part in a loop, and how far a step limit alone may let it go."""

from dataclasses import replace

from agentlint.graph.bound import BoundKind
from agentlint.graph.condition import Decider
from agentlint.graph.model import Loop, Node, NodeKind, Orchestration
from agentlint.graph.queries import cycle_through

GENEROUS = 250
"""A limit that was set to more steps than this bounds no bill."""

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


def disabled(loop: Loop, generous: int = GENEROUS) -> bool:
    """Whether somebody set its limit so high, above ``generous``, that it bounds nothing."""
    bound = loop.bound
    return bound.kind in SETTINGS and bound.explicit and bound.value is not None and bound.value > generous


def to_exit(loop: Loop, graph: Orchestration) -> Loop:
    """The loop, shown by a cycle through a node where somebody decides to leave it, from the node that comes first."""
    source = next((edge.source for edge in loop.exits if edge.decided_by is not Decider.ALWAYS), None)
    cycle = cycle_through(graph, loop.nodes, source) if source is not None else ()
    if not cycle or source in {edge.source for edge in loop.cycle}:
        return loop
    first = min(range(len(cycle)), key=lambda index: loop.nodes.index(cycle[index].source))
    return replace(loop, cycle=cycle[first:] + cycle[:first])
