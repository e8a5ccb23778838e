"""A tool that a model is offered and that nothing runs."""

from collections.abc import Iterator

from agentlint.diagnostics.finding import Level
from agentlint.graph.model import END, Node, NodeKind, Orchestration
from agentlint.rules.base import Claim, Group, rule
from agentlint.rules.words import names


@rule(
    "tool-not-executable", "tool that is offered and never run", level=Level.ERROR, group=Group.CONTRACTS, since="0.1"
)
def check(node: Node, graph: Orchestration) -> Iterator[Claim]:
    """What the model calls goes to nodes that run tools, all of theirs are known, and the tool is not among them.

    Where the node goes anywhere else, its calls may be served there by hand.
    """
    if graph.prebuilt or node.effects is None or node.kind is NodeKind.TOOL:
        return
    following = {edge.target for edge in graph.edges if edge.source == node.name} - {END, node.name}
    runners = [found for name in following if (found := graph.node(name))]
    if not runners or any(one.kind is not NodeKind.TOOL or one.open_tools for one in runners):
        return
    missing = [
        tool
        for tool in graph.tools
        if node.name in tool.holders and tool.effects is not None and not tool.runners and tool.handoff is None
    ]
    if missing:
        claim = Claim(
            f"`{node.name}` offers {names(tool.name for tool in missing)} to its model, and nothing runs it",
            label="its model may call it",
            help=f"give it to {names(one.name for one in runners)} as well: one list for both keeps them together",
            part=", ".join(tool.name for tool in missing),
        )
        for runner in runners:
            claim = claim.labelled(f"`{runner.name}` runs the tools, without this one", runner.location)
        yield claim.labelled(f"`{missing[0].name}` is defined here", missing[0].location).noted(
            "the model is told that the tool does not exist, and tries again or makes up the result"
        )
