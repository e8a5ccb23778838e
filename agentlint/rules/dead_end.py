"""A branch that stops while the others of the same decision go on."""

import re
from collections.abc import Iterator

from agentlint.diagnostics.finding import Level
from agentlint.graph.escalation import says_so
from agentlint.graph.evidence import Confidence
from agentlint.graph.model import END, Decision, EdgeKind, NodeKind, Orchestration
from agentlint.graph.queries import leaving
from agentlint.rules.base import Claim, Group, rule
from agentlint.rules.words import names

LAST = re.compile("end|finish|exit|done|final|stop|complete", re.IGNORECASE)
"""Names that say that nothing comes after."""


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
    if graph.prebuilt or not graph.compiled or graph.unresolved:
        return
    onward = leaving(graph)
    chosen = [edge for edge in onward.get(decision.source, ()) if edge.kind is not EdgeKind.SEQUENCE]
    branches = [node for name in dict.fromkeys(edge.target for edge in chosen) if (node := graph.node(name))]
    stopping = [node for node in branches if node.name not in onward and node.name != END]
    going = [node for node in branches if node.name in onward]
    meets = {tuple(edge.target for edge in onward[node.name]) for node in going}
    if len(stopping) != 1 or len(going) < 2 or len(meets) != 1 or END in (merge := meets.pop()):
        return
    node = stopping[0]
    understood = node.result is None or node.result.complete
    if (
        len(merge) == 1
        and understood
        and node.kind is not NodeKind.HUMAN
        and not (says_so(node.name) or LAST.search(node.name))
    ):
        written_out = any(edge.target == END and edge.kind is EdgeKind.SEQUENCE for edge in graph.edges)
        yield Claim(
            f"the run ends after `{node.name}`, while {names(one.name for one in going)} lead on to `{merge[0]}`",
            label="no edge leaves this node",
            help=f"add an edge from `{node.name}` to `{merge[0]}`, or to the end where it is meant to stop there",
            about=node,
            level=Level.WARNING if written_out else Level.INFO,
            confidence=Confidence.LIKELY if written_out else Confidence.GUESSED,
        ).labelled(f"`{decision.name}` chooses one of the branches", decision.location)
