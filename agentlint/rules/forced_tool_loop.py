"""A model that must call a tool, in a loop that ends when it calls none."""

from collections.abc import Iterator

from agentlint.diagnostics.finding import Level
from agentlint.graph.condition import Condition, Decider
from agentlint.graph.model import Edge, Loop, Node, NodeKind, Orchestration
from agentlint.rules.base import Claim, Group, rule
from agentlint.rules.words import shown


@rule(
    "forced-tool-loop", "loop that a forced tool call never leaves", level=Level.ERROR, group=Group.LOOPS, since="0.1"
)
def check(loop: Loop, graph: Orchestration) -> Iterator[Claim]:
    """Every way out of the loop is taken only without tool calls, by a node whose model must make one each time."""
    nodes = [node for name in loop.nodes if (node := graph.node(name))]
    tools = [node for node in nodes if node.kind is NodeKind.TOOL]
    if not tools or not loop.exits or any(node.open_tools for node in tools):
        return
    forced = {node.name: node for node in nodes if node.forced and _always(node)}
    if not all(exit.source in forced and _without_calls(exit, graph) for exit in loop.exits):
        return
    node = forced[loop.exits[0].source]
    call = next(iter(node.effects.models), None) if node.effects is not None else None
    claim = Claim(
        f"`{node.name}` must call a tool in every round, and `{loop}` ends only when it calls none",
        label="its model is forced to call a tool",
        help="force the first call only, or give the model a tool that ends the loop",
        at=call.location if call is not None else node.location,
    )
    for exit in loop.exits:
        claim = claim.labelled(f"`{exit.source}` leaves to `{shown(exit.target)}` without tool calls", exit.location)
    yield claim.noted("the model can never answer: the run goes on until the step limit breaks it off")


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
