"""A conversation that only grows, and goes to a model whole."""

from collections.abc import Iterator

from agentlint.diagnostics.finding import Level
from agentlint.graph.conversation import given_whole, grows, shortened, takers, turns
from agentlint.graph.model import Node, Orchestration
from agentlint.graph.payload import accumulating
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
    who = takers(graph)
    if not who or (graph.unresolved and graph.prebuilt) or shortened(graph):
        return
    talks, when = turns(graph), "on every turn of a thread"
    if talks is None:
        seen = [node for node in who if node.effects is not None]
        loops = [loop for loop in graph.loops if grows(graph, loop) and any(node.name in loop.nodes for node in seen)]
        if not loops:
            return
        who, when = tuple(node for node in seen if node.name in loops[0].nodes), f"in every round of `{loops[0]}`"
    key = next((f"`{key.name}`" for key in accumulating(graph)), "the conversation")
    first, *others = who
    claim = Claim(
        f"{names(node.name for node in who)} {'give' if others else 'gives'} all of {key} to a model {when}",
        label=f"{key} goes in whole",
        help="give the model the last messages only, or a summary in place of the old ones, and remove those",
        about=first,
        at=given_whole(first),
        level=Level.INFO if talks == () else None,
    )
    for node in others:
        claim = claim.labelled(f"here, too, for `{node.name}`", given_whole(node))
    if talks:
        claim = claim.labelled("each run adds a turn to its thread", talks[0].location)
    yield claim.noted(f"every step adds to {key}, and no node takes anything out of it").noted(_consequence(first))


def _consequence(node: Node) -> str:
    if node.model is None or node.window is None:
        return "each turn costs more than the one before, until the model refuses what is longer than its window"
    return f"each turn costs more than the one before, until `{node.model}` refuses more than {node.window:,} tokens"
