"""What the path condition says of a value: a test that was decided before, a name that was compared to a constant."""

from functools import lru_cache

from agentlint.evaluate.heap import join
from agentlint.evaluate.machine import Machine
from agentlint.evaluate.operators import contents
from agentlint.evaluate.values import (
    AttributeOf,
    Choice,
    Combination,
    Comparison,
    Condition,
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


def assuming(machine: Machine, test: Value) -> Value:
    """The test as the path condition decides it, where it asks again what was asked before."""
    if isinstance(test, Unknown) and stable(test.origin):
        for condition in machine.conditions:
            if isinstance(condition.test, Unknown) and condition.test.origin == test.origin:
                return Const(condition.holds)
    return test


def refine(machine: Machine, value: Value) -> Value:
    """The value as the path condition narrows it: equal to a constant, or one of several."""
    if not isinstance(value, Unknown) or value.origin is None or not machine.conditions:
        return value
    for condition in reversed(machine.conditions):
        for left, narrowed in _narrowed(condition):
            if _same(left, value):
                return narrowed
    return value


@lru_cache(maxsize=8192)
def _narrowed(condition: Condition) -> tuple[tuple[Unknown, Value], ...]:
    """What a condition says of the values that it compares."""
    found: list[tuple[Unknown, Value]] = []
    for test, holds in _parts(condition):
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


def _parts(condition: Condition) -> list[tuple[Value, bool]]:
    """The tests that a condition decides: each part of an ``and`` that holds, of an ``or`` that fails, of a ``not``."""
    match condition.test:
        case Unknown(origin=Combination("not", (operand,))):
            return [(operand, not condition.holds)]
        case Unknown(origin=Combination("and", operands)) if condition.holds:
            return [(operand, True) for operand in operands]
        case Unknown(origin=Combination("or", operands)) if not condition.holds:
            return [(operand, False) for operand in operands]
        case test:
            return [(test, condition.holds)]


def _same(left: Unknown, right: Unknown) -> bool:
    return left == right or (left.origin == right.origin and stable(left.origin))


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
        case Combination(_, operands):
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
