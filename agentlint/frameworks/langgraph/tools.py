"""The tools of a graph: what each does, who offers it to a model, and who runs it."""

import ast
from collections.abc import Iterable
from dataclasses import replace

from agentlint.evaluate import Outcome, outcomes
from agentlint.evaluate.values import TRUE, Arguments, Traced, Value, options
from agentlint.frameworks.content import content, merged
from agentlint.frameworks.draft import Draft, reason
from agentlint.frameworks.langgraph.actions import effects_of, handoffs, interrupts, tool_function
from agentlint.frameworks.langgraph.reader import Reader
from agentlint.frameworks.langgraph.toolset import Toolset, tool_name
from agentlint.graph.condition import Decider
from agentlint.graph.model import EdgeKind, NodeKind, Tool


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
    return Tool(name, function.span.location, text, effects, returns, handoff=to, direct=direct)


def tools_node(reader: Reader, draft: Draft, tools: Toolset, holder: str) -> None:
    """Add the node that runs the tools, with what their commands do: in this graph, or in the one around it."""
    found: list[Outcome] = []
    for tool in tools.members:
        if (function := tool_function(tool)) is not None:
            found += outcomes(reader.machine, function, Arguments(), function.span)
    offered(reader, draft, tools.members, holder, "tools")
    draft.node("tools", NodeKind.TOOL, draft.span, tools=tools.names, interrupts=interrupts(tuple(found)))
    if tools.unknown is not None:
        draft.unknown(f"which tools there are is not known: {reason(tools.unknown)}", draft.span, "tools")
    for target in (target for tool in tools.members for target in handoffs(reader, tool)):
        if target.parent:
            reader.parents[id(draft)].append(target)
        elif target.name is None:
            draft.anywhere("tools", target.span, EdgeKind.HANDOFF, target.value, Decider.UNKNOWN)
        else:
            draft.edge("tools", target.name, EdgeKind.HANDOFF, target.span, target.conditions)
