"""Agents that LangGraph and LangChain wire themselves: the shapes that their factories build."""


from agentlint.evaluate.values import Arguments, Span, Traced
from agentlint.frameworks.draft import Draft
from agentlint.frameworks.langgraph.actions import handoffs, listed
from agentlint.frameworks.langgraph.names import inferred
from agentlint.frameworks.langgraph.reader import Reader
from agentlint.frameworks.models import name_of
from agentlint.graph.model import END, START, Decider, EdgeKind, NodeKind

PREBUILT: dict[str, tuple[str, ...]] = {
    "create_react_agent": ("langgraph",),
    "create_tool_calling_executor": ("langgraph",),
    "create_agent": ("langchain",),
}
"""Factory names and the packages that they come from."""


def read_prebuilt(reader: Reader, draft: Draft, made: Traced) -> None:
    """Fill a draft with the shape that a factory builds for its arguments."""
    draft.prebuilt = draft.compiled = True
    given = made.created.arguments
    name = made.callee.name.rpartition(".")[2] if hasattr(made.callee, "name") else ""
    if name in ("create_react_agent", "create_tool_calling_executor"):
        _react(reader, draft, given, draft.span)


def _react(reader: Reader, draft: Draft, given: Arguments, span: Span) -> None:
    """``create_react_agent`` (langgraph-prebuilt 1.1.2)."""
    tools = listed(given.get(1, "tools"))
    draft.node("agent", NodeKind.AGENT, span, model=name_of(given.get(0, "model")), tools=tuple(filter(None, map(inferred, tools))))
    draft.edge(START, "agent", EdgeKind.SEQUENCE, span)
    for tool in tools:
        reader.parents[id(draft)] += [target for target in handoffs(reader, tool) if target.parent]
    if tools:
        draft.node("tools", NodeKind.TOOL, span)
        draft.edge("agent", "tools", EdgeKind.CONDITIONAL, span, decided_by=Decider.MODEL)
        draft.edge("tools", "agent", EdgeKind.SEQUENCE, span)
        draft.edge("agent", END, EdgeKind.CONDITIONAL, span, decided_by=Decider.MODEL)
    else:
        draft.edge("agent", END, EdgeKind.SEQUENCE, span)
