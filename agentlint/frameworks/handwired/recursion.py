"""Agents that are asked again because a function around them calls itself, and what bounds that."""

import ast
from collections.abc import Iterator, Sequence
from dataclasses import replace

from agentlint.evaluate import Outcome
from agentlint.evaluate.machine import Recalled
from agentlint.evaluate.relevance import parts
from agentlint.evaluate.values import Combination, Const, FunctionNode, Unknown, Value
from agentlint.frameworks.conditions import decider
from agentlint.frameworks.handwired.agents import Agent
from agentlint.graph.bound import Bound, BoundKind
from agentlint.graph.condition import Decider
from agentlint.graph.evidence import Location


def recursions(outcome: Outcome, group: Sequence[Agent]) -> Iterator[Bound]:
    """The bounds of functions that run twice at once around an agent.

    One whose calls are all followed ends by what it is given: its depth, or a list that gets shorter.
    """
    inside: dict[FunctionNode, dict[str, None]] = {}
    for agent in group:
        for step in agent.steps:
            running = [frame.function.node for frame in step.frames]
            for node in running:
                if running.count(node) > 1 and not isinstance(node, ast.Lambda):
                    inside.setdefault(node, {}).setdefault(agent.name)
    for node, names in inside.items():
        again = [one for one in outcome.happenings if isinstance(one, Recalled) and one.function.node is node]
        place = next(function.span.location for one in outcome.events for function, _ in one.running
                     if function.node is node)  # fmt: skip
        yield replace(_bound(again, place), within=tuple(names))


def _bound(again: Sequence[Recalled], place: Location) -> Bound:
    deciders = {decider((condition,)) for one in again for condition in one.conditions}
    if Decider.COUNTER in deciders or all(map(_counts, again)):
        return Bound(BoundKind.COUNTER, None, True, "rounds", "a number is compared before it calls itself", place)
    if Decider.HUMAN in deciders:
        return Bound(BoundKind.TERMINATION, None, True, "rounds", "a human ends it", place, Decider.HUMAN)
    return Bound(BoundKind.NONE, None, False, "rounds", "", place)


def _counts(again: Recalled) -> bool:
    """Whether a number that the function compares is another one when it calls itself."""
    node = again.function.node
    compared = {
        part.id for test in parts(node) if isinstance(test, ast.Compare) for part in parts(test)
        if isinstance(part, ast.Name)
    }  # fmt: skip
    names = [argument.arg for argument in (*node.args.posonlyargs, *node.args.args)]
    before = dict(zip(names, again.before.positional, strict=False)) | dict(again.before.keywords)
    given = dict(zip(names, again.given.positional, strict=False)) | dict(again.given.keywords)
    return any(name in compared and _is_number(value) and before.get(name) != value for name, value in given.items())


def _is_number(value: Value) -> bool:
    match value:
        case Const(int()):
            return True
        case Unknown(origin=Combination("+" | "-", (_, Const(int())))):
            return True
        case _:
            return False
