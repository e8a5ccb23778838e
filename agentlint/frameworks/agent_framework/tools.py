"""The tools of an agent: what each does, and the agents among them (`as_tool`)."""

from functools import partial

from agentlint.evaluate.outcomes import behind
from agentlint.evaluate.values import Arguments, External, Instance, Member, Traced, Value
from agentlint.frameworks.agent_framework.construction import Construction, construction, decorator
from agentlint.frameworks.agent_framework.names import text
from agentlint.frameworks.agent_framework.reader import Reader
from agentlint.frameworks.draft import Draft
from agentlint.frameworks.function_tools import function_tool, offered
from agentlint.graph.uses import Tool

MARKS = ("tool", "ai_function")
"""Decorators that make a function a tool (`ai_function` before 1.0)."""


def offer(reader: Reader, draft: Draft, holder: str, made: Construction) -> tuple[str, ...]:
    """Tell of the tools that an agent offers to its model and runs; gives their names."""
    return offered(draft, holder, made.given.get(None, "tools"), partial(tool_name, reader), partial(_tool, reader))


def delegate(tool: Value) -> Value | None:
    """The agent or the workflow that a tool runs; None for any other tool."""
    match tool:
        case Traced(callee=Member(base, "as_tool")):
            return base
        case _:
            return None


def _marked(tool: Value) -> tuple[Value, Arguments] | None:
    return next((held for name in MARKS if (held := decorator(tool, name)) is not None), None)


def needs_approval(reader: Reader, tool: Value) -> bool:
    """Whether a human must agree before the tool is run."""
    held = _marked(tool)
    given = held[1] if held is not None else tool.created.arguments if isinstance(tool, Traced) else Arguments()
    return text(reader.machine, given.get(None, "approval_mode")) == "always_require"


def tool_name(reader: Reader, tool: Value) -> str | None:
    """The name by which a model calls a tool."""
    if (inner := delegate(tool)) is not None and isinstance(tool, Traced):
        return text(reader.machine, tool.created.arguments.get(0, "name")) or reader.name(inner)
    if (held := _marked(tool)) is not None:
        named = text(reader.machine, held[1].get(None, "name"))
        return named or next((function.name for function, _ in behind(held[0])), None)
    match tool:
        case Traced():
            named = text(reader.machine, tool.created.arguments.get(None, "name"))
            return named or next((function.name for function, _ in behind(tool)), None)
        case Instance():
            made = construction(tool)
            return text(reader.machine, made.given.get(None, "name") if made is not None else None) or tool.cls.name
        case External(name):
            return name.rpartition(".")[2]
        case _:
            return next((function.name for function, _ in behind(tool)), None)


def _tool(reader: Reader, name: str, tool: Value) -> Tool:
    place = tool.created.span.location if isinstance(tool, Traced | Instance) else None
    held = _marked(tool)
    given = held[1] if held is not None else tool.created.arguments if isinstance(tool, Traced) else Arguments()
    described = text(reader.machine, given.get(None, "description")) or ""
    return function_tool(reader.machine, reader.effects, name, held[0] if held is not None else tool, described, place)
