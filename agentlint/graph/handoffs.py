"""Who hands control to whom, and what gets lost on the way."""

from dataclasses import dataclass

from agentlint.graph.bound import BoundKind
from agentlint.graph.loops import HARMLESS, OPEN, agents, paced
from agentlint.graph.model import END, Edge, EdgeKind, History, Loop, Node, NodeKind, Orchestration
from agentlint.graph.queries import leaving

SMALL = 20_000
"""Tokens of a small window."""


def received(node: Node, graph: Orchestration) -> tuple[Edge, ...]:
    """The handoffs of others to a node."""
    handoffs = (edge for edge in graph.edges if edge.kind is EdgeKind.HANDOFF and edge.target == node.name)
    return tuple(edge for edge in handoffs if edge.source != node.name)


def stuck(node: Node, graph: Orchestration) -> bool:
    """Whether all transitions of a graph are known, and none leads on from an agent of it."""
    known = graph.compiled and not graph.unresolved
    return known and node.kind is NodeKind.AGENT and not leaving(graph).get(node.name)


def uncontracted(node: Node, graph: Orchestration) -> tuple[Node, ...]:
    """The agents that may end the run without the schema that a node's answer is held to, where it hands over."""
    if node.output_contract is None:
        return ()
    edges = [edge for edge in leaving(graph).get(node.name, ()) if edge.kind is EdgeKind.HANDOFF and edge.resolved]
    targets = [target for edge in edges if (target := graph.node(edge.target)) and target.kind is NodeKind.AGENT]
    return tuple(target for target in targets if target.output_contract is None and _may_answer(target, graph))


def _may_answer(node: Node, graph: Orchestration) -> bool:
    """Whether the run may end with the node: nothing but handoffs follows it, or an end does."""
    onward = leaving(graph).get(node.name, [])
    return all(edge.kind is EdgeKind.HANDOFF for edge in onward) or any(edge.target == END for edge in onward)


@dataclass(frozen=True, slots=True)
class Whole:
    """Transitions that pass on the whole conversation because a setting asks for it.

    ``raw`` are the tools whose results from outside go along, ``window`` the tokens that the first target takes.
    """

    edges: tuple[Edge, ...]
    raw: tuple[str, ...] = ()
    window: int | None = None

    @property
    def small(self) -> bool:
        """Whether a few pages of tool output fill the window."""
        return self.window is not None and self.window <= SMALL


def passed_whole(graph: Orchestration) -> Whole:
    """What settings pass on whole. What is handed over by default is left out."""
    found = [(edge, edge.payload) for edge in graph.edges if edge.payload is not None and edge.payload.chosen]
    full = [(edge, payload) for edge, payload in found if payload.history is History.FULL]
    target = graph.node(full[0][0].target) if full else None
    return Whole(
        tuple(edge for edge, _ in full),
        tuple(name for _, payload in full for name in payload.raw),
        target.window if target is not None else None,
    )


def mutual(loop: Loop, graph: Orchestration) -> tuple[Edge, Edge] | None:
    """The handoffs of two agents to each other that nothing bounds. Where a human speaks in each round, it is paced."""
    if graph.prebuilt or paced(loop, graph) or _bounded(loop):
        return None
    two = {node.name for node in agents(loop, graph)}
    onward = leaving(graph)
    free = {
        (edge.source, edge.target): edge
        for name in loop.nodes
        for edge in onward.get(name, [])
        if edge.kind is EdgeKind.HANDOFF and edge.decided_by in OPEN and edge.resolved
        if {edge.source, edge.target} <= two and edge.source != edge.target
    }
    return next(
        ((edge, free[(target, source)]) for (source, target), edge in free.items() if (target, source) in free), None
    )


def _bounded(loop: Loop) -> bool:
    """Whether somebody bounds the loop, or the limit that it has is reached soon. A limit switched off is no slip."""
    bound = loop.bound
    if bound.kind not in (BoundKind.NONE, BoundKind.STEP_LIMIT):
        return True
    return (bound.explicit and bound.value is None) or (bound.value is not None and bound.value <= HARMLESS)
