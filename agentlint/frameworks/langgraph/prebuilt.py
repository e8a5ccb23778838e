"""Graphs that factories wire themselves: which calls make them, and what reads each."""

from collections.abc import Callable, Mapping

from agentlint.evaluate.values import External, Traced, Value
from agentlint.frameworks.draft import Draft
from agentlint.frameworks.langgraph.create_agent import read_agent
from agentlint.frameworks.langgraph.deep_agents import read_deep_agent
from agentlint.frameworks.langgraph.functional import entrypoint, read_entrypoint, read_pregel
from agentlint.frameworks.langgraph.known_shapes import SHAPES, read_shape
from agentlint.frameworks.langgraph.react import read_react_agent
from agentlint.frameworks.langgraph.reader import Reader
from agentlint.frameworks.langgraph.supervisor import read_supervisor
from agentlint.frameworks.langgraph.swarm import read_swarm
from agentlint.frameworks.langgraph.vocabulary import last

Read = Callable[[Reader, Draft, Traced], None]

READERS: Mapping[tuple[str, str], Read] = {
    **dict.fromkeys(SHAPES, read_shape),
    ("langgraph", "create_react_agent"): read_react_agent,
    ("langgraph", "create_tool_calling_executor"): read_react_agent,
    ("langgraph", "Pregel"): read_pregel,
    ("langchain", "create_agent"): read_agent,
    ("deepagents", "create_deep_agent"): read_deep_agent,
    ("langgraph_supervisor", "create_supervisor"): read_supervisor,
    ("langgraph_swarm", "create_swarm"): read_swarm,
}
"""By the package that a factory is imported from, and its name."""

PREBUILT = frozenset(name for _, name in READERS)
"""Names of factories."""


def factory(made: Value) -> Read | None:
    """What reads the graph that a call makes; None where the call is not one of a factory."""
    match made:
        case Traced(callee=External(name) as callee):
            return READERS.get((name.partition(".")[0], last(callee)))
        case Traced() if entrypoint(made) is not None:
            return read_entrypoint
        case _:
            return None
