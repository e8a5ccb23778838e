"""Tools that a model is offered, and the nodes that run them."""

from dataclasses import dataclass

from agentlint.graph.model import END, Node, NodeKind, Orchestration
from agentlint.graph.queries import leaving
from agentlint.graph.uses import Tool


@dataclass(frozen=True, slots=True)
class Unserved:
    """Tools that a node offers its model and that nothing runs: not the ``runners`` that follow it."""

    tools: tuple[Tool, ...]
    runners: tuple[Node, ...]


def unassigned(node: Node, graph: Orchestration) -> tuple[Tool, ...]:
    """The tools that a node offers its model, and that nobody else in its conversation was assigned to run."""
    if graph.prebuilt or graph.unresolved or node.open_tools:
        return ()
    known = (tool for tool in graph.tools if tool.assigned and node.name in tool.holders)
    return tuple(tool for tool in known if not tool.runners)


def unserved(node: Node, graph: Orchestration) -> Unserved | None:
    """The tools of a node that nothing runs. Where it goes anywhere but to nodes that run tools, all of them known,
    its calls may be served there by hand."""
    if graph.prebuilt or node.effects is None or node.kind is NodeKind.TOOL:
        return None
    following = dict.fromkeys(edge.target for edge in leaving(graph).get(node.name, ()))
    runners = tuple(found for name in following if name not in (END, node.name) and (found := graph.node(name)))
    if not runners or any(one.kind is not NodeKind.TOOL or one.open_tools for one in runners):
        return None
    offered = (tool for tool in graph.tools if node.name in tool.holders and tool.effects is not None)
    missing = tuple(tool for tool in offered if not tool.runners and tool.handoff is None)
    return Unserved(missing, runners) if missing else None
