"""What a tool raises ends the whole run."""

import re
from collections.abc import Iterator

from agentlint.diagnostics.finding import Label, Level
from agentlint.graph.effects import Effects, Reach, Where
from agentlint.graph.evidence import Confidence
from agentlint.graph.model import Node, Orchestration
from agentlint.graph.uses import Tool
from agentlint.rules.base import Claim, Group, rule
from agentlint.rules.remedies import contained
from agentlint.rules.words import names, when

MEANT = frozenset({"NotImplementedError", "ToolException", "GraphInterrupt", "NodeInterrupt", "GraphBubbleUp"})
"""Raised to stop the run, or for tools that turn it into a message by themselves."""

SETUP = re.compile(r"environ|getenv|api_?key|token|secret|credential|config|settings", re.IGNORECASE)
"""Tests of how the program is set up: no other call of the tool would help."""


@rule(
    "unhandled-tool-error", "what a tool raises ends the run", level=Level.WARNING, group=Group.RESILIENCE, since="0.1"
)
def check(node: Node, graph: Orchestration) -> Iterator[Claim]:
    """The node tells the model nothing of what its tools raise, and a tool that it runs raises, or may."""
    if node.contains_errors is not False or node.retry is not None:
        return
    tools = [(tool, tool.effects) for tool in graph.tools if node.name in tool.runners and tool.effects is not None]
    raising = [(tool, found) for tool, effects in tools if (found := [*_failures(effects), *_lookups(effects)])]
    failing = [(tool, found) for tool, effects in tools if (found := list(_outside(effects)))]
    if raising:
        yield _claim(node, raising, "raise", Level.WARNING, Confidence.PROVEN)
    elif failing:
        yield _claim(node, failing, "fail", Level.INFO, Confidence.LIKELY)


def _claim(node: Node, found: list[tuple[Tool, list[Label]]], verb: str, level: Level, sure: Confidence) -> Claim:
    claim = Claim(
        f"`{node.name}` ends the run when {names(tool.name for tool, _ in found)} {verb}{'' if found[1:] else 's'}",
        label="what its tools raise is not handled here",
        help="let the node turn errors into messages (`handle_tool_errors`), or catch them in the tool",
        level=level,
        confidence=sure,
        fix=contained(node),
        labels=tuple(first for _, (first, *_) in found),
    )
    return claim.noted("the model never learns what was wrong with its call, and all that was done before is lost")


def _failures(effects: Effects) -> Iterator[Label]:
    """What leaves the tool as an exception and has to do with how it was called."""
    for failure in effects.failures:
        tests = failure.where.condition
        meant = failure.what in MEANT or SETUP.search(failure.what) or not failure.what
        meant = meant or any(SETUP.search(test.text) for test in tests)
        if not meant and not _contained(failure.where, effects):
            yield Label(f"`{failure.what}` is raised{f' when {when(tests)}' if tests else ''}", failure.location)


def _lookups(effects: Effects) -> Iterator[Label]:
    """Tables that are asked for what the model has made up; where a handler stands is not known of them."""
    for lookup in effects.lookups if not effects.handlers else ():
        if not lookup.checked:
            yield Label("`KeyError` is raised for a key that the table does not have", lookup.location)


def _outside(effects: Effects) -> Iterator[Label]:
    """Calls over the network that nothing in the tool catches."""
    for call in effects.outside:
        if call.reach is Reach.HTTP and not _contained(call.where, effects):
            yield Label(f"`{call.what}` may fail", call.location)


def _contained(where: Where, effects: Effects) -> bool:
    """Whether a handler in the tool may take it and goes on."""
    return any(not handler.raises for guard in where.guards for handler in effects.handlers_of(guard))
