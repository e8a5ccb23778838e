"""Whose word decides that somebody is asked: answers that are tested, and who stands in a branch or behind a guard."""

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from agentlint.evaluate import Outcome
from agentlint.evaluate.machine import Looped
from agentlint.evaluate.values import (
    AttributeOf,
    Choice,
    Combination,
    Comparison,
    Condition,
    Const,
    ElementOf,
    Event,
    ItemOf,
    Member,
    ResultOf,
    Round,
    Span,
    Traced,
    Unknown,
    Value,
)
from agentlint.frameworks.handwired.steps import Answers, Step
from agentlint.frameworks.handwired.syntax import around
from agentlint.frameworks.handwired.values import texts, within

FAILED = re.compile(r"error|fail|exception|timed? ?out|invalid|sorry", re.IGNORECASE)
"""What a text is compared with to see whether there is an answer at all."""
TESTS = 24
"""Tests behind a test that are looked at."""
EMPTY = (Const(None), Const(""), Const(0), Const(b""))
CONTENTS = frozenset({"choices", "message", "content", "text", "response", "output", "output_text", "result", "parts",
                      "candidates", "answer", "body", "data", "json", "strip", "lower", "upper", "get"})  # fmt: skip
"""Names under which the text of an answer is found: that there is one says nothing."""


@dataclass(frozen=True, slots=True)
class Decision:
    """The answers of ``earlier`` steps decide by ``condition`` that a step is taken.

    ``since`` is the last of them, ``condition`` is None where a loop goes through what they say.
    """

    earlier: tuple[int, ...]
    condition: Condition | None

    @property
    def since(self) -> int:
        return max(self.earlier)


class Decisions:
    """The answers that decide, for every step of a run."""

    def __init__(self, outcome: Outcome, found: Sequence[Step], answers: Answers) -> None:
        self._answers = answers
        self._tests: dict[int, tuple[Value, tuple[int, ...]]] = {}
        self._over = {one.span: one.over for one in outcome.happenings if isinstance(one, Looped) and one.over}
        self._left = _left_before(outcome, found)
        self._found: dict[int, tuple[Decision, ...]] = {}

    def of(self, step: Step) -> tuple[Decision, ...]:
        """What decides that a step is taken, the outermost first."""
        if step.index not in self._found:
            self._found[step.index] = tuple(self._all(step))
        return self._found[step.index]

    def _all(self, step: Step) -> Iterator[Decision]:
        for looped in self._left.get(step.index, ()):
            for condition in (one for leave in looped.leaves for one in leave):
                yield from self._by(condition, step, guards=True)
        for one in step.event.enclosing:
            over = self._over.get(one.span) if isinstance(one, Round) else None
            if over is not None and isinstance(one.span.node, ast.For | ast.AsyncFor) and _is_read(over):
                earlier = tuple(index for index in self._answers.within(over) if index < step.index)
                if earlier:
                    yield Decision(earlier, None)
        for condition in step.event.conditions:
            yield from self._by(condition, step, guards=not encloses(condition, step))

    def _by(self, condition: Condition, step: Step, *, guards: bool) -> Iterator[Decision]:
        earlier = tuple(index for index in self._tested(condition.test) if index < step.index)
        if earlier and not (guards and only_whether(condition.test, self._answers)):
            yield Decision(earlier, condition)

    def _tested(self, test: Value) -> tuple[int, ...]:
        kept = self._tests.get(id(test))
        if kept is None:
            kept = self._tests[id(test)] = (test, tuple(behind(test, self._answers)))
        return kept[1]


def behind(test: Value, answers: Answers) -> list[int]:
    """The calls whose answers are in a value, or decided which of several values it has."""
    found: dict[int, None] = {}
    seen: set[int] = set()
    pending = [test]
    while pending and len(seen) < TESTS:
        value = pending.pop(0)
        if id(value) in seen:
            continue
        seen.add(id(value))
        found.update(dict.fromkeys(answers.within(value)))
        for part in within(value, answers.is_one):
            if isinstance(part, Choice):
                pending += [one.test for _, conditions in part.options for one in conditions]
    return list(found)


def entering(step: Step, decisions: Decisions, by_index: Mapping[int, Step]) -> Iterator[Decision]:
    """What decides that a step is taken, but for what lets in others through which one comes to it."""
    inner = set(step.takes)
    for decision in reversed(decisions.of(step)):
        if not any(_is_under(decision, by_index.get(other), decisions) for other in inner):
            yield decision
        inner.update(decision.earlier)


def _is_under(decision: Decision, other: Step | None, decisions: Decisions) -> bool:
    """Whether a step is taken after a decision and because of it."""
    if other is None or other.index <= decision.since:
        return False
    return any(one.condition is decision.condition or one == decision for one in decisions.of(other))


def _left_before(outcome: Outcome, found: Sequence[Step]) -> dict[int, list[Looped]]:
    """The loops that had been left, in the functions that are running, when a step was taken."""
    steps = {step.event.serial: step for step in found}
    left: list[Looped] = []
    before: dict[int, list[Looped]] = {}
    for one in outcome.happenings:
        match one:
            case Looped(leaves=leaves) if any(leaves):
                left.append(one)
            case Event(serial=serial) if (step := steps.get(serial)) is not None:
                before[step.index] = [looped for looped in left if _still(looped, step)]
    return before


def _still(looped: Looped, step: Step) -> bool:
    """Whether the function with a loop is still running, and not in another round of a loop around that one."""
    calls = step.event.calls
    if calls[: len(looped.calls)] != looped.calls or Round(looped.span) in step.event.enclosing:
        return False
    inner = step.event.span if len(calls) == len(looped.calls) else calls[len(looped.calls)]
    after = getattr(inner.node, "lineno", 0) > (getattr(looped.span.node, "end_lineno", 0) or 0)
    return after and inner.module is looped.span.module


def only_whether(test: Value, answers: Answers) -> bool:
    """Whether a test only asks if there is an answer, and nothing of what it says."""
    match test:
        case Unknown(origin=Combination("and" | "or" | "not", operands)):
            tested = [one for one in operands if behind(one, answers)]
            return all(only_whether(one, answers) for one in tested)
        case Unknown(origin=Comparison(left, _, right)):
            if left in EMPTY or right in EMPTY:
                return True
            return any(FAILED.search(text) for side in (left, right) if isinstance(side, Const) for text in texts(side))
        case Unknown(origin=AttributeOf(base, name)) | Member(base, name):
            return name in CONTENTS and only_whether(base, answers)
        case Unknown(origin=ItemOf(base, Const(str(name)))):
            return name in CONTENTS and only_whether(base, answers)
        case Unknown(origin=ItemOf(base, _) | ElementOf(base)):
            return only_whether(base, answers)
        case Unknown(origin=ResultOf(_, arguments)) if not answers.is_one(test):
            said = [text for argument in arguments for text in texts(argument, answers.is_one)]
            return not said or any(FAILED.search(text) for text in said)
        case Choice(alternatives):
            return not any(isinstance(option, Const) and option.value is not None for option, _ in alternatives)
        case _:
            return True


def _is_read(over: Value) -> bool:
    """Whether a collection is read from something, and not put together here."""
    match over:
        case Unknown() | Traced():
            return True
        case Choice(alternatives):
            return all(_is_read(option) for option, _ in alternatives)
        case _:
            return False


def encloses(condition: Condition, step: Step) -> bool:
    """Whether the step stands in a branch of the test, and not only behind it."""
    if isinstance(condition.span.node, ast.Subscript):
        return True
    branch = _branch(condition.span)
    if branch is None:
        return False
    return any(
        span.module is condition.span.module and branch[0] <= getattr(span.node, "lineno", 0) <= branch[1]
        for span in (step.event.span, *step.event.calls)
    )


def _branch(test: Span) -> tuple[int, int] | None:
    """The lines of the statement that a test belongs to."""
    node: ast.AST | None = test.node
    outer = around(test.module)
    for _ in range(6):
        node = outer.get(id(node))
        match node:
            case ast.If() | ast.IfExp() | ast.match_case() | ast.Match():
                return getattr(node, "lineno", 0), getattr(node, "end_lineno", 0) or 0
            case ast.stmt() | None:
                return None
    return None
