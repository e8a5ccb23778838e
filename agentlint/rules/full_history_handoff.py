"""A handoff that passes on more than the next agent needs."""

from collections.abc import Iterator

from agentlint.diagnostics.finding import Level
from agentlint.graph.model import History, Orchestration
from agentlint.rules.base import Claim, Group, rule
from agentlint.rules.words import names

SMALL = 20_000
"""Tokens of a window that a few pages of tool output fill."""


@rule(
    "full-history-handoff",
    "setting that passes whole conversations from agent to agent",
    level=Level.INFO,
    group=Group.HANDOFFS,
    since="0.1",
    suspects=True,
)
def check(graph: Orchestration) -> Iterator[Claim]:
    """A setting asks for all that was said, tool calls included, where the outcome would do. What is handed over by
    default is no fault. One finding tells of all handoffs of the graph."""
    chosen = [edge for edge in graph.edges if edge.payload is not None and edge.payload.chosen]
    full = [edge for edge in chosen if edge.payload is not None and edge.payload.history is History.FULL]
    if not full:
        return
    raw = [name for edge in full if edge.payload is not None for name in edge.payload.raw]
    target = graph.node(full[0].target)
    window = target.window if target is not None else None
    sources, targets = names(edge.source for edge in full), names(edge.target for edge in full)
    hands = "hand" if len({edge.source for edge in full}) > 1 else "hands"
    claim = Claim(
        f"{sources} {hands} the whole conversation to {targets}",
        label="a setting asks for all of it, tool calls and their results included",
        help="hand over the outcome: the last message, a summary, or a field of the state that holds it",
        about=full[0],
        level=Level.WARNING if raw or (window is not None and window <= SMALL) else None,
    )
    if raw:
        claim = claim.noted(f"raw results of {names(raw)} go along, of any size")
    if window is not None:
        claim = claim.noted(f"the model of `{full[0].target}` takes {window:,} tokens")
    yield claim.noted("the next agent pays for every token that it does not need, and some of them lead it astray")
