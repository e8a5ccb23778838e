"""A check that lets everything pass when it cannot be made."""

from collections.abc import Iterator

from agentlint.diagnostics.finding import Level
from agentlint.graph.condition import Condition, Test
from agentlint.graph.effects import Effects, WayOut, Write
from agentlint.graph.evidence import Confidence
from agentlint.graph.model import END, Decision, Node, NodeKind, Orchestration
from agentlint.graph.queries import reachable
from agentlint.rules.base import Claim, Group, rule


@rule(
    "fail-open-gate", "check that passes when it cannot be made", level=Level.ERROR, group=Group.ESCALATION, since="0.1"
)
def check(node: Node, graph: Orchestration) -> Iterator[Claim]:
    """A handler leaves the key of a decision as it is when all is well, and the decision goes on for it."""
    effects = node.effects
    if effects is None or not effects.complete or not (effects.models or effects.outside or effects.graphs):
        return
    for decision in graph.decisions:
        if decision.command or decision.source != node.name:
            continue
        for key in dict.fromkeys(write.key for write in effects.writes):
            failed = _passed(key, effects)
            stop = _stopped(key, decision, graph)
            if failed is None or stop is None or _is_told(failed, decision):
                continue
            claim = Claim(
                f"`{node.name}` lets pass what it could not check",
                label=f"after a failure `{key}` is left as if nothing had been found",
                help=f"say in the state that the check could not be made, and let `{decision.name}` stop there",
                at=failed.location,
                confidence=Confidence.PROVEN if failed.complete else Confidence.LIKELY,
            ).labelled(f"`{decision.name}` stops only where `{key}` is set", stop.location)
            yield claim.noted("a gate that is open whenever it is broken is open when it is needed most")
            return


def _passed(key: str, effects: Effects) -> WayOut | None:
    """A way out after an exception that leaves the key unset, as one without does, where another sets it."""
    open_ = [exit for exit in effects.exits if exit.update and not exit.whole and _is_unset(exit.write(key))]
    failed = [exit for exit in open_ if exit.raised]
    fine = [exit for exit in open_ if not exit.raised]
    found = [exit for exit in effects.exits if not exit.raised and not _is_unset(exit.write(key))]
    return failed[0] if failed and fine and found else None


def _is_unset(write: Write | None) -> bool:
    """Whether a key is left alone, or given nothing: None, False or something empty."""
    return write is None or write.truth is False


def _is_told(failed: WayOut, decision: Decision) -> bool:
    """Whether the decision reads something else that the way out says."""
    reads = {read.key for read in decision.effects.reads} if decision.effects is not None else set()
    return any(write.key in reads and not _is_unset(write) for write in failed.writes)


def _stopped(key: str, decision: Decision, graph: Orchestration) -> Condition | None:
    """The test of a decision that stops the work where the key is set, and lets it go on otherwise."""
    targets = {value: target for value, target, _ in decision.mapping or ()}
    stops: list[tuple[str, Condition]] = []
    goes: list[tuple[str, Condition]] = []
    for route in decision.routes:
        target = targets.get(route.value or "", route.value or "")
        for test in route.condition:
            if test.asks.how == "true" and _is_key(test.asks, key):
                (stops if test.holds else goes).append((target, test))
    onward = {target for target, _ in goes}
    if not stops or not goes or any(not _is_stop(target, decision, graph) for target, _ in stops):
        return None
    return stops[0][1] if all(not _is_stop(target, decision, graph) for target in onward) else None


def _is_key(asks: Test, key: str) -> bool:
    return asks.path.partition(".")[2] == key or asks.path == key


def _is_stop(target: str, decision: Decision, graph: Orchestration) -> bool:
    """Whether a target ends the work, hands it to a human, or sends it back."""
    node = graph.node(target)
    human = node is not None and (node.kind is NodeKind.HUMAN or bool(node.interrupts))
    return target == END or human or decision.source in reachable(graph, target)
