"""`SequentialBuilder` and `ConcurrentBuilder`: one after the other, and side by side (orchestrations 1.4.0)."""

from dataclasses import replace
from itertools import pairwise

from agentlint.evaluate.outcomes import behind
from agentlint.evaluate.values import Const
from agentlint.frameworks.agent_framework.executors import add_node
from agentlint.frameworks.agent_framework.limits import supersteps
from agentlint.frameworks.agent_framework.pauses import ask_after
from agentlint.frameworks.agent_framework.settings import Settings, produced
from agentlint.graph.model import END, START, EdgeKind, History, NodeKind

FIRST = "input-conversation"
DISPATCHER, AGGREGATOR = "dispatcher", "aggregator"


def read_sequential(settings: Settings) -> None:
    """A chain behind a node that turns the input into a conversation."""
    draft = settings.draft
    draft.node(FIRST, NodeKind.FUNCTION, draft.span)
    names = list(settings.participants())
    draft.bounds.append(supersteps(None, draft.span))
    only = settings.made.given.get(None, "chain_only_agent_responses")
    if only == Const(True):
        for name in names[1:]:
            if draft.nodes[name].kind is NodeKind.AGENT:
                draft.nodes[name] = replace(draft.nodes[name], history=History.WINDOWED)
    ask_after(settings)
    chain = [START, FIRST, *names]
    for source, target in pairwise(chain):
        draft.edge(source, target, EdgeKind.SEQUENCE, draft.span)
    if not draft.open_nodes:
        draft.edge(chain[-1], END, EdgeKind.SEQUENCE, draft.span)


def read_concurrent(settings: Settings) -> None:
    """All are given the input, and one takes what they answer."""
    draft = settings.draft
    draft.node(DISPATCHER, NodeKind.FUNCTION, draft.span)
    names = list(settings.participants())
    draft.bounds.append(supersteps(None, draft.span))
    ask_after(settings)
    last = _aggregator(settings)
    draft.edge(START, DISPATCHER, EdgeKind.SEQUENCE, draft.span)
    for name in names:
        draft.edge(DISPATCHER, name, EdgeKind.SEQUENCE, draft.span)
        draft.edge(name, last, EdgeKind.JOIN, draft.span)
    draft.edge(last, END, EdgeKind.SEQUENCE, draft.span)


def _aggregator(settings: Settings) -> str:
    """The node that takes the answers: an executor, a function under its own name, or the ready-made one."""
    draft = settings.draft
    held = settings.given("aggregator", "with_aggregator") or settings.given(
        "aggregator_factory", "register_aggregator"
    )
    if held is not None:
        value, span = held
        for option in (value, *produced(settings.reader, value)):
            if (name := settings.reader.name(option)) is not None:
                add_node(settings.reader, draft, name, option)
                return name
        known = behind(value)
        if known:
            name = known[0][0].name
            draft.node(name, NodeKind.FUNCTION, span, defined_at=known[0][0].span.location)
            return name
    draft.node(AGGREGATOR, NodeKind.FUNCTION, draft.span)
    return AGGREGATOR
