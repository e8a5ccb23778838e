"""`SocietyOfMindAgent`: an agent that lets a team work, and answers for it.

Read from autogen-agentchat 0.7.5, `agents/_society_of_mind_agent.py`.
"""

from agentlint.evaluate.values import unknown
from agentlint.frameworks.autogen.agents import add_agent
from agentlint.frameworks.autogen.construction import Construction, Maker
from agentlint.frameworks.autogen.names import agent_name
from agentlint.frameworks.autogen.reader import Reader
from agentlint.frameworks.draft import Draft, reason
from agentlint.graph.model import END, START, EdgeKind


def read_society(reader: Reader, draft: Draft, made: Construction, agent: Maker) -> None:
    """The agent gives its task to the first of the team, which is a graph of its own; how it does is fixed."""
    draft.prebuilt = True
    name = agent_name(agent)
    team = made.given.get(1, "team")
    if name is None:
        draft.unknown("the name of the agent is not known", draft.span)
        return
    add_agent(reader, draft, name, agent)
    draft.edge(START, name, EdgeKind.SEQUENCE, draft.span)
    draft.edge(name, END, EdgeKind.SEQUENCE, draft.span)
    inner = reader.graph(team) if team is not None else None
    if inner is None:
        draft.unknown(f"which team it lets work is not known: {reason(team or unknown('it is not given'))}", draft.span)
        return
    for member in inner.nodes.values():
        draft.nodes.setdefault(member.name, member)
    for edge in inner.edges.values():
        if edge.source == START and edge.resolved:
            draft.edge(name, edge.target, EdgeKind.DELEGATION, draft.span, decided_by=edge.decided_by)
