"""A branch that stops while the others of the same decision go on."""

from collections.abc import Iterator

from agentlint.diagnostics.finding import Level
from agentlint.graph.dead_ends import stopping
from agentlint.graph.evidence import Confidence
from agentlint.graph.model import Decision, Orchestration
from agentlint.rules.base import Claim, Group, rule
from agentlint.rules.words import names


@rule(
    "dead-end",
    "branch that stops while its siblings go on",
    level=Level.INFO,
    group=Group.WIRING,
    since="0.1",
    suspects=True,
)
def check(decision: Decision, graph: Orchestration) -> Iterator[Claim]:
    """All other branches of the decision lead to one node. Where the end is written out elsewhere, it was forgotten
    here; a node without a successor is else a legal way to end, and so is an escalation."""
    if (found := stopping(decision, graph)) is not None:
        name, leads = found.node.name, "lead" if len(found.others) > 1 else "leads"
        yield Claim(
            f"the run ends after `{name}`, while {names(found.others)} {leads} on to `{found.meeting}`",
            label="no edge leaves this node",
            help=f"add an edge from `{name}` to `{found.meeting}`, or to the end where it is meant to stop there",
            about=found.node,
            level=Level.WARNING if found.marked and len(found.others) > 1 else Level.INFO,
            confidence=Confidence.LIKELY if found.marked else Confidence.GUESSED,
        ).labelled(f"`{decision.name}` chooses one of the branches", decision.location)
