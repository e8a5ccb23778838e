"""Agents that call other agents and teams as tools: `AgentTool`, `TeamTool` (tools/, 0.7.5)."""

from agentlint.evaluate.values import Const, Value
from agentlint.frameworks.autogen.agents import add_agent
from agentlint.frameworks.autogen.construction import Construction, Maker
from agentlint.frameworks.autogen.names import agent_name
from agentlint.frameworks.autogen.reader import Reader
from agentlint.frameworks.autogen.tools import delegate, tool_name
from agentlint.frameworks.draft import Draft, reason
from agentlint.frameworks.members import each
from agentlint.graph.bound import Bound, BoundKind
from agentlint.graph.condition import Decider
from agentlint.graph.model import END, START, EdgeKind

ROUNDS = 1
"""The default of ``max_tool_iterations``."""


def delegates(made: Construction) -> list[tuple[str | None, Value]]:
    """What an agent calls as tools, under the names by which it does."""
    tools = made.given.get(None, "tools")
    return [
        (tool_name(tool), inner)
        for tool, _ in (each(tools) if tools is not None else ())
        if (inner := delegate(tool)) is not None
    ]


def read_delegation(reader: Reader, draft: Draft, made: Construction, agent: Maker) -> None:
    """The agent's model decides whom it calls; the answer comes back to it as that of a tool."""
    leader = agent_name(agent)
    if leader is None:
        draft.unknown("the name of the agent is not known", draft.span)
        return
    add_agent(reader, draft, leader, agent)
    rounds = made.given.get(None, "max_tool_iterations")
    number = rounds.value if isinstance(rounds, Const) and isinstance(rounds.value, int) else None
    draft.bounds.append(
        Bound(BoundKind.CALLS, number if rounds is not None else ROUNDS, rounds is not None, "rounds of tools",
              "`max_tool_iterations`", draft.span.location)
    )  # fmt: skip
    draft.edge(START, leader, EdgeKind.SEQUENCE, draft.span)
    for name, inner in delegates(made):
        if name is None:
            draft.unknown(f"an agent among the tools is not known: {reason(inner)}", draft.span)
            draft.open_nodes = True
            continue
        add_agent(reader, draft, name, inner)
        draft.edge(leader, name, EdgeKind.DELEGATION, draft.span, decided_by=Decider.MODEL)
    draft.edge(leader, END, EdgeKind.SEQUENCE, draft.span)
