"""A team of agents that nothing is sure to stop."""

from collections.abc import Iterator
from dataclasses import replace

from agentlint.diagnostics.finding import Level
from agentlint.graph.endings import capped, said, unending
from agentlint.graph.evidence import Confidence
from agentlint.graph.model import Loop, Orchestration
from agentlint.rules.base import Claim, Group, rule
from agentlint.rules.remedies import limited
from agentlint.rules.signals import clause
from agentlint.rules.stop_words import awaited
from agentlint.rules.words import some


@rule(
    "unbounded-team",
    "team of agents that nothing is sure to stop",
    level=Level.ERROR,
    group=Group.LOOPS,
    since="0.1",
)
def check(loop: Loop, graph: Orchestration) -> Iterator[Claim]:
    """No number of turns, no clock and no human ends the conversation: nothing does, or only what a model says, or a
    cap of the framework's that is felt before it holds, where no prompt speaks of the word that would end it."""
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
    elif (cap := capped(loop, graph)) is not None and not awaited(graph):
        claim = Claim(
            f"only the framework's cap of {cap.value:,} {cap.unit} ends the conversation of {talkers}",
            "no turns are counted, and nobody is told how to end it",
            "give the chat `max_turns`, or an agent `max_consecutive_auto_reply`",
            at=graph.location,
            level=Level.WARNING,
            confidence=Confidence.LIKELY,
        )
    else:
        return
    claim = replace(claim, fix=limited(graph))
    claim = claim.labelled_each((f"it ends only if {clause(bound)}", bound.location) for bound in ends)
    for run in [run for run in graph.runs if not run.test and run.location != graph.location][:1]:
        claim = claim.labelled("it is run here", run.location)
    until = "the process is stopped" if loop.bound.value is None else "they have replied so often"
    yield claim.noted(f"each turn asks a model with a longer conversation, until {until}")
