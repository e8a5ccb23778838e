"""The functions of a graph: what those behind its nodes, its decisions and its tools do, each told once."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from agentlint.graph.effects import Effects
from agentlint.graph.evidence import Location
from agentlint.graph.identity import Element
from agentlint.graph.model import Node, Orchestration
from agentlint.rules.base import Claim


@dataclass(frozen=True, slots=True)
class Acting:
    """A function, with the ``element`` that it runs for, as which ``name`` users know it, and its node if it is one."""

    name: str
    element: Element
    effects: Effects
    node: Node | None = None


def functions(graph: Orchestration) -> Iterator[Acting]:
    """The functions of a graph whose effects are known: those of nodes, then of decisions, then of tools."""
    for node in graph.nodes:
        if node.effects is not None:
            yield Acting(node.name, node, node.effects, node)
    for decision in graph.decisions:
        if decision.effects is not None and not decision.command:
            yield Acting(decision.name, decision, decision.effects)
    for tool in graph.tools:
        if tool.effects is not None:
            yield Acting(tool.name, graph, tool.effects)


def once(claims: Iterable[Claim]) -> Iterator[Claim]:
    """The claims, one for each place: several nodes may share a function."""
    told: set[Location | None] = set()
    for claim in claims:
        if claim.at not in told:
            told.add(claim.at)
            yield claim
