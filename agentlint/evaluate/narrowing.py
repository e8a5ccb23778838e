"""What the path condition says of a value: a test that was decided before, a name that was compared to a constant."""

import ast
from collections.abc import Iterator
from functools import lru_cache

from agentlint.evaluate.heap import join
from agentlint.evaluate.machine import Machine
from agentlint.evaluate.operators import COMPARE, compare, contents, truth
from agentlint.evaluate.values import (
    AttributeOf,
    Choice,
    Combination,
    Comparison,
    Condition,
    Conditions,
    Const,
    ItemOf,
    Mapping,
    Origin,
    Parameter,
    Sequence,
    Tuple,
    Unknown,
    Value,
)

KINDS: dict[str, type[ast.cmpop]] = {symbol: kind for kind, (symbol, _) in COMPARE.items()}


def assuming(machine: Machine, test: Value) -> Value:
    """The test as the path condition decides it, where it asks again what was asked before."""
    if not machine.conditions or not isinstance(test, Unknown) or not stable(test.origin):
        return test
    match test.origin:
        case Combination("not", (operand,)):
            known = truth(assuming(machine, operand))
            return test if known is None else Const(not known)
    for condition in machine.conditions:
        for decided, holds in _decided(condition):
            if isinstance(decided, Unknown) and _same(decided, test):
                return Const(holds)
    return test


def refine(machine: Machine, value: Value) -> Value:
    """The value as the path condition narrows it: equal to a constant, or one of several."""
    if not machine.conditions:
        return value
    match value:
        case Unknown() if value.origin is not None:
            for condition in reversed(machine.conditions):
                for left, narrowed in _narrowed(condition):
                    if _same(left, value):
                        return narrowed
        case Choice():
            return _possible(machine, value)
    return value


@lru_cache(maxsize=8192)
def _narrowed(condition: Condition) -> tuple[tuple[Unknown, Value], ...]:
    """What a condition says of the values that it compares."""
    found: list[tuple[Unknown, Value]] = []
    for test, holds in _decided(condition):
        match test:
            case Unknown(origin=Comparison(Unknown() as left, operator, right)):
                match operator, right:
                    case (("==" | "is"), Const()) if holds:
                        found.append((left, right))
                    case (("!=" | "is not"), Const()) if not holds:
                        found.append((left, right))
                    case (("in" | "not in"), Sequence() | Tuple() | Mapping()) if holds is (operator == "in"):
                        items = contents(right)
                        if items.entries and items.rest is None:
                            found.append((left, join((entry, (condition,)) for entry in items.entries)))
    return tuple(found)


def _possible(machine: Machine, value: Choice) -> Value:
    """The alternatives that what was decided leaves: on the paths to the others another test has come out."""
    left: Value = value
    for condition in filter(_is_of_choice, machine.conditions):
        for test, holds in _parts(condition.test, condition.holds):  # itself, and none that equals it: see `_is`
            if isinstance(left, Choice):
                left = _without(left, test, holds)
    if not isinstance(left, Choice):
        return left
    kept = [pair for pair in left.options if not _contradicted(machine, pair[1])]
    return join(kept) if 0 < len(kept) < len(left.options) else left


def _without(value: Choice, test: Value, holds: bool) -> Value:
    """The alternatives for which a test on the value itself can have come out like this."""
    match test:
        case Choice() if _is(test, value):
            kept = [pair for pair in value.options if truth(pair[0]) is not (not holds)]
        case Unknown(origin=Comparison(Choice() as compared, operator, right), span=span) if (
            span is not None and operator in KINDS and _is(compared, value)
        ):
            outcomes = [truth(compare(KINDS[operator], option, right, span)) for option, _ in value.options]
            kept = [pair for pair, known in zip(value.options, outcomes, strict=True) if known is not (not holds)]
        case _:
            return value
    return join(kept) if 0 < len(kept) < len(value.options) else value


def _contradicted(machine: Machine, conditions: Conditions) -> bool:
    return any(truth(assuming(machine, one.test)) is (not one.holds) for one in conditions)


def _is(tested: Choice, value: Choice) -> bool:
    """Whether it is this choice that was tested: itself, or one that was made by the same tests."""
    return tested is value or (
        tested.options == value.options
        and all(
            conditions and all(isinstance(one.test, Unknown) and stable(one.test.origin) for one in conditions)
            for _, conditions in value.options
        )
    )


@lru_cache(maxsize=8192)
def _decided(condition: Condition) -> tuple[tuple[Value, bool], ...]:
    """All tests that a condition decides, each with how it came out."""
    return tuple(_parts(condition.test, condition.holds))


@lru_cache(maxsize=8192)
def _is_of_choice(condition: Condition) -> bool:
    """Whether a test that it decides is of one of several values."""
    for test, _ in _decided(condition):
        match test:
            case Choice() | Unknown(origin=Comparison(Choice(), _, _)):
                return True
    return False


def _parts(test: Value, holds: bool) -> Iterator[tuple[Value, bool]]:
    """The tests that a condition decides: each part of an ``and`` that holds, of an ``or`` that fails, of a ``not``."""
    match test:
        case Unknown(origin=Combination("not", (operand,))):
            yield from _parts(operand, not holds)
        case Unknown(origin=Combination("and", operands)) if holds:
            for operand in operands:
                yield from _parts(operand, True)
        case Unknown(origin=Combination("or", operands)) if not holds:
            for operand in operands:
                yield from _parts(operand, False)
        case _:
            yield test, holds


def _same(left: Unknown, right: Unknown) -> bool:
    """Whether two unknown values are one: the same path from the same parameter."""
    if left == right:
        return True
    if left.origin != right.origin or not stable(left.origin):
        return False
    return not isinstance(left.origin, Parameter) or left.span == right.span


def stable(origin: Origin | None) -> bool:
    """Whether reading the same access path twice gives the same value: no call lies on it."""
    match origin:
        case Parameter():
            return True
        case ItemOf(base, key):
            return _stable(base) and _stable(key)
        case AttributeOf(base, _):
            return _stable(base)
        case Comparison(left, _, right):
            return _stable(left) and _stable(right)
        case Combination(operator, operands) if operator != "any of":
            return all(_stable(operand) for operand in operands)
        case _:
            return False


def _stable(value: Value) -> bool:
    match value:
        case Unknown(origin=origin):
            return stable(origin)
        case Const() | Tuple():
            return True
        case Choice(alternatives):
            return all(isinstance(option, Const) for option, _ in alternatives)
        case _:
            return False
