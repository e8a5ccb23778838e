"""The tools of a graph: what each does, who offers it to a model, and who runs it."""

import ast
from collections.abc import Iterable
from dataclasses import replace

from agentlint.evaluate import Outcome, outcomes
from agentlint.evaluate.relevance import parts
from agentlint.evaluate.values import FALSE, TRUE, Arguments, Traced, Value, options
from agentlint.frameworks.bulk import bulks
from agentlint.frameworks.content import content, merged
from agentlint.frameworks.draft import Draft, reason
from agentlint.frameworks.langgraph.actions import effects_of, handoffs, interrupts, tool_function
from agentlint.frameworks.langgraph.reader import Reader
from agentlint.frameworks.langgraph.toolset import Toolset, tool_name
from agentlint.frameworks.langgraph.vocabulary import is_name
from agentlint.frameworks.unsaid import unsaid
from agentlint.graph.condition import Decider
from agentlint.graph.model import EdgeKind, NodeKind
from agentlint.graph.setting import Setting
from agentlint.graph.uses import Tool


def offered(reader: Reader, draft: Draft, tools: Iterable[Value], holder: str | None, runner: str | None) -> None:
    """Tell of tools that ``holder`` offers to its model, or that ``runner`` runs."""
    for option in (option for tool in tools for option, _ in options(tool)):
        name = tool_name(option)
        if name is None:
            continue
        known = draft.tools.get(name) or _tool(reader, name, option)
        holders = (*known.holders, holder) if holder is not None else known.holders
        runners = (*known.runners, runner) if runner is not None else known.runners
        draft.tools[name] = replace(known, holders=tuple(dict.fromkeys(holders)), runners=tuple(dict.fromkeys(runners)))


def _tool(reader: Reader, name: str, tool: Value) -> Tool:
    function = tool_function(tool)
    to = next((target.name for target in handoffs(reader, tool) if target.name is not None), None)
    direct = isinstance(tool, Traced) and tool.created.arguments.get(None, "return_direct") == TRUE
    if function is None:
        place = tool.created.span.location if isinstance(tool, Traced) else None
        return Tool(name, place, handoff=to, direct=direct)
    found = outcomes(reader.machine, function, Arguments(), function.span)
    text = "" if isinstance(function.node, ast.Lambda) else ast.get_docstring(function.node) or ""
    returns = merged(content(exit.value, None) for outcome in found for exit in outcome.exits)
    effects = effects_of(reader, found, stateful=False)
    bulk = tuple(dict.fromkeys(one for outcome in found for exit in outcome.exits for one in bulks(exit)))
    return Tool(name, function.span.location, text, effects, returns, bulk, handoff=to, direct=direct)


def tools_node(
    reader: Reader, draft: Draft, tools: Toolset, holder: str, given: Value | None, *, wrapped: bool = False
) -> None:
    """Add the node that runs the tools, with what their commands do: in this graph, or in the one around it.

    ``given`` is the argument that the tools come by, ``wrapped``: middleware runs around each of their calls.
    """
    found: list[Outcome] = []
    for tool in tools.members:
        if (function := tool_function(tool)) is not None:
            found += outcomes(reader.machine, function, Arguments(), function.span)
    offered(reader, draft, tools.members, holder, "tools")
    contained = None if wrapped else contains_errors(reader, draft, given)
    draft.node(
        "tools", NodeKind.TOOL, draft.span,
        tools=tools.names, interrupts=interrupts(tuple(found)), contains_errors=contained,
        containable=None if wrapped else containable(given), open_tools=tools.unknown is not None,
    )  # fmt: skip
    if tools.unknown is not None:
        draft.unknown(f"which tools there are is not known: {reason(tools.unknown)}", draft.span, "tools")
    for target in (target for tool in tools.members for target in handoffs(reader, tool)):
        if target.parent:
            reader.parents[id(draft)].append(target)
        elif target.name is None:
            draft.anywhere("tools", target.span, EdgeKind.HANDOFF, target.value, Decider.UNKNOWN)
        else:
            draft.edge("tools", target.name, EdgeKind.HANDOFF, target.span, target.conditions)


def idle(reader: Reader) -> tuple[Tool, ...]:
    """The tools that modules of the project make and that no code of the project mentions again."""
    made = {
        name: Tool(name, function.span.location)
        for module in reader.machine.modules.values()
        for tool in module.cells.values()
        if isinstance(tool, Traced) and _is_decorated(tool)
        if (function := tool_function(tool)) is not None and (name := function.name)
    }
    needles = [name.encode() for name in made]
    for module in reader.machine.project.modules_where(lambda data: any(needle in data for needle in needles)):
        for node in parts(module.tree):
            match node:
                case ast.Name(id=name, ctx=ast.Load()) | ast.Attribute(attr=name):
                    made.pop(name, None)
                case ast.ImportFrom(names=[ast.alias(name="*")]):
                    return ()
    return tuple(made.values())


def _is_decorated(tool: Traced) -> bool:
    maker = tool.callee.callee if isinstance(tool.callee, Traced) else tool.callee
    return is_name(maker, "tool")


HANDLES = "handle_tool_errors"

RAISES_SINCE = (1, 0, 0)
"""The first version with which `ToolNode` raises what its tools raise unless it is told otherwise (prebuilt 1.0.1)."""


def contains_errors(reader: Reader, draft: Draft, made: Value | None) -> bool | None:
    """Whether a `ToolNode`, or the one that a factory makes of its tools, tells the model what its tools raise."""
    given = made.created.arguments if isinstance(made, Traced) and is_name(made.callee, "ToolNode") else Arguments()
    handles = given.get(None, HANDLES)
    if handles is not None:
        return handles != FALSE
    if given.rest is not None or given.get(None, "wrap_tool_call", "awrap_tool_call") is not None:
        return None
    pinned = reader.machine.project.dependency_version("langgraph", draft.span.module.path)
    parts = tuple(int(part) if part.isdigit() else 0 for part in pinned.version.split(".")) if pinned else RAISES_SINCE
    if parts >= RAISES_SINCE:
        return False
    return True if pinned is not None and pinned.exact else None


def containable(made: Value | None) -> Setting | None:
    """Where a `ToolNode` could be told to tell the model what its tools raise."""
    if not isinstance(made, Traced) or not is_name(made.callee, "ToolNode"):
        return None
    return unsaid(made.created.span, made.created.arguments, HANDLES)
