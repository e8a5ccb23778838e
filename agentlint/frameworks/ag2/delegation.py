"""Agents of AG2 1.x that call other agents as tools: `as_tool` (ag2 1.2.1, `agent.py`)."""

from agentlint.evaluate.values import NONE, Member, Traced, Value
from agentlint.frameworks.ag2.agents import add_agent
from agentlint.frameworks.ag2.construction import Construction
from agentlint.frameworks.ag2.reader import Reader
from agentlint.frameworks.draft import Draft
from agentlint.frameworks.members import each
from agentlint.graph.condition import Decider
from agentlint.graph.model import END, START, EdgeKind


def delegates(made: Construction) -> list[Value]:
    """The agents that an agent calls as tools."""
    tools = made.given.get(None, "tools")
    found: list[Value] = []
    for tool, _ in each(tools) if tools is not None and tools != NONE else ():
        match tool:
            case Traced(callee=Member(base, "as_tool")):
                found.append(base)
    return found


def read_delegation(reader: Reader, draft: Draft, made: Construction, agent: Value) -> None:
    """The agent's model decides whom it calls; the answer comes back to it as that of a tool."""
    leader = add_agent(reader, draft, agent)
    if leader is None:
        return
    draft.edge(START, leader, EdgeKind.SEQUENCE, draft.span)
    for inner in delegates(made):
        name = add_agent(reader, draft, inner)
        if name is not None:
            draft.edge(leader, name, EdgeKind.DELEGATION, draft.span, decided_by=Decider.MODEL)
    draft.edge(leader, END, EdgeKind.SEQUENCE, draft.span)
