"""A check that lets everything pass when it cannot be made."""

from collections.abc import Iterator

from agentlint.diagnostics.finding import Level
from agentlint.graph.effects import WayOut
from agentlint.graph.evidence import Confidence
from agentlint.graph.gates import Gate, gate, let_through
from agentlint.graph.model import Decision, Node, Orchestration
from agentlint.rules.base import Claim, Group, rule


@rule(
    "fail-open-gate", "check that passes when it cannot be made", level=Level.ERROR, group=Group.ESCALATION, since="0.1"
)
def check(node: Node, graph: Orchestration) -> Iterator[Claim]:
    """A handler says of the key of a decision what a check that went well says, and the decision goes on for it."""
    effects = node.effects
    if effects is None or not effects.complete or not (effects.models or effects.outside or effects.graphs):
        return
    for decision in (one for one in graph.decisions if one.source == node.name and not one.command):
        for key in dict.fromkeys(write.key for write in effects.writes):
            opened = gate(key, decision, graph)
            failed = let_through(opened, effects) if opened is not None else None
            if opened is not None and failed is not None and not _is_told(failed, key, decision):
                yield _claim(node, decision, opened, failed)
                return


def _claim(node: Node, decision: Decision, opened: Gate, failed: WayOut) -> Claim:
    return Claim(
        f"`{node.name}` lets pass what it could not check",
        label=f"after a failure `{opened.key}` is as if the check had gone well",
        help=f"say in the state that the check could not be made, and let `{decision.name}` stop there",
        at=failed.location,
        confidence=Confidence.PROVEN if failed.complete else Confidence.LIKELY,
        notes=("a gate that is open whenever it is broken is open when it is needed most",),
    ).labelled(f"`{decision.name}` decides by `{opened.key}`", opened.test.location)


def _is_told(failed: WayOut, key: str, decision: Decision) -> bool:
    """Whether the decision reads something else that the way out says."""
    reads = {read.key for read in decision.effects.reads} if decision.effects is not None else set()
    return any(write.key in reads and write.key != key and write.truth is not False for write in failed.writes)
