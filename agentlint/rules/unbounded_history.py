"""A conversation that only grows, and goes to a model whole."""

from collections.abc import Iterator
from dataclasses import dataclass

from agentlint.diagnostics.finding import Level
from agentlint.graph.conversation import FEW, chosen_by_all, given_whole, growing, talks
from agentlint.graph.functions import leading
from agentlint.graph.model import Node, NodeKind, Orchestration
from agentlint.rules.base import Claim, Group, rule
from agentlint.rules.long_talks import long_talk
from agentlint.rules.words import names
from agentlint.settings.keys import key
from agentlint.settings.kinds import Whole


@dataclass(frozen=True, slots=True)
class Options:
    """Where a conversation begins to be long."""

    few: int = key(Whole(1), FEW, "Steps of a cycle that are few enough for its conversation to stay short.")


@rule(
    "unbounded-history",
    "conversation that only grows goes to a model whole",
    level=Level.WARNING,
    group=Group.HANDOFFS,
    since="0.1",
    suspects=True,
)
def check(graph: Orchestration, options: Options) -> Iterator[Claim]:
    """All of a key to which every step adds is given to a model, turn after turn of a thread or round after round of a
    cycle of agents, and nothing takes anything out of it. One finding tells of all nodes. In a cycle, what ready-made
    agents are given by default is no fault; where no run is seen, that a thread goes on is no more than likely."""
    if (chooser := chosen_by_all(graph)) is not None:
        yield _selection(chooser, graph)
    yield from (long_talk(one, options.few) for function in leading(graph) for one in talks(function, options.few))
    if (found := growing(graph, options.few)) is None:
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


def _selection(chooser: Node, graph: Orchestration) -> Claim:
    """The members are given the last messages, and who chooses among them is given all."""
    members = names(node.name for node in graph.nodes if node.kind is NodeKind.AGENT)
    return (
        Claim(
            f"`{chooser.name}` chooses each speaker by the whole conversation, while {members} see the last part of it",
            label="nothing limits what the selection is shown",
            help="limit the messages of the speaker selection too (`select_speaker_transform_messages`)",
            at=graph.location,
            part=chooser.name,
        )
        .labelled("this one chooses", chooser.location)
        .noted(_consequence(chooser))
    )


def _consequence(node: Node) -> str:
    refuses = "the model refuses what is longer than its window"
    if node.model is not None and node.window is not None:
        refuses = f"`{node.model}` refuses more than {node.window:,} tokens"
    return f"each turn costs more than the one before, until {refuses}"
