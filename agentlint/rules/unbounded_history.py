"""A conversation that only grows, and goes to a model whole."""

from collections.abc import Iterator

from agentlint.diagnostics.finding import Level
from agentlint.graph.conversation import given_whole, growing
from agentlint.graph.model import Node, Orchestration
from agentlint.rules.base import Claim, Group, rule
from agentlint.rules.words import names


@rule(
    "unbounded-history",
    "conversation that only grows goes to a model whole",
    level=Level.WARNING,
    group=Group.HANDOFFS,
    since="0.1",
    suspects=True,
)
def check(graph: Orchestration) -> Iterator[Claim]:
    """All of a key to which every step adds is given to a model, turn after turn of a thread or round after round of a
    cycle of agents, and nothing takes anything out of it. One finding tells of all nodes. In a cycle, what ready-made
    agents are given by default is no fault; where no run is seen, that a thread goes on is no more than likely."""
    if (found := growing(graph)) is None:
        return
    when = f"in every round of `{found.loop}`" if found.loop is not None else "on every turn of a thread"
    key = f"`{found.key}`" if found.key is not None else "the conversation"
    first, *others = found.nodes
    claim = Claim(
        f"{names(node.name for node in found.nodes)} {'give' if others else 'gives'} all of {key} to a model {when}",
        label=f"{key} goes in whole",
        help="give the model the last messages only, or a summary in place of the old ones, and remove those",
        about=first,
        at=given_whole(first),
        level=None if found.turns or found.loop is not None else Level.INFO,
    ).labelled_each((f"here, too, for `{node.name}`", given_whole(node)) for node in others)
    for run in found.turns[:1]:
        claim = claim.labelled("each run adds a turn to its thread", run.location)
    yield claim.noted(f"every step adds to {key}, and no node takes anything out of it").noted(_consequence(first))


def _consequence(node: Node) -> str:
    refuses = "the model refuses what is longer than its window"
    if node.model is not None and node.window is not None:
        refuses = f"`{node.model}` refuses more than {node.window:,} tokens"
    return f"each turn costs more than the one before, until {refuses}"
