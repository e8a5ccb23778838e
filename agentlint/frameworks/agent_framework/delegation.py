"""Agents that call other agents and workflows as tools: `as_tool` (`_agents.py`, 1.23.0)."""

from agentlint.evaluate.values import NONE, Const, Mapping, Value
from agentlint.frameworks.agent_framework.construction import Construction
from agentlint.frameworks.agent_framework.executors import add_node
from agentlint.frameworks.agent_framework.names import constant
from agentlint.frameworks.agent_framework.reader import Reader
from agentlint.frameworks.agent_framework.tools import delegate
from agentlint.frameworks.agent_framework.vocabulary import TOOL_ROUNDS
from agentlint.frameworks.draft import Draft, reason
from agentlint.frameworks.members import each
from agentlint.graph.bound import Bound, BoundKind
from agentlint.graph.condition import Decider
from agentlint.graph.model import END, START, EdgeKind


def delegates(made: Construction) -> list[Value]:
    """The agents and workflows that an agent calls as tools."""
    tools = made.given.get(None, "tools")
    found = [delegate(tool) for tool, _ in (each(tools) if tools is not None and tools != NONE else ())]
    return [inner for inner in found if inner is not None]


def read_delegation(reader: Reader, draft: Draft, made: Construction, agent: Value) -> None:
    """The agent's model decides whom it calls; the answer comes back to it as that of a tool."""
    leader = reader.name(agent)
    if leader is None:
        draft.unknown("the name of the agent is not known", draft.span)
        return
    add_node(reader, draft, leader, agent)
    draft.bounds.append(_rounds(made))
    draft.edge(START, leader, EdgeKind.SEQUENCE, draft.span)
    for inner in delegates(made):
        name = reader.name(inner)
        if name is None:
            draft.unknown(f"an agent among the tools is not known: {reason(inner)}", draft.span)
            draft.open_nodes = True
            continue
        add_node(reader, draft, name, inner)
        draft.edge(leader, name, EdgeKind.DELEGATION, draft.span, decided_by=Decider.MODEL)
    draft.edge(leader, END, EdgeKind.SEQUENCE, draft.span)


def _rounds(made: Construction) -> Bound:
    """How often the model is asked again with the results of its tools."""
    settings = made.given.get(None, "function_invocation_configuration", "function_invocation_config")
    held = settings.cells.get(Const("max_iterations")) if isinstance(settings, Mapping) else None
    number = constant(held) if held is not None else TOOL_ROUNDS
    why = "`max_iterations` of the function calls"
    return Bound(BoundKind.CALLS, number, held is not None, "rounds of tools", why, made.span.location)
