"""A counter that is compared on the way out of a loop, and that a round of the loop leaves as it was."""

from collections.abc import Iterator
from dataclasses import replace

from agentlint.diagnostics.finding import Level
from agentlint.graph.bound import Counter, Slip
from agentlint.graph.functions import functions
from agentlint.graph.model import Loop, Orchestration
from agentlint.graph.rounds import uncounted
from agentlint.rules.base import Claim, Group, rule
from agentlint.rules.lost_counts import counted_instead, failing, lost
from agentlint.rules.lost_rounds import uncounted_rounds
from agentlint.rules.words import names, shown


@rule(
    "counter-not-persisted",
    "counter of a loop that not every round counts",
    level=Level.ERROR,
    group=Group.LOOPS,
    since="0.1",
)
def check(graph: Orchestration) -> Iterator[Claim]:
    """The limit of a loop is compared to a key of the state, or in code to a name, that a way round leaves as it was.

    A key that nothing writes is taken for a counter where it is called one, where its next number is made and not
    kept, or where no schema declares it. Where another counter bounds the loop, no harm is done.
    """
    for loop in graph.loops:
        for counter in failing(loop, graph):
            claim = _never(counter, loop, graph) if counter.slip is Slip.NEVER else _slips(counter)
            yield replace(claim, about=loop)
    for function in functions(graph):
        yield from (uncounted_rounds(rounds, function) for rounds in uncounted(function.effects))


def _never(counter: Counter, loop: Loop, graph: Orchestration) -> Claim:
    claim = Claim(
        f"the limit of the cycle `{_around(counter)}` never trips: `{counter.source}` compares `{counter.key}`, and no "
        "node of the cycle writes it",
        label=f"`{counter.key}` is the same in every round",
        help=f"return `{counter.key}` from a node of the cycle, one higher in each round",
        at=counter.test.location,
        part=counter.key,
    )
    if (found := lost(counter, loop, graph)) is not None:
        node, place = found
        claim = claim.labelled(f"`{node.name}` makes the next `{counter.key}`, and returns without it", place)
    if graph.state is not None and graph.state.complete and graph.state.key(counter.key) is None:
        claim = claim.labelled(f"`{graph.state.name}` does not declare `{counter.key}`", graph.state.location)
    if (meant := counted_instead(loop, graph)) is not None:
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
    return claim.noted(f"`{counter.key}` is counted by {names(counter.counted)}") if counter.counted else claim


def _around(counter: Counter) -> str:
    return " → ".join(map(shown, (*counter.round, counter.round[0])))
