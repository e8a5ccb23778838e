"""A cycle that only a model's answer ends."""

from collections.abc import Iterator

from agentlint.diagnostics.finding import Level
from agentlint.graph.bound import BoundKind
from agentlint.graph.condition import Decider
from agentlint.graph.handoffs import mutual
from agentlint.graph.loops import HARMLESS, agents, paced, to_exit
from agentlint.graph.model import Loop, Orchestration
from agentlint.rules.base import Claim, Group, rule
from agentlint.rules.deciding import model_decides, ways_out
from agentlint.rules.lost_counts import failing
from agentlint.rules.remedies import limited
from agentlint.rules.words import names


@rule(
    "unbounded-cycle",
    "cycle that only a model's answer ends",
    level=Level.WARNING,
    group=Group.LOOPS,
    since="0.1",
    suspects=True,
)
def check(loop: Loop, graph: Orchestration) -> Iterator[Claim]:
    """Every way out is decided by what a model says, nothing counts the rounds, and nobody set a limit.

    Where an agent is in the cycle and the next step is itself a value, that value is the model's word. An agent that
    only loops with its own tools is what every tool-calling agent does: worth knowing, not a warning. What ends a loop
    that is written out in a function is judged where it stands.
    """
    callers, sure = agents(loop, graph), model_decides(loop, graph)
    if graph.effects is not None:
        return
    if graph.prebuilt or paced(loop, graph) or _bounded(loop) or any(failing(loop, graph)) or mutual(loop, graph):
        return
    if sure is None or not callers:
        return
    (first, place), *others = ways_out(edge for edge in loop.exits if edge.decided_by is not Decider.ALWAYS)
    claim = Claim(
        f"cycle `{to_exit(loop, graph)}` ends only when a model says so",
        label=first,
        help="count the rounds in the shared state and leave at a limit, or set a step limit where the graph is run",
        at=place,
        level=Level.INFO if len(callers) == 1 and len(loop.nodes) > 1 else None,
        confidence=sure,
        fix=limited(graph),
    )
    claim = claim.labelled_each(others).labelled("it is run here, without a limit", loop.bound.location)
    yield claim.noted(f"no counter is compared on the way out of {names(loop.nodes)}, and {_limit(loop)}")


def _bounded(loop: Loop) -> bool:
    bound = loop.bound
    if bound.kind not in (BoundKind.NONE, BoundKind.STEP_LIMIT):
        return True
    return bound.explicit or (bound.value is not None and bound.value <= HARMLESS)


def _limit(loop: Loop) -> str:
    if loop.bound.value is None:
        return "no limit is set"
    return f"the only limit is the framework's default of {loop.bound.value:,} {loop.bound.unit}"
