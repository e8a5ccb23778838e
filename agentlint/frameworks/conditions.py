"""Path conditions in the words of the graph: what a test reads, and who decides it."""

import ast
from collections.abc import Iterator
from functools import lru_cache

from agentlint.evaluate.values import (
    AttributeOf,
    Caught,
    Choice,
    Combination,
    Comparison,
    Conditions,
    Const,
    ElementOf,
    External,
    Function,
    ItemOf,
    Member,
    Parameter,
    ResultOf,
    Span,
    Traced,
    Tuple,
    Unknown,
    Value,
    options,
)
from agentlint.evaluate.values import Condition as Tested
from agentlint.frameworks.asking import asked, path
from agentlint.graph.condition import Condition, Decider

ORDERED = frozenset({"<", "<=", ">", ">="})
MODEL_CALLS = frozenset(
    {"invoke", "ainvoke", "stream", "astream", "predict", "generate", "agenerate", "create", "parse", "run", "arun"}
)
FROM_MODEL = frozenset(
    {"tool_calls", "content", "messages", "additional_kwargs", "response_metadata", "invalid_tool_calls"}
)
STEPS = frozenset({"remaining_steps", "is_last_step"})
"""Managed values that count down to the step limit (langgraph/managed/is_last_step.py)."""
FROM_HUMAN = frozenset({"langgraph.types.interrupt", "builtins.input"})


def told(conditions: Conditions) -> tuple[Condition, ...]:
    """Conditions as the graph keeps them."""
    return tuple(map(_told, conditions))


@lru_cache(maxsize=1 << 14)
def _told(condition: Tested) -> Condition:
    """One condition, told once: what happens under it is often much."""
    reads = tuple(dict.fromkeys(_reads(condition.test)))
    raised = isinstance(condition.test, Unknown) and isinstance(condition.test.origin, Caught)
    text = condition.span.text
    if raised and text.startswith("except"):
        text = "BaseException"
    at = condition.span.location
    return Condition(text, condition.holds, at, reads, counts(condition.test), raised, asked(condition.test))


def leaves(value: Value) -> Iterator[Value]:
    """The values that a test depends on: access paths, calls, objects."""
    match value:
        case Unknown(origin=Comparison(left, _, right)):
            yield from leaves(left)
            yield from leaves(right)
        case Unknown(origin=Combination(_, operands)):
            for operand in operands:
                yield from leaves(operand)
        case Unknown(origin=ResultOf(callee, arguments)) if path(value) is None or path(callee) is None:
            yield value
            for argument in arguments:
                yield from leaves(argument)
        case Choice():
            for option, _ in options(value):
                yield from leaves(option)
        case Tuple(items):
            for entry in items:
                yield from leaves(entry)
        case Const() | Function():
            return
        case _:
            yield value


def compared(conditions: Conditions) -> frozenset[Value]:
    """The values that tests compare for equality or membership."""
    return frozenset(side for condition in conditions for side in _sides(condition.test))


def is_compared(value: Value, conditions: Conditions) -> bool:
    """Whether a test compares a value, or the same thing read at another place."""
    return any(_alike(value, side) for side in compared(conditions))


def _alike(left: Value, right: Value) -> bool:
    match left, right:
        case Unknown(origin=AttributeOf(one, name)), Unknown(origin=AttributeOf(other, again)):
            return name == again and _alike(one, other)
        case Unknown(origin=ItemOf(one, key)), Unknown(origin=ItemOf(other, again)):
            return key == again and _alike(one, other)
        case _:
            return left == right


def lookups(conditions: Conditions) -> Iterator[tuple[Value, Span, Conditions]]:
    """The keys that tables were asked for on a path (`TABLE[key]`), each with the other conditions of the path."""
    for chosen in conditions:
        match chosen.test:
            case Unknown(origin=Comparison(key, "==", _)) if isinstance(chosen.span.node, ast.Subscript):
                yield key, chosen.span, tuple(other for other in conditions if other.span != chosen.span)


def _sides(test: Value) -> Iterator[Value]:
    match test:
        case Unknown(origin=Comparison(left, "in" | "not in" | "==" | "!=", right)):
            yield from (left, right)
        case Unknown(origin=Combination(_, operands)):
            for operand in operands:
                yield from _sides(operand)


def _reads(value: Value) -> Iterator[str]:
    for leaf in leaves(value):
        found = path(leaf)
        if found is not None:
            yield found


def counts(value: Value) -> bool:
    """Whether a test compares something to a number by order, as a counter's guard does."""
    match value:
        case Unknown(origin=Comparison(left, operator, right)):
            if operator in ORDERED:
                return True
            return operator in ("==", "!=") and any(
                isinstance(side, Const) and isinstance(side.value, int) and not isinstance(side.value, bool)
                for side in (left, right)
            )
        case Unknown(origin=Combination(_, operands)):
            return any(counts(operand) for operand in operands)
        case _:
            return False


def decider(conditions: Conditions) -> Decider:
    """Who decides whether a path is taken: the first of human, counter, model, state that a test on it shows."""
    if not conditions:
        return Decider.ALWAYS
    found = {_decided(condition.test) for condition in conditions}
    for who in (Decider.HUMAN, Decider.COUNTER, Decider.MODEL, Decider.STATE):
        if who in found:
            return who
    return Decider.UNKNOWN


def word_of(value: Value) -> Decider:
    """Whose word a value is: a human's or a model's, if it is known to be one."""
    found = {_source(leaf) for leaf in leaves(value)}
    return next((who for who in (Decider.HUMAN, Decider.MODEL) if who in found), Decider.UNKNOWN)


def _decided(test: Value) -> Decider:
    if counts(test) or any((path(leaf) or "").rpartition(".")[2] in STEPS for leaf in leaves(test)):
        return Decider.COUNTER
    found = {_source(leaf) for leaf in leaves(test)}
    for who in (Decider.HUMAN, Decider.MODEL, Decider.STATE):
        if who in found:
            return who
    return Decider.UNKNOWN


def _source(value: Value) -> Decider:
    """Whose word a value is."""
    match value:
        case Traced(callee=External(name)) if name in FROM_HUMAN:
            return Decider.HUMAN
        case Traced(callee=Member(_, name)) if name in MODEL_CALLS:
            return Decider.MODEL
        case Traced(callee=Member(base, _)) | Member(base, _):
            return _source(base)
        case Unknown(origin=ItemOf(base, Const(key))) if key in FROM_MODEL:
            return Decider.MODEL
        case Unknown(origin=AttributeOf(base, name)) if name in FROM_MODEL:
            return Decider.MODEL
        case Unknown(origin=ResultOf(Unknown(origin=AttributeOf(_, name)), _)) if name in MODEL_CALLS:
            return Decider.MODEL
        case Unknown(origin=ItemOf(base, _) | AttributeOf(base, _) | ElementOf(base)):
            inner = _source(base)
            return Decider.STATE if inner is Decider.UNKNOWN and path(value) is not None else inner
        case Unknown(origin=ResultOf(callee, arguments)):
            found = {_source(callee), *map(_source, arguments)}
            return next((who for who in (Decider.HUMAN, Decider.MODEL, Decider.STATE) if who in found), Decider.UNKNOWN)
        case Unknown(origin=Parameter()):
            return Decider.STATE
        case _:
            return Decider.UNKNOWN
