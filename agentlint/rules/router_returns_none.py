"""A decision that may end without a value."""

from collections.abc import Iterator

from agentlint.diagnostics.finding import Label, Level
from agentlint.graph.evidence import Confidence
from agentlint.graph.model import Decision, Orchestration, Route
from agentlint.rules.base import Claim, Group, rule
from agentlint.rules.words import shown, when


@rule("router-returns-none", "decision that may return nothing", level=Level.ERROR, group=Group.WIRING, since="0.1")
def check(decision: Decision, graph: Orchestration) -> Iterator[Claim]:
    """All values are known, and on some path there is none; a table entry for `None` makes that a value too.

    Where a model must call a tool, a decision by its calls always finds one.
    """
    node = graph.node(decision.source)
    if node is not None and node.effects is not None and any(call.forced for call in node.effects.models):
        return
    mapped = any(key == "None" for key, _, _ in decision.mapping or ())
    lost = [route for route in decision.routes if route.value is None]
    if lost and decision.complete and not decision.command and not mapped:
        yield Claim(
            f"`{decision.name}` can end without naming a next step",
            label=f"nothing is returned when {when(lost[0].condition)}" if lost[0].condition else "nothing is returned",
            help="return a next step on every path; where the work is done, return the end of the graph by name",
            at=lost[0].location,
            confidence=min((_confidence(route, decision) for route in lost), key=list(Confidence).index),
            labels=(Label(f"decides what follows `{shown(decision.source)}`", decision.location),),
            notes=("without a next step the run breaks off, after all agents before have done their work",),
        )


def _confidence(route: Route, decision: Decision) -> Confidence:
    """A path that falls off the end may never be taken, least of all if several tests compare one thing to values."""
    if route.location != decision.defined_at or all(other.value is None for other in decision.routes):
        return Confidence.PROVEN
    tested = [test.reads for test in route.condition if not test.holds and test.asks.how != "contains"]
    return Confidence.LIKELY if len(tested) == len(set(tested)) else Confidence.GUESSED
