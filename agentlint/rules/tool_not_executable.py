"""A tool that a model is offered and that nothing runs."""

from collections.abc import Iterator

from agentlint.diagnostics.finding import Level
from agentlint.graph.model import Node, Orchestration
from agentlint.graph.tooling import unassigned, unserved
from agentlint.rules.base import Claim, Group, rule
from agentlint.rules.words import names


@rule(
    "tool-not-executable", "tool that is offered and never run", level=Level.ERROR, group=Group.CONTRACTS, since="0.1"
)
def check(node: Node, graph: Orchestration) -> Iterator[Claim]:
    """What the model calls goes to nodes that run tools, all of theirs are known, and the tool is not among them.

    Where the node goes anywhere else, its calls may be served there by hand. In a conversation, those run a tool who
    are registered for it, and nobody is.
    """
    if missing := unassigned(node, graph):
        listed = names(tool.name for tool in missing)
        claim = Claim(
            f"`{node.name}` offers {listed} to its model, and nobody in the conversation runs it",
            label="its model may call it",
            help=f"register {listed} for execution with an agent that is given the call",
            part=", ".join(tool.name for tool in missing),
        ).labelled("they talk here", graph.location)
        yield claim.labelled(f"`{missing[0].name}` is defined here", missing[0].location).noted(
            "the model is told that the function is not found, and tries again or makes up the result"
        )
    if (found := unserved(node, graph)) is not None:
        runners = names(one.name for one in found.runners)
        claim = Claim(
            f"`{node.name}` offers {names(tool.name for tool in found.tools)} to its model, and nothing runs it",
            label="its model may call it",
            help=f"give it to {runners} as well: one list for both keeps them together",
            part=", ".join(tool.name for tool in found.tools),
        )
        for runner in found.runners:
            claim = claim.labelled(f"`{runner.name}` runs the tools, without this one", runner.location)
        yield claim.labelled(f"`{found.tools[0].name}` is defined here", found.tools[0].location).noted(
            "the model is told that the tool does not exist, and tries again or makes up the result"
        )
