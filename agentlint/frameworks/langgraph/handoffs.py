"""Handoff tools that libraries make: commands of which the code is not in the project."""

from agentlint.evaluate.values import Const, Traced, Value, unknown
from agentlint.frameworks.langgraph.names import names
from agentlint.frameworks.langgraph.routing import Target
from agentlint.frameworks.langgraph.vocabulary import is_from, last
from agentlint.graph.model import END

LIBRARIES = ("langgraph_supervisor", "langgraph_swarm")


def handoff_name(tool: Value) -> str | None:
    """The name that a ready-made handoff tool has where it is given none; None for any other tool."""
    targets = library_handoff(tool)
    if not targets or targets[0].name is None:
        return None
    agent = "_".join(targets[0].name.split()).lower()
    return "forward_message" if agent == END else f"transfer_to_{agent}"


def library_handoff(tool: Value) -> list[Target]:
    """Where a ready-made handoff tool sends control in the graph around its agent; nothing for any other tool.

    `create_handoff_tool(agent_name=…)` returns ``Command(goto=agent_name, graph=Command.PARENT)``,
    `create_forward_message_tool` one that goes to the end (supervisor 0.0.31, swarm 0.1.0: `handoff.py`).
    """
    if not (isinstance(tool, Traced) and is_from(tool.callee, *LIBRARIES)):
        return []
    span = tool.created.span
    match last(tool.callee):
        case "create_handoff_tool":
            agent = tool.created.arguments.get(0, "agent_name") or unknown("the agent is not named", span)
            return [Target(name, conditions, span, held, parent=True) for name, conditions, held in names(agent)]
        case "create_forward_message_tool":
            return [Target(END, (), span, Const(END), parent=True)]
        case _:
            return []
