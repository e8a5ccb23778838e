"""Gates: nodes that check something, and whose word lets the work go on or stops it."""

from dataclasses import dataclass

from agentlint.graph.condition import Condition, Test
from agentlint.graph.effects import Effects, Source, WayOut, Write
from agentlint.graph.model import END, Decision, NodeKind, Orchestration
from agentlint.graph.queries import reachable


@dataclass(frozen=True, slots=True)
class Gate:
    """A decision that goes on or stops by one ``key``: ``test`` stops it, and the key ``passes`` as that test does not
    hold."""

    key: str
    test: Condition
    passes: bool


def gate(key: str, decision: Decision, graph: Orchestration) -> Gate | None:
    """The gate that a decision makes of a key; None where both ways of its test go on, or both stop."""
    targets = {value: target for value, target, _ in decision.mapping or ()}
    ways: dict[bool, list[tuple[str, Condition]]] = {True: [], False: []}
    for route in decision.routes:
        target = targets.get(route.value or "", route.value or "")
        for test in route.condition:
            if test.asks.how in ("true", "==") and key in (test.asks.path, test.asks.path.partition(".")[2]):
                ways[test.holds].append((target, test))
    for holds, others in ((True, False), (False, True)):
        stops = bool(ways[holds]) and all(_is_stop(target, decision, graph) for target, _ in ways[holds])
        if stops and ways[others] and not any(_is_stop(target, decision, graph) for target, _ in ways[others]):
            return Gate(key, ways[holds][0][1], others)
    return None


def let_through(opened: Gate, effects: Effects) -> WayOut | None:
    """A way out after an exception that says of the key what lets the work go on, where a check may say otherwise."""
    exits = [exit for exit in effects.exits if exit.update and not exit.whole]
    said = [(exit, _outcome(exit.write(opened.key), opened.test.asks)) for exit in exits]
    failed = [exit for exit, outcome in said if exit.raised and outcome is opened.passes]
    checked = any(not exit.raised and outcome is not opened.passes for exit, outcome in said)
    return failed[0] if failed and checked else None


def _outcome(write: Write | None, asks: Test) -> bool | None:
    """How a test of the key comes out after a write; None where that is not fixed. A key left alone is not set."""
    if write is None:
        return False
    if asks.how == "true":
        return write.truth
    content = write.content
    return asks.text in content.texts if content.sources == (Source.CONSTANT,) and len(content.texts) == 1 else None


def _is_stop(target: str, decision: Decision, graph: Orchestration) -> bool:
    """Whether a target ends the work, hands it to a human, or sends it back."""
    node = graph.node(target)
    human = node is not None and (node.kind is NodeKind.HUMAN or bool(node.interrupts))
    return target == END or human or decision.source in reachable(graph, target)
