"""A counter that is compared on the way out of a loop, and that a round of the loop does not count."""

import re
from collections.abc import Iterator

from agentlint.diagnostics.finding import Level
from agentlint.graph.evidence import Location
from agentlint.graph.model import Counter, Loop, Node, Orchestration, Slip
from agentlint.rules.base import Claim, Group, rule
from agentlint.rules.words import names, shown

COUNTING = re.compile(
    r"(^|_)(n|i|num|count(er|s)?|rounds?|iter(ation)?s?|attempts?|tries|retr(y|ies)|turns?|steps?|loops?|hops?|cycles?"
    r"|revisions?|reviews?|depth|transfers?|handoffs?)($|_)"
)
"""Words by which counters go."""


@rule(
    "counter-not-persisted",
    "counter of a loop that not every round counts",
    level=Level.ERROR,
    group=Group.LOOPS,
    since="0.1",
)
def check(loop: Loop, graph: Orchestration) -> Iterator[Claim]:
    """The limit of the loop is compared to a key of the state that a way round the loop leaves as it was.

    A key that nothing writes is taken for a counter where it is called one, where its next number is made and not
    kept, or where no schema declares it. Where another counter bounds the loop, no harm is done.
    """
    for counter in failing(loop, graph):
        yield _never(counter, loop, graph) if counter.slip is Slip.NEVER else _slips(counter)


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
    return COUNTING.search(counter.key) is not None or _lost(counter, loop, graph) is not None


def _never(counter: Counter, loop: Loop, graph: Orchestration) -> Claim:
    claim = Claim(
        f"the limit of the cycle `{_around(counter)}` never trips: `{counter.source}` compares `{counter.key}`, and no "
        "node of the cycle writes it",
        label=f"`{counter.key}` is the same in every round",
        help=f"return `{counter.key}` from a node of the cycle, one higher in each round",
        at=counter.test.location,
        part=counter.key,
    )
    if (lost := _lost(counter, loop, graph)) is not None:
        node, place = lost
        claim = claim.labelled(f"`{node.name}` makes the next `{counter.key}`, and returns without it", place)
    if graph.state is not None and graph.state.complete and graph.state.key(counter.key) is None:
        claim = claim.labelled(f"`{graph.state.name}` does not declare `{counter.key}`", graph.state.location)
    if (meant := _counted_instead(loop, graph)) is not None:
        node, other, place = meant
        claim = claim.labelled(f"`{node.name}` counts `{other}`, which may be meant", place)
    return claim.noted("only the other ways out of the cycle can end it, and at last the step limit, with an error")


def _slips(counter: Counter) -> Claim:
    around = _around(counter)
    match counter.slip:
        case Slip.RESET:
            fault, label = f"and `{counter.key}` is set back in each", "set back here"
        case Slip.DOWN:
            fault, label = f"and `{counter.key}` can be counted down in it", "counted down here"
        case _:
            fault, label = f"and `{counter.key}` is not counted in it", f"this way out leaves `{counter.key}` as it was"
    claim = Claim(
        f"the limit of the cycle may never trip: control can go round `{around}`, {fault}",
        label="this limit is all that ends it for certain",
        help=f"count `{counter.key}` on every way through the cycle, also where something went wrong",
        at=counter.test.location,
        part=counter.key,
    )
    claim = claim.labelled(label, counter.slips_at)
    return claim.noted(f"`{counter.key}` is counted by {names(counter.counted)}")


def _around(counter: Counter) -> str:
    return " → ".join(map(shown, (*counter.round, counter.round[0])))


def _lost(counter: Counter, loop: Loop, graph: Orchestration) -> tuple[Node, Location] | None:
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


def _counted_instead(loop: Loop, graph: Orchestration) -> tuple[Node, str, Location] | None:
    """A key that a node of the loop does count."""
    for node in map(graph.node, loop.nodes):
        for write in node.effects.writes if node is not None and node.effects is not None else ():
            if node is not None and write.content.step is not None:
                return node, write.key, write.location
    return None
