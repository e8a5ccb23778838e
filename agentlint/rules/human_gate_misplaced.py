"""A prompt tells the agent to ask a human, and nothing in the graph can ask one."""

import re
from collections.abc import Iterator

from agentlint.diagnostics.finding import Level
from agentlint.graph.humans import unattended
from agentlint.graph.model import Node, Orchestration
from agentlint.graph.model_text import prompts
from agentlint.rules.base import Claim, Group, rule

ASKS = re.compile(
    r"\b(ask|request|get|obtain|wait for|seek)\b[^.\n]{0,40}"
    r"\b(user|human|customer|manager|operator|reviewer|supervisor)"
    r"(?:'s)?\b[^.\n]{0,30}\b(approv\w+|confirm\w*|permission|consent|sign-?off|clarif\w+)",
    re.IGNORECASE,
)


@rule(
    "human-gate-misplaced",
    "prompt that asks a human in a graph that cannot",
    level=Level.INFO,
    group=Group.ESCALATION,
    since="0.1",
    suspects=True,
)
def check(node: Node, graph: Orchestration) -> Iterator[Claim]:
    """The graph neither pauses nor talks: it runs once from what it is given to its result."""
    asked = next((found for text in prompts(node) if (found := ASKS.search(text))), None)
    if asked is None or not unattended(graph):
        return
    yield Claim(
        f"`{node.name}` is told to ask a human, and nothing in `{graph.name}` can ask one",
        label=f'its prompt says "{" ".join(asked[0].split())}"',
        help="pause the graph where the human is to decide (`interrupt()`), before the step that needs the answer",
    ).noted("the model asks in its answer, which the next step takes for the result: nobody is asked")
