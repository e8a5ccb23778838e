"""Whether what the evaluator says of a value leaves room for what Python computes."""

import copy
import sys
from collections import deque
from contextlib import suppress
from itertools import product
from typing import Any

from agentlint.evaluate.machine import Machine
from agentlint.evaluate.values import (
    ABSENT,
    Absent,
    Arguments,
    Choice,
    Const,
    Items,
    Mapping,
    Sequence,
    Span,
    Tuple,
    Value,
)
from tests.evaluate.probing import evaluate, place, probed
from tests.evaluate.programs import CALL

MAIN = "main.py"


def real(program: str) -> list[tuple[int, object]]:
    """What a program reveals when Python runs it, with the lines; each run goes up to its end or its first error.

    What it builds and does not call is called with every combination of its two switches.
    """
    seen: list[tuple[int, object]] = []

    def reveal(value: object) -> None:
        seen.append((sys._getframe(1).f_lineno, copy.deepcopy(value)))

    code = compile(program, MAIN, "exec")
    runs = [(False, False)] if CALL in program else list(product((True, False), repeat=2))
    for switches in runs:
        names: dict[str, Any] = {"reveal": reveal, "__name__": "main"}
        with suppress(Exception):
            exec(code, names)
            if CALL not in program:
                names["build"](*switches)
    return seen


def missed(program: str) -> list[tuple[int, object]]:
    """What a program reveals and the evaluator rules out."""
    left = real(program)

    def asked(machine: Machine, probe: str, arguments: Arguments, span: Span) -> None:
        del machine
        line, value = place(span)[1], arguments.positional[0]
        if probe == "reveal":
            left[:] = [one for one in left if one[0] != line or not covers(value, one[1])]

    with probed(asked):
        evaluate({MAIN: program})
    return left


def covers(value: Value, thing: object) -> bool:
    """Whether an abstract value may be this. Functions, classes and objects are taken to be the right ones."""
    match value:
        case Choice(alternatives):
            return any(covers(option, thing) for option, _ in alternatives)
        case Const(constant):
            return type(constant) is type(thing) and constant == thing
        case Tuple(items):
            return isinstance(thing, tuple) and len(items) == len(thing) and all(map(covers, items, thing))
        case Sequence():
            return isinstance(thing, list | set | frozenset | deque | tuple) and _fits(value.items, list(thing))
        case Mapping():
            return isinstance(thing, dict) and _fills(value, thing)
        case Absent():
            return False
        case _:
            return True


def _fits(items: Items, things: list[object]) -> bool:
    """Whether the elements can be met in this order; elements of unknown number may stand anywhere."""
    if items.rest is not None and things and covers(items.rest, things[0]) and _fits(items, things[1:]):
        return True
    if not items.entries:
        return not things
    first, later = items.entries[0], Items(items.entries[1:], items.rest)
    if things and covers(first, things[0]) and _fits(later, things[1:]):
        return True
    return _optional(first) and _fits(later, things)


def _fills(mapping: Mapping, things: dict[object, object]) -> bool:
    keys = dict(mapping.known())
    for name, thing in things.items():
        held = next((value for key, value in keys.items() if covers(key, name)), mapping.rest)
        if held is None or not covers(held, thing):
            return False
    return all(_optional(held) or any(covers(key, name) for name in things) for key, held in keys.items())


def _optional(value: Value) -> bool:
    return isinstance(value, Choice) and ABSENT in dict(value.options)
