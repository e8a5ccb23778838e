"""A pause for a human that can never be resumed."""

from collections.abc import Iterator

from agentlint.diagnostics.finding import Level
from agentlint.graph.model import Orchestration
from agentlint.graph.state import Persistence
from agentlint.rules.base import Claim, Group, rule


@rule(
    "interrupt-without-checkpointer",
    "pause for a human in a graph that keeps no state",
    level=Level.ERROR,
    group=Group.ESCALATION,
    since="0.1",
)
def check(graph: Orchestration) -> Iterator[Claim]:
    """The graph pauses, and it is known to be compiled without persistence of its own or of a graph around it."""
    pauses = [*graph.interrupts, *(pause for node in graph.nodes for pause in node.interrupts)]
    if not pauses or not graph.compiled or graph.persistence is not Persistence.ABSENT:
        return
    first, *others = pauses
    claim = Claim(
        f"`{graph.name}` pauses for a human and can never go on",
        label=f"`{first.how}` pauses the run",
        help="compile the graph with a checkpointer, and run it with a thread id",
        at=first.location,
    )
    for pause in others:
        claim = claim.labelled(f"`{pause.how}` pauses the run", pause.location)
    yield claim.labelled("this graph has no checkpointer", graph.location).noted(
        "without one the state of a paused run is gone: nothing is raised, and the answer finds no run to resume"
    )
