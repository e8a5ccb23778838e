"""What ends the conversation of a team, and whether it is sure to."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from agentlint.graph.bound import Bound, BoundKind, Signal, SignalKind
from agentlint.graph.closed import closed
from agentlint.graph.condition import Decider
from agentlint.graph.effects import Content, Source
from agentlint.graph.loops import HARMLESS, paced
from agentlint.graph.model import Loop, NodeKind, Orchestration
from agentlint.graph.queries import components
from agentlint.graph.uses import Run

SOFT = frozenset({Decider.MODEL, Decider.STATE})
"""Who may let a conversation go on for ever, without anybody wanting it to."""

SPOKEN = frozenset({SignalKind.MESSAGE, SignalKind.TURN})
"""Signals that are given by whoever answers at all."""


def unending(loop: Loop, graph: Orchestration) -> bool:
    """Whether nothing at all ends the conversation of a loop: no limit, and nobody's word."""
    if loop.bound.kind is not BoundKind.NONE or not graph.compiled or graph.prebuilt or graph.unresolved or graph.test:
        return False
    if graph.reactions:  # messages, not turns: whether they come round is another question
        return False
    return not loop.exits and not graph.interrupts and _passes(loop, graph, _humans(graph))


def said(loop: Loop, graph: Orchestration) -> tuple[Bound, ...]:
    """All that ends the conversation of a loop, where agents may go on for ever by never saying or doing it."""
    found = tuple(bound for bound in graph.bounds if bound.kind is BoundKind.TERMINATION)
    if loop.bound not in found or graph.test or paced(loop, graph) or closed(loop, graph):
        return ()
    if not all(bound.decided_by in SOFT and _is_told(bound) for bound in graph.bounds):
        return ()
    ends = {name for bound in found if (signal := alone(bound)) is not None for name in _speakers(signal, graph)}
    return found if _passes(loop, graph, ends) else ()


def capped(loop: Loop, graph: Orchestration) -> Bound | None:
    """The framework's own limit on the conversation of a loop, where nobody sets one and it is felt before it holds."""
    bound = loop.bound
    if bound.kind is not BoundKind.TURNS or bound.explicit or bound.value is None or bound.value < HARMLESS:
        return None
    if not graph.compiled or graph.prebuilt or graph.unresolved or graph.test or paced(loop, graph):
        return None
    return bound if not any(other.explicit for other in graph.bounds) else None


def alone(bound: Bound) -> Signal | None:
    """The one signal that is enough to end a conversation."""
    return bound.signals[0] if len(bound.signals) == 1 else None


def _is_told(bound: Bound) -> bool:
    """Whether it is known what must be said or done. What a function of the project tests of the state is not."""
    functions = any(signal.kind is SignalKind.FUNCTION for signal in bound.signals)
    return bool(bound.signals) and (bound.decided_by is Decider.MODEL or not functions)


def _speakers(signal: Signal, graph: Orchestration) -> tuple[str, ...]:
    """Those who end the conversation as soon as they speak. Who is not known may be anybody."""
    if signal.kind not in SPOKEN:
        return ()
    return signal.sources or tuple(node.name for node in graph.nodes)


def _humans(graph: Orchestration) -> set[str]:
    return {node.name for node in graph.nodes if node.kind is NodeKind.HUMAN or node.interrupts}


def _passes(loop: Loop, graph: Orchestration, these: set[str]) -> bool:
    """Whether there is a way round the loop that goes by none of ``these``."""
    rest = set(loop.nodes) - these
    within = tuple(edge for edge in graph.edges if {edge.source, edge.target} <= rest)
    return bool(components(replace(graph, nodes=(), edges=within)))


def ended_by_task(loop: Loop, graph: Orchestration) -> Iterator[tuple[Bound, Run]]:
    """What ends a conversation at the first text, and a run that begins with one. Told for the first loop only."""
    for bound in graph.bounds if loop == graph.loops[0] else ():
        signal = alone(bound)
        if signal is not None and signal.kind is SignalKind.MESSAGE and signal.sources is None:
            texts = (run for run in graph.runs if any(_is_text(value) for _, value in run.values))
            yield from ((bound, run) for run in islice(texts, 1))


def _is_text(task: Content) -> bool:
    """Whether a task is a text. One that is not known may be another message."""
    typed = set(task.sources) == {Source.HUMAN}
    return set(task.makes) <= {"TextMessage"} and (typed or bool(task.texts))
