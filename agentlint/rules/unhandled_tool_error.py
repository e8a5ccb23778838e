"""What a tool raises ends the whole run."""

import re
from collections.abc import Iterator

from agentlint.diagnostics.finding import Level
from agentlint.graph.effects import Effects, Failure, OutsideCall, Reach, Where
from agentlint.graph.evidence import Confidence
from agentlint.graph.model import Node, Orchestration, Tool
from agentlint.rules.base import Claim, Group, rule
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
    tools = [tool for tool in graph.tools if node.name in tool.runners and tool.effects is not None]
    raising = [(tool, found) for tool in tools if tool.effects and (found := _failures(tool.effects))]
    failing = [(tool, found) for tool in tools if tool.effects and (found := _outside(tool.effects))]
    if raising:
        yield _claim(node, raising, "raise", Level.WARNING, Confidence.PROVEN)
    elif failing:
        yield _claim(node, failing, "fail", Level.INFO, Confidence.LIKELY)


def _claim(
    node: Node, found: list[tuple[Tool, list[Failure | OutsideCall]]], verb: str, level: Level, sure: Confidence
) -> Claim:
    claim = Claim(
        f"`{node.name}` ends the run when {names(tool.name for tool, _ in found)} {verb}{'' if found[1:] else 's'}",
        label="what its tools raise is not handled here",
        help="let the node turn errors into messages (`handle_tool_errors`), or catch them in the tool",
        level=level,
        confidence=sure,
    )
    for _, (first, *_others) in found:
        how = f" when {when(first.where.condition)}" if first.where.condition else ""
        claim = claim.labelled(f"`{first.what}` {'is raised' if verb == 'raise' else 'may fail'}{how}", first.location)
    return claim.noted("the model never learns what was wrong with its call, and all that was done before is lost")


def _failures(effects: Effects) -> list[Failure | OutsideCall]:
    """What leaves the tool as an exception and has to do with how it was called."""
    return [
        failure
        for failure in effects.failures
        if failure.what not in MEANT
        and not _contained(failure.where, effects)
        and not any(SETUP.search(test.text) for test in failure.where.condition)
    ]


def _outside(effects: Effects) -> list[Failure | OutsideCall]:
    """Calls over the network that nothing in the tool catches."""
    return [call for call in effects.outside if call.reach is Reach.HTTP and not _contained(call.where, effects)]


def _contained(where: Where, effects: Effects) -> bool:
    """Whether a handler in the tool may take it and goes on."""
    return any(not handler.raises for guard in where.guards for handler in effects.handlers_of(guard))
