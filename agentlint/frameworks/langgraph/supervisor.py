"""`create_supervisor`: an agent that hands each task to one of several, and gets control back (supervisor 0.0.31).

Which agents there are and what bounds their rounds is for the user to say, so the graph does not count as prebuilt.
"""

from dataclasses import replace

from agentlint.evaluate.values import FALSE, Traced
from agentlint.frameworks.draft import Draft
from agentlint.frameworks.langgraph.inside import argument_span, open_inside
from agentlint.frameworks.langgraph.names import text
from agentlint.frameworks.langgraph.react import react_agent, wire_react_agent
from agentlint.frameworks.langgraph.reader import Reader
from agentlint.frameworks.langgraph.settings import AGENT_STATE, is_given
from agentlint.frameworks.langgraph.state import schema
from agentlint.frameworks.langgraph.team import add_agents
from agentlint.frameworks.langgraph.toolset import Toolset, toolset
from agentlint.frameworks.models import name_of
from agentlint.graph.condition import Decider
from agentlint.graph.model import END, START, EdgeKind, History, NodeKind, Payload


def read_supervisor(reader: Reader, draft: Draft, made: Traced) -> None:
    """The uncompiled graph that the factory returns (supervisor.py): every agent reports back to the supervisor.

    The supervisor is a `create_react_agent` of its own, with a handoff tool for each agent. Without the messages of
    handoffs it does not see whom it has asked, unless a state of its own can tell.
    """
    given = made.created.arguments
    span = draft.span
    chosen = given.get(None, "state_schema")
    draft.state = schema(reader.machine, chosen if is_given(chosen) else AGENT_STATE, span)
    leader = text(given.get(None, "supervisor_name")) or "supervisor"
    inner = open_inside(reader, draft, leader, "create_react_agent")
    draft.subgraphs[leader] = inner
    model, prompt = name_of(given.get(None, "model")), text(given.get(None, "prompt"))
    draft.node(leader, NodeKind.AGENT, span, model=model, instructions=prompt, subgraph=inner.name)
    draft.edge(START, leader, EdgeKind.SEQUENCE, span)
    everything = text(given.get(None, "output_mode")) == "full_history"
    back = Payload(history=History.FULL if everything else History.WINDOWED, chosen=everything)
    silent = given.get(None, "add_handoff_messages") == FALSE and not is_given(chosen)
    agents = add_agents(reader, draft, given.get(0, "agents"))
    for agent in agents:
        at = argument_span(span, "add_handoff_messages") if silent else span
        draft.edge(leader, agent, EdgeKind.HANDOFF, at, decided_by=Decider.MODEL, silent=silent)
        draft.edge(agent, leader, EdgeKind.SEQUENCE, span, payload=back)
    draft.edge(leader, END, EdgeKind.CONDITIONAL, span, decided_by=Decider.MODEL)
    handoffs = Toolset(added=tuple(f"transfer_to_{agent}" for agent in agents))
    led = react_agent(inner, given, toolset(given.get(None, "tools")) | handoffs)
    wire_react_agent(reader, inner, replace(led, serial=given.get(None, "parallel_tool_calls") in (None, FALSE)))
