"""A tool that a prompt promises and that no model is offered."""

import re
from collections.abc import Iterator

from agentlint.diagnostics.finding import Level
from agentlint.graph.model import Orchestration
from agentlint.graph.model_text import prompts
from agentlint.rules.base import Claim, Group, rule


@rule(
    "tool-not-registered",
    "tool that a prompt names and no agent has",
    level=Level.ERROR,
    group=Group.ESCALATION,
    since="0.1",
)
def check(graph: Orchestration) -> Iterator[Claim]:
    """The prompt of an agent names a tool of the project that no code mentions again."""
    for tool in graph.idle:
        named = re.compile(rf"\b{re.escape(tool.name)}\b" if "_" in tool.name else rf"`{re.escape(tool.name)}`")
        node = next((node for node in graph.nodes if any(map(named.search, prompts(node)))), None)
        if node is not None:
            yield (
                Claim(
                    f"the prompt of `{node.name}` names `{tool.name}`, which no agent is given",
                    label="its prompt names the tool",
                    help=f"add `{tool.name}` to the tools of `{node.name}`, or take it out of the prompt",
                    about=node,
                    part=tool.name,
                )
                .labelled("defined here, and used nowhere", tool.location)
                .noted("the model writes the call as text, or claims to have made it: nothing happens")
            )
