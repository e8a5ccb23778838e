"""A decision that may end without a value."""

from collections.abc import Iterator

from agentlint.diagnostics.finding import Level
from agentlint.graph.evidence import Confidence
from agentlint.graph.model import Decision, Route
from agentlint.rules.base import Claim, Group, rule
from agentlint.rules.words import when


@rule(
    "router-returns-none",
    "decision with a path that returns nothing",
    level=Level.ERROR,
    group=Group.WIRING,
    since="0.1",
)
def check(decision: Decision) -> Iterator[Claim]:
    """A path through the deciding function ends without naming a next step, and no table entry is made for that.

    Where the values are not all known, a value that is missing may be one that was not understood.
    """
    if decision.command or not decision.complete or any(key == "None" for key, _, _ in decision.mapping or ()):
        return
    lost = [route for route in decision.routes if route.value is None]
    if not lost:
        return
    claim = Claim(
        f"`{decision.name}` can end without naming a next step",
        label=_label(lost[0]),
        help="return a next step on every path; where the work is done, return the end of the graph by name",
        at=lost[0].location,
        confidence=Confidence.LIKELY if all(map(_may_be_exhausted, lost)) else Confidence.PROVEN,
    )
    for route in lost[1:]:
        claim = claim.labelled(_label(route), route.location)
    yield claim.labelled(f"the step after `{decision.source}` is decided here", decision.location).noted(
        "without a next step the run breaks off after the work of all earlier agents is done"
    )


def _label(route: Route) -> str:
    return f"nothing is returned when {when(route.condition)}" if route.condition else "nothing is returned"


def _may_be_exhausted(route: Route) -> bool:
    """Whether the path only falls through a chain of tests of one thing: its values may all have been tested for."""
    reads = {path for test in route.condition for path in test.reads}
    return len(route.condition) > 1 and len(reads) == 1 and not any(test.holds for test in route.condition)
