"""A prompt that names a key of the state and does not hold its value."""

import re
from collections.abc import Iterator

from agentlint.diagnostics.finding import Level
from agentlint.graph.effects import ModelCall
from agentlint.graph.model import Node, Orchestration
from agentlint.graph.state_flow import may_write
from agentlint.rules.base import Claim, Group, rule


@rule(
    "key-not-delivered",
    "prompt that names a key of the state and does not hold its value",
    level=Level.INFO,
    group=Group.CONTRACTS,
    since="0.1",
    suspects=True,
)
def check(node: Node, graph: Orchestration) -> Iterator[Claim]:
    """The model is told of a key, and is given neither its value nor the conversation.

    In braces it is a placeholder that nobody fills in, which is worth a warning. In quotes it counts only where the
    name is no word of the language, and where another node writes it.
    """
    if node.effects is None or graph.state is None or not graph.state.complete or graph.prebuilt:
        return
    for call in node.effects.models:
        text = "\n".join(call.verbatim)
        given = {path.partition(".")[0].partition("[")[0] for path in call.content.paths}
        for key in (key.name for key in graph.state.keys if key.name not in given):
            if "{" + key + "}" in text:
                yield _claim(node, key, call, f"`{{{key}}}` as it stands there", Level.WARNING)
            elif _quoted(key, text) and "messages" not in given and "" not in given and _elsewhere(key, node, graph):
                yield _claim(node, key, call, f"of `{key}`, without its value", None)


def _quoted(key: str, text: str) -> bool:
    return "_" in key and re.search(rf"""(['"`]){re.escape(key)}\1""", text) is not None


def _elsewhere(key: str, node: Node, graph: Orchestration) -> bool:
    """Whether others write the key, and the node has nothing to do with it."""
    own = {read.key for read in node.effects.reads} if node.effects is not None else set()
    fields = {field for call in node.effects.models for field in call.fields} if node.effects is not None else set()
    others = [may_write(other) or frozenset() for other in graph.nodes if other.name != node.name]
    return key not in own | fields | (may_write(node) or frozenset()) and any(key in keys for keys in others)


def _claim(node: Node, key: str, call: ModelCall, what: str, level: Level | None) -> Claim:
    return Claim(
        f"the prompt of `{node.name}` tells the model {what}",
        label=f"the value of `{key}` is not in this prompt",
        help=f"put the value into the prompt: make it an f-string, or format it with `{key}`",
        at=call.location,
        part=key,
        level=level,
    ).noted("the model cannot see the state: it makes up what it is not given")
