"""Counters of a loop that are sure to fail it, and what may have become of their next number."""

import re
from collections.abc import Iterator

from agentlint.graph.bound import Counter, Slip
from agentlint.graph.evidence import Location
from agentlint.graph.model import Loop, Node, Orchestration

COUNTING = re.compile(
    r"(^|_)(n|i|num|count(er|s)?|rounds?|iter(ation)?s?|attempts?|tries|retr(y|ies)|turns?|steps?|loops?|hops?|cycles?"
    r"|revisions?|reviews?|depth|transfers?|handoffs?)($|_)"
)
"""Words by which counters go."""


def failing(loop: Loop, graph: Orchestration) -> Iterator[Counter]:
    """The counters of the loop that are sure to fail it. The limit is none, where the other side of its test counts."""
    if graph.prebuilt or not graph.compiled or any(counter.holds for counter in loop.counters):
        return
    moving = {counter.test.location for counter in loop.counters if counter.slip is not Slip.NEVER}
    for counter in loop.counters:
        never = counter.slip is Slip.NEVER
        limits = counter.test.location in moving or not _counts(counter, loop, graph)
        if counter.slip is not None and counter.fixed and not (never and limits):
            yield counter


def _counts(counter: Counter, loop: Loop, graph: Orchestration) -> bool:
    declared = graph.state is None or not graph.state.complete or graph.state.key(counter.key) is not None
    given = any(run.keys is None or counter.key in run.keys for run in graph.runs)
    if not declared and not given:
        return True
    return COUNTING.search(counter.key) is not None or lost(counter, loop, graph) is not None


def lost(counter: Counter, loop: Loop, graph: Orchestration) -> tuple[Node, Location] | None:
    """A node of the loop that makes the next number, or changes its own copy of the state, and returns neither.

    The place is where it returns.
    """
    for node in map(graph.node, loop.nodes):
        effects = node.effects if node is not None else None
        if node is None or effects is None:
            continue
        changed = any(change.key == counter.key for change in effects.mutations)
        made = [call.content for call in effects.models] + [write.content for write in effects.writes]
        if effects.exits and (changed or any(one.step is not None and counter.key in one.paths for one in made)):
            return node, effects.exits[0].location
    return None


def counted_instead(loop: Loop, graph: Orchestration) -> tuple[Node, str, Location] | None:
    """A key that a node of the loop does count."""
    for node in map(graph.node, loop.nodes):
        for write in node.effects.writes if node is not None and node.effects is not None else ():
            if node is not None and write.content.step is not None:
                return node, write.key, write.location
    return None
