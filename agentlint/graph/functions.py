"""The functions of a graph: those behind its nodes, its decisions and its tools, and the one that leads them all."""

from dataclasses import dataclass
from posixpath import basename

from agentlint.graph.effects import Effects
from agentlint.graph.evidence import Location
from agentlint.graph.identity import Element
from agentlint.graph.model import Node, Orchestration

SCRIPT = "<module>"
"""What code is called that stands in no function. Users know it by its file."""


@dataclass(frozen=True, slots=True)
class Function:
    """A function, with the ``element`` that it runs for, as which ``name`` users know it, and its node if it is one."""

    name: str
    element: Element
    effects: Effects
    node: Node | None = None

    def called(self, place: Location) -> str:
        """The name of the function in which a place stands: this one, or one that it leads to."""
        inside = [one for one in self.effects.scopes if one.location.covers(place)]
        return min(inside, key=lambda one: one.location.end_line - one.location.line).name if inside else self.name


def functions(graph: Orchestration) -> tuple[Function, ...]:
    """The functions of a graph whose effects are known: of nodes, of decisions, of tools, and what leads them all."""
    nodes = [Function(one.name, one, one.effects, one) for one in graph.nodes if one.effects is not None]
    deciding = [one for one in graph.decisions if not one.command]
    decisions = [Function(one.name, one, one.effects) for one in deciding if one.effects is not None]
    tools = [Function(one.name, graph, one.effects) for one in graph.tools if one.effects is not None]
    return (*nodes, *decisions, *tools, *leading(graph))


def leading(graph: Orchestration) -> tuple[Function, ...]:
    """The function that leads the agents of a graph by itself; none where a framework does."""
    if graph.effects is None:
        return ()
    name = basename(graph.location.path) if graph.builder == SCRIPT else graph.builder
    return (Function(name, graph, graph.effects),)


def working(graph: Orchestration) -> tuple[Function, ...]:
    """The functions that do the work of a graph, and do not only decide: those of nodes, and what leads them."""
    return (*(one for one in functions(graph) if one.node is not None), *leading(graph))
