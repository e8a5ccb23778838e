"""The tools of an agent: what each does, and the agents and teams among them."""

from functools import partial

from agentlint.evaluate.outcomes import behind
from agentlint.evaluate.values import Arguments, External, Instance, Traced, Value
from agentlint.frameworks.autogen.construction import construction
from agentlint.frameworks.autogen.names import agent_name, text
from agentlint.frameworks.autogen.reader import Reader
from agentlint.frameworks.draft import Draft
from agentlint.frameworks.function_tools import function_tool, offered
from agentlint.graph.uses import Tool


def offer(reader: Reader, draft: Draft, holder: str, given: Arguments) -> tuple[str, ...]:
    """Tell of the tools that an agent offers to its model and runs; gives their names."""
    return offered(draft, holder, given.get(None, "tools"), tool_name, partial(_tool, reader))


def delegate(tool: Value) -> Value | None:
    """The agent or the team that a tool runs; None for any other tool."""
    made = construction(tool)
    match made.kind if made is not None else "":
        case "AgentTool" if made is not None:
            return made.given.get(0, "agent")
        case "TeamTool" if made is not None:
            return made.given.get(0, "team")
        case _:
            return None


def tool_name(tool: Value) -> str | None:
    """The name by which a model calls a tool."""
    made = construction(tool)
    if made is not None and made.kind == "AgentTool":
        agent = made.given.get(0, "agent")
        return agent_name(agent) if agent is not None else None
    if made is not None and made.kind == "TeamTool":
        return text(made.given.get(1, "name"))
    match tool:
        case Traced():
            given = tool.created.arguments
            named = text(given.get(None, "name"))
            return named or next((name for value in given.positional[:1] if (name := tool_name(value))), None)
        case Instance():
            return text(made.given.get(None, "name") if made is not None else None) or tool.cls.name
        case External(name):
            return name.rpartition(".")[2]
        case _:
            return next((function.name for function, _ in behind(tool)), None)


def _tool(reader: Reader, name: str, tool: Value) -> Tool:
    place = tool.created.span.location if isinstance(tool, Traced | Instance) else None
    given = tool.created.arguments if isinstance(tool, Traced) else Arguments()
    function = given.get(0, "func") if isinstance(tool, Traced) else tool
    described = text(given.get(1, "description")) or ""
    return function_tool(reader.machine, reader.effects, name, function, described, place)
