"""How agents are wired: whose answer reaches whose prompt, whose word decides who is asked."""

import ast
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from agentlint.evaluate import Outcome
from agentlint.evaluate.relevance import parts
from agentlint.evaluate.values import (
    AttributeOf,
    Builtin,
    Combination,
    Comparison,
    Condition,
    Const,
    External,
    Instance,
    ItemOf,
    Member,
    Parameter,
    ResultOf,
    Round,
    Span,
    Traced,
    Tuple,
    Unknown,
    Value,
)
from agentlint.frameworks.gatherings import GATHERS
from agentlint.frameworks.handwired.agents import Agent
from agentlint.frameworks.handwired.asking import path_of
from agentlint.frameworks.handwired.deciding import Decisions, behind, encloses, entering
from agentlint.frameworks.handwired.steps import Answers, Step

GIVES = (".parse_args", ".parse_known_args", "os.getenv", "environ.get", "json.load", "yaml.safe_load", "tomllib.load")
"""Ends of the paths of functions that give what a program is told once."""


@dataclass(frozen=True, slots=True)
class Wire:
    """The answer of ``source`` reaches ``target``, or decides whether it is asked (``condition``)."""

    source: Agent
    target: Agent
    span: Span
    condition: Condition | None = None


def wires(
    outcome: Outcome, found: Sequence[Step], who: dict[int, Agent], answers: Answers, caller: int
) -> Iterator[Wire]:
    """The transitions between agents, in the order in which they come about.

    A model that is always asked the same only shows by its answer what it is able to do: it decides nothing.
    """
    told: set[tuple[int, int]] = set()
    by_index = {step.index: step for step in found}
    for step in found:
        target = who.get(step.index)
        if target is None:
            continue
        for earlier in step.takes:
            source = who.get(earlier)
            if _instead(step, by_index.get(earlier)) or _exclude(step, by_index.get(earlier)):
                continue
            if source is None or (source is target and not _goes_round(step, caller, found, who)):
                continue
            if (id(source), id(target)) not in told:
                told.add((id(source), id(target)))
                yield Wire(source, target, step.event.span, _deciding(step, earlier, answers))
    probes = {step.index for agent in who.values() if is_probe(agent) for step in agent.steps}
    decisions = Decisions(outcome, found, answers)
    for step in found:
        target = who.get(step.index)
        if target is None or step.index in probes:
            continue
        for decision in entering(step, decisions, by_index):
            for earlier in decision.earlier:
                source = who.get(earlier)
                if source is None or source is target or earlier in probes or _exclude(step, by_index.get(earlier)):
                    continue
                if (id(source), id(target)) not in told:
                    told.add((id(source), id(target)))
                    yield Wire(source, target, step.event.span, decision.condition)


def is_probe(agent: Agent) -> bool:
    """Whether an agent is asked the same in every run, by one way to a model at least, and is never told an answer."""
    return any(step.fixed for step in agent.steps) and not any(step.takes for step in agent.steps)


def _exclude(step: Step, earlier: Step | None) -> bool:
    """Whether a run takes one of two steps only: a test of what it is given, and nothing that changes, lets in either.

    So it is with the providers among which a program is told to choose.
    """
    if earlier is None:
        return False
    taken = {(id(one.span.node), one.test): one.holds for one in earlier.event.conditions if _is_given(one.test)}
    return any(taken.get((id(one.span.node), one.test), one.holds) != one.holds for one in step.event.conditions)


def _is_given(value: Value) -> bool:
    """Whether a value is the same all the time that a program runs: made of arguments, settings and constants."""
    match value:
        case Const() | External() | Builtin() | Instance():
            return True
        case Unknown(origin=Parameter()):
            return True
        case Unknown(origin=AttributeOf(base, _)) | Member(base, _):
            return _is_given(base)
        case Unknown(origin=ItemOf(base, key)):
            return _is_given(base) and _is_given(key)
        case Unknown(origin=Comparison(left, _, right)):
            return _is_given(left) and _is_given(right)
        case Unknown(origin=Combination(_, operands)) | Tuple(operands):
            return all(map(_is_given, operands))
        case Traced(callee=callee) | Unknown(origin=ResultOf(callee, _)):
            return path_of(callee).endswith(GIVES)
        case _:
            return False


def _instead(step: Step, earlier: Step | None) -> bool:
    """Whether a step is taken where an earlier one failed: nothing of an answer comes through an exception."""
    for one, other in zip(step.frames, earlier.frames if earlier is not None else (), strict=False):
        if one.site.node is not other.site.node:
            return any(
                _holds(attempt.body, other.site.node) and _holds(attempt.handlers, one.site.node)
                for attempt in parts(one.function.node)
                if isinstance(attempt, ast.Try)
            )
    return False


def _holds(statements: Sequence[ast.AST], node: ast.AST) -> bool:
    return any(part is node for statement in statements for part in parts(statement))


def _deciding(step: Step, earlier: int, answers: Answers) -> Condition | None:
    """The test of an answer on which it depends that the step is taken."""
    for condition in step.event.conditions:
        if encloses(condition, step) and earlier in behind(condition.test, answers):
            return condition
    return None


def _goes_round(step: Step, caller: int, found: Sequence[Step], who: dict[int, Agent]) -> bool:
    """Whether a statement of the leading function, or between it and the agent, repeats the step and no other agent."""
    between = step.frames[caller : (step.level or 0) + 1]
    places = [frame.function.span.location for frame in between]
    loops = [
        one.span
        for one in step.event.enclosing
        if isinstance(one, Round)
        and isinstance(one.span.node, ast.While | ast.For | ast.AsyncFor)
        and any(at.covers(one.span.location) for at in places)
    ]
    agent = who.get(step.index)
    return bool(loops) and not any(
        Round(loops[-1]) in other.event.enclosing and who.get(other.index) not in (agent, None) for other in found
    )


def together(outcome: Outcome, who: dict[int, Agent], answers: Answers) -> Iterator[frozenset[Agent]]:
    """Agents that are run at the same time, and all of them waited for."""
    for event in outcome.events:
        if isinstance(event.target, External) and event.target.name in GATHERS:
            given = (*event.arguments.positional, *(value for _, value in event.arguments.keywords))
            yield frozenset(who[index] for value in given for index in answers.within(value) if index in who)


def connected(found: Sequence[Agent], links: Sequence[Wire]) -> list[list[Agent]]:
    """The agents in groups that are wired to each other, in order."""
    near: defaultdict[int, set[int]] = defaultdict(set)
    for wire in links:
        near[id(wire.source)].add(id(wire.target))
        near[id(wire.target)].add(id(wire.source))
    groups: list[list[Agent]] = []
    seen: set[int] = set()
    for agent in found:
        if id(agent) in seen:
            continue
        pending, group = [id(agent)], set[int]()
        while pending:
            one = pending.pop()
            if one not in group:
                group.add(one)
                pending.extend(near[one])
        seen |= group
        groups.append([other for other in found if id(other) in group])
    return groups
