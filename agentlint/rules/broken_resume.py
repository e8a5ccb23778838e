"""A paused run that the project runs again, and never answers."""

from collections.abc import Iterator

from agentlint.diagnostics.finding import Level
from agentlint.graph.evidence import Confidence
from agentlint.graph.model import Orchestration
from agentlint.graph.state import Persistence
from agentlint.rules.base import Claim, Group, rule


@rule(
    "broken-resume",
    "paused run that is never answered",
    level=Level.ERROR,
    group=Group.ESCALATION,
    since="0.1",
)
def check(graph: Orchestration) -> Iterator[Claim]:
    """Every run outside tests begins with plain input, and nowhere in the project is a pause answered."""
    pauses = (*graph.interrupts, *(pause for node in graph.nodes for pause in node.interrupts))
    runs = [run for run in graph.runs if not run.test]
    known = all(run.keys is not None and not run.resumes for run in runs)
    if not pauses or not runs or not known or graph.answers or graph.exported or graph.entry_points:
        return
    later = [run for run in runs if run.continues]
    if (graph.persistence is not Persistence.SET and not later) or not graph.compiled:
        return
    again = (
        later or [run for run in runs if run.repeated] or (runs[1:] if len({run.scope for run in runs}) == 1 else [])
    )
    turn = (again or runs)[0]
    claim = Claim(
        f"`{graph.name}` pauses for a human, and no run of it brings the answer",
        label="this begins a new run, the pause goes on waiting" if again else "this run ends at the pause",
        help="bring the answer to the paused run: in a resume command under its thread, in a message that hands back",
        at=turn.location,
        level=Level.ERROR if again else Level.WARNING if turn.thread and turn.scope != "<module>" else Level.INFO,
        confidence=Confidence.PROVEN if again else Confidence.LIKELY,
    )
    for run in runs:
        claim = claim.labelled("and so does this one", run.location if run.location != turn.location else None)
    for pause in pauses[:3]:
        claim = claim.labelled(f"`{pause.how}` waits here", pause.location)
    yield claim.noted("plain input is no answer: what follows the pause never happens")
