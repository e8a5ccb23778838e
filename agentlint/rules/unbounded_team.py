"""A team of agents that nothing is sure to stop."""

from collections.abc import Iterator
from dataclasses import replace

from agentlint.diagnostics.finding import Level
from agentlint.graph.endings import said, unending
from agentlint.graph.evidence import Confidence
from agentlint.graph.model import Loop, Orchestration
from agentlint.rules.base import Claim, Group, rule
from agentlint.rules.remedies import limited
from agentlint.rules.signals import clause
from agentlint.rules.words import some


@rule(
    "unbounded-team",
    "team of agents that nothing is sure to stop",
    level=Level.ERROR,
    group=Group.LOOPS,
    since="0.1",
)
def check(loop: Loop, graph: Orchestration) -> Iterator[Claim]:
    """No number of turns, no clock and no human ends the conversation: nothing does, or only what a model says."""
    ends, talkers = said(loop, graph), some(loop.nodes)
    help = "give the team `max_turns`, or join a condition that counts messages or seconds with `|`"
    if unending(loop, graph):
        claim = Claim(
            f"nothing ever ends the conversation of {talkers}", "no limit and no condition", help, at=graph.location
        )
    elif ends:
        claim = Claim(
            f"only what a model says ends the conversation of {talkers}",
            "no turns are counted",
            help,
            at=graph.location,
            level=Level.WARNING,
            confidence=Confidence.LIKELY,
        )
    else:
        return
    claim = replace(claim, fix=limited(graph))
    claim = claim.labelled_each((f"it ends only if {clause(bound)}", bound.location) for bound in ends)
    for run in [run for run in graph.runs if not run.test][:1]:
        claim = claim.labelled("it is run here", run.location)
    yield claim.noted("each turn asks a model with a longer conversation, until the process is stopped")
