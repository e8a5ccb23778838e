"""`create_swarm`: agents that hand control to each other; the one that had it last goes on (swarm 0.1.0)."""

from agentlint.evaluate.values import External, Traced, Value
from agentlint.frameworks.draft import Draft, reason
from agentlint.frameworks.langgraph.names import each, names
from agentlint.frameworks.langgraph.reader import Reader
from agentlint.frameworks.langgraph.settings import is_given
from agentlint.frameworks.langgraph.state import schema
from agentlint.frameworks.langgraph.team import add_agents
from agentlint.graph.condition import Decider
from agentlint.graph.model import START, EdgeKind

SWARM_STATE = External("langgraph_swarm.SwarmState")
ACTIVE = "active_agent"
"""The key that says who had control last (swarm.py: `add_active_agent_router`)."""


def read_swarm(reader: Reader, draft: Draft, made: Traced) -> None:
    """The uncompiled graph that the factory returns. Handoffs follow from the tools of the agents.

    Nothing is said of the end: a turn ends with any agent that does not hand over.
    """
    given = made.created.arguments
    chosen = given.get(None, "state_schema")
    draft.state = schema(reader.machine, chosen if is_given(chosen) else SWARM_STATE, draft.span)
    draft.active = ACTIVE
    for agent in add_agents(reader, draft, given.get(0, "agents")):
        draft.edge(START, agent, EdgeKind.CONDITIONAL, draft.span, decided_by=Decider.STATE)


def read_router(draft: Draft, router: Traced) -> None:
    """`add_active_agent_router(builder, route_to=…, default_active_agent=…)`: any of the agents may be the first."""
    span = router.created.span
    draft.active = ACTIVE
    given = router.created.arguments
    targets: Value | None = given.get(None, "route_to")
    for option, _ in each(targets) if targets is not None else ():
        for name, conditions, held in names(option):
            if name is None:
                draft.unknown(f"an agent to start with is not known: {reason(held)}", span)
            else:
                draft.edge(START, name, EdgeKind.CONDITIONAL, span, conditions, Decider.STATE)
