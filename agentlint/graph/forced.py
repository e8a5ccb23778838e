"""Models that must call a tool each time, in loops that only an answer without one leaves."""

from agentlint.graph.condition import Condition, Decider
from agentlint.graph.loops import members
from agentlint.graph.model import Edge, Loop, Node, NodeKind, Orchestration


def forced(loop: Loop, graph: Orchestration) -> Node | None:
    """A node that decides to leave the loop only if its model calls no tool, and whose model always must."""
    nodes = members(loop, graph)
    tools = [node for node in nodes if node.kind is NodeKind.TOOL]
    if not tools or not loop.exits or any(node.open_tools for node in tools):
        return None
    always = {node.name: node for node in nodes if node.forced and _always(node)}
    if not all(exit.source in always and _without_calls(exit, graph) for exit in loop.exits):
        return None
    return always[loop.exits[0].source]


def _always(node: Node) -> bool:
    """Whether the model is asked whenever the node runs."""
    return node.effects is None or any(not call.where.condition for call in node.effects.models)


def _without_calls(exit: Edge, graph: Orchestration) -> bool:
    """Whether the way out is taken only where the last message asks for no tool."""
    if graph.prebuilt:
        return exit.decided_by is Decider.MODEL
    return any(map(_asks_for_calls, exit.condition)) and all(map(_about_message, exit.condition))


def _asks_for_calls(test: Condition) -> bool:
    return any(path.endswith("tool_calls") for path in test.reads) and not test.compares


def _about_message(test: Condition) -> bool:
    return not test.compares and "name" not in test.text and all("messages" in path for path in test.reads)
