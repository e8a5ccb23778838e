"""A way to a human, a fallback or an abort that no test takes."""

from collections.abc import Iterator

from agentlint.diagnostics.finding import Level
from agentlint.graph.model import START, Edge, Orchestration
from agentlint.graph.queries import reachable
from agentlint.rules.base import Claim, Group, rule
from agentlint.rules.words import names, shown, when


@rule(
    "untested-escalation",
    "escalation that no test makes happen",
    level=Level.INFO,
    group=Group.ESCALATION,
    since="0.1",
    suspects=True,
)
def check(graph: Orchestration) -> Iterator[Claim]:
    """Tests import the graph, and none takes, calls or names an escalation. All of one graph are told together.

    What never runs, and what no known value selects, is a fault of another kind.
    """
    if not graph.tests and graph.coverage is None:
        return
    running = reachable(graph, START)
    missed = [edge for edge in graph.edges if _is_missed(edge) and edge.source in running and _is_selected(edge, graph)]
    if not missed:
        return
    first, *others = {(edge.source, edge.target): edge for edge in missed}.values()
    decides = next((decision for decision in graph.decisions if decision.source == first.source), None)
    asked = f" in which {when(first.condition)}" if first.condition else ""
    called = f"`{decides.name}`" if decides is not None and not decides.command else f"`{first.source}`"
    claim = Claim(
        f"no test makes `{shown(first.source)}` escalate to {names([first.target])}",
        label=f"taken when {when(first.condition)}" if first.condition else "this way is never taken",
        help=f"test it: run the graph, or call {called}, with a state{asked}, and assert where it goes",
        about=first,
        part="tests",
    )
    for other in others:
        claim = claim.labelled(f"nor to {names([other.target])}", other.location)
    seen = "the coverage data do not have it" if first.taken is False else f"the tests are in {names(graph.tests)}"
    yield claim.noted(f"{seen}; a way out that was never tried is found broken when it is needed")


def _is_missed(edge: Edge) -> bool:
    """Whether an escalation stays untested: coverage data know, or else what the tests say."""
    return edge.escalates and not (edge.taken if edge.taken is not None else edge.tests)


def _is_selected(edge: Edge, graph: Orchestration) -> bool:
    """Whether a decision may take the edge: a table may have entries that no value selects."""
    own = [decision for decision in graph.decisions if decision.source == edge.source]
    values = {edge.label, edge.target}
    return not own or any(
        not decision.complete or any(route.value in values for route in decision.routes) for decision in own
    )
