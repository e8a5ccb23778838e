"""An agent that may hand over to two others at once."""

from collections.abc import Iterator

from agentlint.diagnostics.finding import Level
from agentlint.graph.model import Node, Orchestration
from agentlint.rules.base import Claim, Group, rule
from agentlint.rules.words import names


@rule(
    "parallel-handoffs",
    "agent that may hand over to several at once",
    level=Level.INFO,
    group=Group.WIRING,
    since="0.1",
)
def check(node: Node, graph: Orchestration) -> Iterator[Claim]:
    """A model is offered handoff tools to different agents, and may call several tools in one turn."""
    tools = [tool for tool in graph.tools if tool.handoff is not None and node.name in tool.holders]
    if node.serial or len({tool.handoff for tool in tools}) < 2:
        return
    claim = Claim(
        f"`{node.name}` may hand over to {names(tool.handoff for tool in tools if tool.handoff)} in one turn",
        label="its model may call several tools at once",
        help="bind the tools with `parallel_tool_calls=False`",
        part="handoffs",
    )
    for tool in tools:
        claim = claim.labelled(f"`{tool.name}` hands over to `{tool.handoff}`", tool.location)
    yield claim.noted("two handoffs in one turn run both agents on the same messages, or end the run with an error")
