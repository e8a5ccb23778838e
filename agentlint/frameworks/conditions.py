"""Path conditions in the words of the graph: what a test reads, and who decides it."""

import ast
from collections.abc import Iterator
from functools import lru_cache

from agentlint.evaluate.values import (
    AttributeOf,
    Builtin,
    Caught,
    Choice,
    Combination,
    Comparison,
    Conditions,
    Const,
    Earlier,
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
DECIDERS = (Decider.HUMAN, Decider.COUNTER, Decider.MODEL, Decider.STATE, Decider.UNKNOWN, Decider.ALWAYS)
"""Who is told where several decide: the first of them."""
STEPS = frozenset({"remaining_steps", "is_last_step"})
"""Managed values that count down to the step limit (langgraph/managed/is_last_step.py)."""
READS = ("json.", "re.", "ast.", "yaml.", "orjson.")
"""Packages whose functions find in a text what it says."""
FROM_HUMAN = frozenset({"langgraph.types.interrupt", "builtins.input"})


def told(conditions: Conditions) -> tuple[Condition, ...]:
    """Conditions as the graph keeps them."""
    return tuple(map(_told, conditions))


@lru_cache(maxsize=1 << 14)
def _told(condition: Tested) -> Condition:
    """One condition, told once: what happens under it is often much."""
    reads = tuple(dict.fromkeys(_reads(condition.test)))
    raised = _is_raised(condition.test)
    text = condition.span.text
    if raised and text.startswith("except"):
        text = "BaseException"
    at = condition.span.location
    return Condition(text, condition.holds, at, reads, counts(condition.test), raised, asked(condition.test))


def leaves(value: Value) -> Iterator[Value]:
    """The values that a test depends on, each once: access paths, calls, objects. Values share their parts."""
    seen: set[int] = set()
    pending = [value]
    while pending:
        part = pending.pop()
        if id(part) in seen:
            continue
        seen.add(id(part))
        match part:
            case Unknown(origin=Comparison(left, _, right)):
                pending += (right, left)
            case Unknown(origin=Combination(_, operands)):
                pending += reversed(operands)
            case Unknown(origin=ResultOf(callee, arguments)) if path(part) is None or path(callee) is None:
                yield part
                pending += reversed(arguments)
            case Choice():
                pending += [option for option, _ in reversed(options(part))]
            case Tuple(items):
                pending += reversed(items)
            case Const() | Function():
                continue
            case _:
                yield part


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
    return next((who for who in DECIDERS if who in found), Decider.UNKNOWN)


def ender(leave: Conditions) -> Decider:
    """Who decides that a loop is left: that an exception was raised, or was not, is nobody's word."""
    return decider(tuple(one for one in leave if not _is_raised(one.test)))


def only_given(test: Value) -> bool:
    """Whether a test is of nothing but arguments of a function, as they were given."""
    parts = list(leaves(test))
    return bool(parts) and all(isinstance(one, Unknown) and isinstance(one.origin, Parameter) for one in parts)


def _is_raised(test: Value) -> bool:
    return isinstance(test, Unknown) and isinstance(test.origin, Caught)


def word_of(value: Value) -> Decider:
    """Whose word a value is: a human's or a model's, if it is known to be one."""
    found = {_source(leaf) for leaf in leaves(value)}
    return next((who for who in (Decider.HUMAN, Decider.MODEL) if who in found), Decider.UNKNOWN)


@lru_cache(maxsize=1 << 14)
def _decided(test: Value) -> Decider:
    """Who decides one test, worked out once: the tests behind a value share theirs."""
    if any((path(leaf) or "").rpartition(".")[2] in STEPS for leaf in leaves(test)):
        return Decider.COUNTER
    if counts(test):
        return Decider.MODEL if _is_graded(test) else Decider.COUNTER
    if isinstance(test, Const):
        return Decider.ALWAYS
    found = set(_deciders(test))
    return next((who for who in DECIDERS if who in found), Decider.UNKNOWN)


def _deciders(test: Value) -> Iterator[Decider]:
    """Whose word a test is: those of its parts, and for a flag that was set those who decided that it is."""
    match test:
        case Unknown(origin=Comparison(left, _, right)):
            yield from _deciders(left)
            yield from _deciders(right)
        case Unknown(origin=Combination(_, operands)):
            for operand in operands:
                yield from _deciders(operand)
        case Choice() if any(isinstance(option, Const) or _is_earlier(option) for option, _ in options(test)):
            for option, conditions in options(test):
                yield from _deciders(option)
                yield ender(tuple(one for one in conditions if not _asks_earlier(one.test)))
        case Const():
            return
        case Unknown(origin=Earlier()):
            yield Decider.ALWAYS
        case _:
            for leaf in leaves(test):
                yield _source(leaf)


def _is_graded(test: Value) -> bool:
    """Whether a test compares a number that a model gave, as a grade is, and nothing that is counted."""
    match test:
        case Unknown(origin=Comparison(left, _, right)):
            return any(_is_grade(side) for side in (left, right))
        case Unknown(origin=Combination(_, operands)):
            compared = [operand for operand in operands if counts(operand)]
            return bool(compared) and all(map(_is_graded, compared))
        case _:
            return False


def _is_grade(value: Value) -> bool:
    match value:
        case Choice():
            made = [option for option, _ in options(value) if not (isinstance(option, Const) or _is_earlier(option))]
            return bool(made) and all(map(_is_grade, made))
        case Unknown(origin=ResultOf(Builtin("int" | "float"), (inner, *_))):
            return _is_grade(inner)
        case Unknown(origin=AttributeOf(_, name)) | Traced(callee=Member(_, name)) if (
            "usage" in name or "token" in name
        ):
            return False
        case Unknown(origin=AttributeOf(base, _) | ItemOf(base, _)) if not _is_grade(base):
            return False
        case Unknown(origin=Combination()):
            return False
        case _:
            return _source(value) is Decider.MODEL


def _is_earlier(value: Value) -> bool:
    return isinstance(value, Unknown) and isinstance(value.origin, Earlier)


def _asks_earlier(test: Value) -> bool:
    """Whether a test asks for what a round of a loop began with, as the loop's own does."""
    return any(_is_earlier(leaf) for leaf in leaves(test))


def _source(value: Value) -> Decider:
    """Whose word a value is."""
    match value:
        case Traced(callee=External(name)) if name in FROM_HUMAN:
            return Decider.HUMAN
        case Traced(callee=Member(_, name)) if name in MODEL_CALLS:
            return Decider.MODEL
        case Traced(callee=External(name)) if name.startswith(READS):
            found = set(map(_source, value.created.arguments.positional))
            return next((who for who in DECIDERS if who in found), Decider.UNKNOWN)
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
