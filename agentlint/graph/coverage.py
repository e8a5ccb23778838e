"""Orchestration coverage: which transitions and nodes of a graph ran, by the lines that did."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Protocol

from agentlint.graph.evidence import Location
from agentlint.graph.model import END, START, Edge, EdgeKind, Node, Orchestration
from agentlint.graph.tested import Coverage, Exercise, Proof


class Executed(Protocol):
    """What ran: None where that cannot be told."""

    def statement(self, at: Location) -> bool | None:
        """Whether the statement at a place ran."""

    def body(self, at: Location) -> bool | None:
        """Whether the function at a place ran."""

    def tests(self, at: Location) -> tuple[str, ...]:
        """The tests that ran what stands at a place."""


def covered(graph: Orchestration, executed: Executed) -> Orchestration:
    """``graph`` with what ran of it.

    A node ran if a line of its function did. A transition that is always taken was if both its ends ran; one that is
    decided was if the statement that chooses it ran or, where that may choose another one as well, if its target ran.
    """
    nodes = tuple(replace(node, ran=_ran(node, executed)) for node in graph.nodes)
    ran = {node.name: node.ran for node in nodes if node.name not in (START, END)}
    edges = tuple(_edge(edge, graph, ran, executed) for edge in graph.edges)
    told = [edge.taken for edge in edges if edge.taken is not None]
    known = [one for one in ran.values() if one is not None]
    measured = Coverage(len(told), sum(told), len(known), sum(known))
    return replace(graph, nodes=nodes, edges=edges, coverage=measured)


def _ran(node: Node, executed: Executed) -> bool | None:
    return executed.body(node.defined_at) if node.defined_at is not None else None


def _edge(edge: Edge, graph: Orchestration, ran: Mapping[str, bool | None], executed: Executed) -> Edge:
    """The transition with whether it was taken, and the tests that did."""
    if not edge.resolved:
        return edge
    choices = list(_choices(edge, graph))
    alone = [at for at, shared in choices if not shared and executed.statement(at)]
    if edge.kind in (EdgeKind.SEQUENCE, EdgeKind.JOIN):
        taken = _all(ran[name] for name in (edge.source, edge.target) if name in ran)
    elif ran.get(edge.source) is False or (choices and all(executed.statement(at) is False for at, _ in choices)):
        taken = False
    else:
        taken = True if alone else ran.get(edge.target)
    target = graph.node(edge.target)
    body = [target.defined_at] if target is not None and target.defined_at is not None else []
    tests = {test: None for at in alone or body if taken for test in executed.tests(at)}
    seen = tuple(Exercise(Proof.EXECUTED, test=test) for test in tests)
    return replace(edge, taken=taken, tests=(*edge.tests, *seen))


def _choices(edge: Edge, graph: Orchestration) -> Iterator[tuple[Location, bool]]:
    """The statements that choose the transition, and whether each may also choose another one."""
    for decision in graph.decisions:
        for route in decision.routes if decision.source == edge.source else ():
            if route.value == (edge.label or edge.target):
                others = [other.location for other in decision.routes if other.value != route.value]
                yield route.location, any(_beside(route.location, other) for other in others)


def _beside(one: Location, other: Location) -> bool:
    """Whether two places are on one line, which coverage data cannot tell apart."""
    return (one.path, one.line) == (other.path, other.line)


def _all(ran: Iterable[bool | None]) -> bool | None:
    """Whether all ran, where that can be told."""
    found = list(ran)
    if False in found:
        return False
    return None if None in found or not found else True
