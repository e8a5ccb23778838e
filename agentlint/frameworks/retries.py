"""What runs a function again when it fails: the decorators of retry libraries, and functions that call themselves."""

import ast
from dataclasses import dataclass

from agentlint.evaluate.machine import Recalled
from agentlint.evaluate.types import short
from agentlint.evaluate.values import (
    Arguments,
    Combination,
    Const,
    ElementOf,
    Enclosing,
    External,
    Instance,
    Traced,
    Unknown,
    Value,
    Wrapped,
)
from agentlint.frameworks.content import content
from agentlint.graph.effects import Source

STOPS = {
    "tenacity.retry": ("stop",),
    "tenacity.Retrying": ("stop",),
    "tenacity.AsyncRetrying": ("stop",),
    "backoff.on_exception": ("max_tries", "max_time"),
    "backoff.on_predicate": ("max_tries", "max_time"),
    "retrying.retry": ("stop_max_attempt_number", "stop_max_delay", "stop_func", "stop"),
    "retry.retry": ("tries",),
}
"""What runs a function again, and the settings that make it give up; without one it never does."""
NEVER = ("tenacity.stop_never", "tenacity.stop.stop_never")


@dataclass(frozen=True, slots=True)
class Tries:
    """How often something is tried: ``count`` at most where that is known, ``finite`` if it is given up at all."""

    count: int | None
    finite: bool


def tries(value: Value) -> Tries | None:
    """How often a decorator or an iterator of a retry library runs what it is put on; None for anything else."""
    match value:
        case External(name) if name in STOPS:
            return Tries(None, finite=False)
        case Traced(callee=External(name)) if name in STOPS:
            return _limited(value.created.arguments, STOPS[name])
        case _:
            return None


def is_retry(enclosing: Enclosing) -> bool:
    """Whether what is around runs what is in it again when it fails."""
    return isinstance(enclosing, Wrapped) and tries(enclosing.value) is not None


def differs(recalled: Recalled) -> bool:
    """Whether a recursion is for other data, so that it may come to an end: more than another text is given.

    Objects that the function was not given before may count by themselves, and so may what it counts outside of it.
    """
    given, before = _values(recalled.given), _values(recalled.before)
    new = [value for value in given if value not in before]
    counts = any(isinstance(part, ast.AugAssign) for part in ast.walk(recalled.function.node))
    if recalled.given.rest is not None or counts:
        return True
    return any(isinstance(value, Instance) or not _is_text(value) for value in new)


def _limited(given: Arguments, names: tuple[str, ...]) -> Tries:
    set_ = [value for name in names if (value := given.get(None, name)) is not None and value != Const(None)]
    if given.rest is not None:
        return Tries(None, finite=True)
    counts = [count for value in set_ if (count := _count(value)) is not None]
    forever = all((isinstance(value, External) and value.name in NEVER) or value == Const(-1) for value in set_)
    return Tries(min(counts, default=None), finite=not forever)


def _count(stop: Value) -> int | None:
    """The number of tries that a setting allows: a number, `stop_after_attempt(3)`, or the least of several."""
    match stop:
        case Const(int(number)) if number > 0:
            return number
        case Traced(callee=callee):
            parts = stop.created.arguments.positional
            if short(callee) == "stop_after_attempt":
                parts = (*parts, *(value for _, value in stop.created.arguments.keywords))
                return next(
                    (part.value for part in parts if isinstance(part, Const) and isinstance(part.value, int)), None
                )
            found = [count for part in parts if (count := _count(part)) is not None and not isinstance(part, Const)]
            return min(found, default=None)
        case _:
            return None


def _values(given: Arguments) -> list[Value]:
    return [*given.positional, *(value for _, value in given.keywords)]


def _is_text(value: Value) -> bool:
    made = content(value, None).sources
    if Source.MODEL in made[:2] and set(made) <= {Source.MODEL, Source.CONSTANT, Source.UNKNOWN, Source.ERROR}:
        return not isinstance(value, Unknown) or not isinstance(value.origin, ElementOf)
    match value:
        case Const(str()):
            return True
        case Unknown(origin=Combination("f" | "+", operands)):
            return any(isinstance(operand, Const) and isinstance(operand.value, str) for operand in operands)
        case _:
            return False
