"""A handoff that passes on more than the next agent needs."""

from collections.abc import Iterator

from agentlint.diagnostics.finding import Level
from agentlint.graph.handoffs import passed_whole
from agentlint.graph.model import Orchestration
from agentlint.rules.base import Claim, Group, rule
from agentlint.rules.words import names


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
    whole = passed_whole(graph)
    if not whole.edges:
        return
    sources, targets = names(edge.source for edge in whole.edges), names(edge.target for edge in whole.edges)
    hands = "hand" if len({edge.source for edge in whole.edges}) > 1 else "hands"
    claim = Claim(
        f"{sources} {hands} the whole conversation to {targets}",
        label="a setting asks for all of it, tool calls and their results included",
        help="hand over the outcome: the last message, a summary, or a field of the state that holds it",
        about=whole.edges[0],
        level=Level.WARNING if whole.raw or whole.small else None,
    )
    if whole.raw:
        claim = claim.noted(f"raw results of {names(whole.raw)} go along, of any size")
    if whole.window is not None:
        claim = claim.noted(f"the model of `{whole.edges[0].target}` takes {whole.window:,} tokens")
    yield claim.noted("the next agent pays for every token that it does not need, and some of them lead it astray")
