"""Messages that come back: reactions that set each other off, and those of them that nothing ever ends."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from agentlint.graph.model import NodeKind, Orchestration
from agentlint.graph.reaction import Emission, Reaction, Receiver

if TYPE_CHECKING:
    from networkx import DiGraph


@dataclass(frozen=True, slots=True)
class Echo:
    """A shortest round of reactions, each with what it sends to the next; whatever comes, one sets off another."""

    steps: tuple[tuple[Reaction, Emission], ...]


def circles(reactions: Iterable[Reaction]) -> tuple[frozenset[Receiver], ...]:
    """The groups of reactions that may set each other off again and again."""
    from networkx import DiGraph, strongly_connected_components

    wired: DiGraph[Receiver] = DiGraph()
    for reaction in reactions:
        wired.add_node(reaction.receiver)
        wired.add_edges_from((reaction.receiver, target) for sent in reaction.may for target in sent.to)
    parts = map(frozenset, strongly_connected_components(wired))
    return tuple(sorted((part for part in parts if len(part) > 1 or _has_loop(wired, part)), key=sorted))


def _has_loop(wired: "DiGraph[Receiver]", part: frozenset[Receiver]) -> bool:
    (only,) = part
    return bool(wired.has_edge(only, only))


def echoes(graph: Orchestration) -> tuple[Echo, ...]:
    """The rounds of messages that never end once one of them is sent, as far as no human and no limit breaks in."""
    if graph.prebuilt or graph.bounds or graph.interrupts or graph.steered:
        return ()
    known = {reaction.receiver: reaction for reaction in graph.reactions}
    found: list[Echo] = []
    for circle in circles(graph.reactions):
        kept = _lasting(circle, known)
        if kept and not any(_pauses(name, graph) for name, _ in kept):
            found.append(Echo(_round(kept, known)))
    return tuple(found)


def _lasting(circle: frozenset[Receiver], known: dict[Receiver, Reaction]) -> frozenset[Receiver]:
    """The reactions of a circle that on every way set off another one of those that remain."""
    while True:
        left = frozenset(one for one in circle if one in known and _goes_on(known[one], circle))
        if left == circle:
            return left
        circle = left


def _goes_on(reaction: Reaction, circle: frozenset[Receiver]) -> bool:
    return bool(reaction.ways) and all(
        any(sent.resolved and circle & set(sent.to) for sent in way.emits) for way in reaction.ways
    )


def _pauses(name: str, graph: Orchestration) -> bool:
    node = graph.node(name)
    return node is None or node.kind is NodeKind.HUMAN or bool(node.interrupts)


def _round(circle: frozenset[Receiver], known: dict[Receiver, Reaction]) -> tuple[tuple[Reaction, Emission], ...]:
    """A shortest round within a circle, from the reaction that comes first in the graph."""
    rounds = (_back(known[one], circle, known) for one in known if one in circle)
    return min((steps for steps in rounds if steps), key=len)


def _back(
    start: Reaction, circle: frozenset[Receiver], known: dict[Receiver, Reaction]
) -> tuple[tuple[Reaction, Emission], ...]:
    """A shortest way from a reaction back to itself; none where there is none."""
    came: dict[Receiver, tuple[Reaction, Emission]] = {}
    queue = deque([start])
    while queue:
        here = queue.popleft()
        for sent in here.may:
            for target in sorted(circle.intersection(sent.to) - came.keys()):
                came[target] = (here, sent)
                queue.append(known[target])
    steps: list[tuple[Reaction, Emission]] = []
    at = start.receiver
    while at in came and not (steps and at == start.receiver):
        steps.insert(0, came[at])
        at = came[at][0].receiver
    return tuple(steps)


def recurring(reactions: tuple[Reaction, ...]) -> frozenset[tuple[str, str, str]]:
    """What may go round: the nodes and the type of each message by which a reaction may come to be set off again."""
    known = {reaction.receiver: reaction for reaction in reactions}
    return frozenset(
        (name, target, sent.message)
        for circle in circles(reactions)
        for name, reaction in circle
        for sent in known[(name, reaction)].may
        for target, at in sent.to
        if (target, at) in circle
    )
