"""Functions of the project as tools that a model may call: what each does, and what it gives back."""

import ast
from collections.abc import Callable
from dataclasses import replace

from agentlint.evaluate import Machine, Outcome, outcomes
from agentlint.evaluate.outcomes import behind
from agentlint.evaluate.values import Arguments, Value
from agentlint.frameworks.content import content, merged
from agentlint.frameworks.draft import Draft
from agentlint.frameworks.members import each
from agentlint.graph.effects import Effects
from agentlint.graph.evidence import Location
from agentlint.graph.uses import Tool


def offered(
    draft: Draft,
    holder: str,
    tools: Value | None,
    named: Callable[[Value], str | None],
    made: Callable[[str, Value], Tool],
) -> tuple[str, ...]:
    """Tell of the tools that a node offers to its model and runs; gives their names."""
    names: dict[str, None] = {}
    for option, _ in each(tools) if tools is not None else ():
        name = named(option)
        if name is None:
            continue
        known = draft.tools.get(name) or made(name, option)
        draft.tools[name] = replace(
            known,
            holders=tuple(dict.fromkeys((*known.holders, holder))),
            runners=tuple(dict.fromkeys((*known.runners, holder))),
        )
        names[name] = None
    return tuple(names)


def function_tool(
    machine: Machine, effects: Callable[[tuple[Outcome, ...]], Effects | None],
    name: str, function: Value | None, described: str, place: Location | None,
) -> Tool:  # fmt: skip
    """The tool called ``name`` that runs a function; without a description a model is shown its docstring."""
    known = behind(function) if function is not None else []
    if not known or function is None:
        return Tool(name, place, described)
    found = outcomes(machine, function, Arguments(), known[0][0].span)
    node = found[0].function.node
    told = "" if isinstance(node, ast.Lambda) else ast.get_docstring(node) or ""
    returns = merged(content(exit.value, None) for outcome in found for exit in outcome.exits)
    return Tool(name, found[0].function.span.location, described or told, effects(found), returns)
