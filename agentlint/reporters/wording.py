"""How the parts of a graph read in words, wherever text is made of them. All of it is safe to print."""

from agentlint.graph.bound import Bound, BoundKind, Cost
from agentlint.graph.condition import Condition, Decider
from agentlint.graph.model import END, START, Edge, EdgeKind, History, Interrupt, Node, Payload
from agentlint.graph.tested import Coverage
from agentlint.reporters.escape import escaped

LONGEST = 72
"""Characters of a piece of source text that are quoted."""

ENDS = {START: "START", END: "END"}
DECIDERS = {
    Decider.MODEL: "the model decides",
    Decider.COUNTER: "a counter decides",
    Decider.STATE: "the state decides",
    Decider.HUMAN: "a human decides",
    Decider.UNKNOWN: "",
    Decider.ALWAYS: "",
}


def name(node: str) -> str:
    """The name of a node as its readers know it."""
    return ENDS.get(node) or short(node) or "''"


def short(text: str, longest: int = LONGEST) -> str:
    """``text`` safe to print and short enough to stay on a line."""
    return escaped(text if len(text) <= longest else f"{text[: longest - 1]}…")


def counted(number: int, noun: str) -> str:
    """`1 edge`, `2 edges`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def kind(node: Node) -> str:
    """What the node is, and what is special about when it runs."""
    words = [node.kind.value]
    words += ["pauses"] if node.interrupts else []
    words += ["deferred"] if node.deferred else []
    return ", ".join(words)


def why(edge: Edge) -> str:
    """When control takes the edge; empty where it always does."""
    words = [] if edge.kind in (EdgeKind.SEQUENCE, EdgeKind.CONDITIONAL) else [edge.kind.value]
    if edge.label is not None and edge.label != edge.target:
        words.append(f"on {short(edge.label)!r}")
    if edge.condition:
        words.append(when(edge.condition))
    if decider := DECIDERS[edge.decided_by]:
        words.append(decider)
    if not edge.resolved:
        words.append("target not resolved")
    elif edge.kind is EdgeKind.CONDITIONAL and not words:
        words.append("decided at run time")
    return ", ".join(words)


def carried(payload: Payload) -> str:
    """What passes along an edge; empty where nothing is known to."""
    fields = ", ".join(map(short, payload.fields))
    history = "" if payload.history in (None, History.NONE) else f"{payload.history} history"
    if fields and history:
        return f"carries {fields} ({history})"
    return f"carries {fields or history}" if fields or history else ""


def when(conditions: tuple[Condition, ...], longest: int = 2 * LONGEST) -> str:
    """The path condition: `if a and not (b)`. Of a long one the end stays: that is where it differs from others."""
    tests = [test.text if test.holds else f"not ({test.text})" for test in conditions]
    first = 0
    while first < len(tests) - 1 and len(" and ".join(tests[first:])) > longest - len("if … "):
        first += 1
    return short(f"if {'… ' if first else ''}{' and '.join(tests[first:])}", longest)


def pause(one: Interrupt) -> str:
    """What makes a whole graph pause, and at which nodes."""
    return f"{short(one.how)} {', '.join(map(name, one.nodes))}".rstrip()


def measured(coverage: Coverage) -> str:
    """How much of the orchestration the tests took."""
    nodes = f"{coverage.ran:,} of {counted(coverage.nodes, 'node')}"
    return f"{coverage.percent:.1f} % ({coverage.taken:,} of {counted(coverage.edges, 'transition')}, {nodes})"


def limit(bound: Bound) -> str:
    """What ends a loop at the latest."""
    match bound:
        case Bound(kind=BoundKind.NONE):
            return "nothing bounds it"
        case Bound(value=None):
            return short(bound.derivation, 2 * LONGEST) or f"bounded by a {bound.kind.value}"
        case Bound(explicit=False, derivation=""):
            return f"at most {bound.value:,} {short(bound.unit)} (the framework's default)"
        case _:
            because = f" ({short(bound.derivation, 2 * LONGEST)})" if bound.derivation else ""
            return f"at most {bound.value:,} {short(bound.unit)}{because}"


def dearest(cost: Cost | None) -> str:
    """The worst case of a run in model calls."""
    if cost is None:
        return "no model call was seen"
    each = f" for each {', '.join(map(short, cost.per))}" if cost.per else ""
    derived = f" ({short(cost.derivation, 4 * LONGEST)})" if cost.derivation else ""
    if cost.calls is None:
        endless = short(cost.unbounded_by or "a loop", 4 * LONGEST)
        return f"nothing limits the model calls of a run: {endless} has no end{derived}"
    whose = ", by the framework's default alone" if cost.default else ""
    return f"at most {counted(cost.calls, 'model call')}{each}{whose}{derived}"
