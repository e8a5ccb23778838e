"""Whether a human can be asked while a graph runs."""

import re

from agentlint.graph.model import NodeKind, Orchestration

ASKING = re.compile(r"human|user|ask|approv|confirm|feedback", re.IGNORECASE)
"""Names of tools that may ask one."""
TALK = re.compile(r"message|history|chat|conversation|turns|feedback|approv|confirm|human|answer", re.IGNORECASE)
"""Keys of the state by which a human's answer may come in."""


def unattended(graph: Orchestration) -> bool:
    """Whether the graph surely runs from what it is given to its result: it neither pauses nor talks nor asks."""
    if graph.state is None or not graph.state.complete or graph.unresolved:
        return False
    pauses = graph.interrupts or any(one.interrupts or one.kind is NodeKind.HUMAN for one in graph.nodes)
    tools = any(ASKING.search(tool.name) for tool in graph.tools) or any(one.subgraph for one in graph.nodes)
    return not pauses and not tools and not any(TALK.search(key.name) for key in graph.state.keys)
