"""The functions of a graph: those behind its nodes, its decisions and its tools."""

from dataclasses import dataclass

from agentlint.graph.effects import Effects
from agentlint.graph.identity import Element
from agentlint.graph.model import Node, Orchestration


@dataclass(frozen=True, slots=True)
class Function:
    """A function, with the ``element`` that it runs for, as which ``name`` users know it, and its node if it is one."""

    name: str
    element: Element
    effects: Effects
    node: Node | None = None


def functions(graph: Orchestration) -> tuple[Function, ...]:
    """The functions of a graph whose effects are known: those of nodes, then of decisions, then of tools."""
    nodes = [Function(one.name, one, one.effects, one) for one in graph.nodes if one.effects is not None]
    deciding = [one for one in graph.decisions if not one.command]
    decisions = [Function(one.name, one, one.effects) for one in deciding if one.effects is not None]
    tools = [Function(one.name, graph, one.effects) for one in graph.tools if one.effects is not None]
    return (*nodes, *decisions, *tools)
