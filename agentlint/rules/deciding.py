"""Whose word it is that ends a loop."""

from collections.abc import Iterable, Iterator

from agentlint.graph.condition import Decider
from agentlint.graph.effects import Source
from agentlint.graph.evidence import Confidence, Location
from agentlint.graph.loops import OPEN
from agentlint.graph.model import Edge, Loop, Orchestration
from agentlint.graph.tests import top
from agentlint.rules.words import shown

MODELS = frozenset({Source.MODEL, Source.STRUCTURED})


def model_decides(loop: Loop, graph: Orchestration) -> Confidence | None:
    """How sure it is that only a model's answer ends the loop; None where something else does.

    A key of the state is a model's word where a node of the loop writes a model's answer to it. A next step that is
    read from a key which only the code sets is no model's.
    """
    ways = {edge for edge in graph.edges if edge.source in loop.nodes and edge.decided_by is not Decider.ALWAYS}
    if not any(edge in ways for edge in loop.exits) or not {edge.decided_by for edge in ways} <= OPEN:
        return None
    nodes = [node for name in loop.nodes if (node := graph.node(name)) is not None and node.effects is not None]
    said = {
        write.key
        for node in nodes
        for write in (node.effects.writes if node.effects is not None else ())
        if MODELS & set(write.content.sources)
    }
    tests = [edge.condition for edge in ways if edge.decided_by is Decider.STATE]
    asked = [{top(path) for test in condition for path in test.reads} for condition in tests]
    asked += [
        {path.partition(".")[0].partition("[")[0] for path in way.content.paths}
        for decision in graph.decisions
        for way in decision.open
        if decision.source in loop.nodes and way.content.paths
    ]
    return Confidence.LIKELY if all(keys & said for keys in asked) else Confidence.GUESSED


def ways_out(exits: Iterable[Edge]) -> Iterator[tuple[str, Location]]:
    """What a message says of the ways out of a loop that a model decides."""
    for edge in exits:
        yield f"`{edge.source}` leaves to `{shown(edge.target)}` if the model decides so", edge.location
