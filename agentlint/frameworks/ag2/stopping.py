"""`is_termination_msg`: the words at which an agent ends a conversation, or whose word else does."""

from collections.abc import Iterator
from dataclasses import dataclass

from agentlint.evaluate import Machine, outcomes
from agentlint.evaluate.operators import truth
from agentlint.evaluate.values import (
    NONE,
    Absent,
    Arguments,
    AttributeOf,
    Builtin,
    Choice,
    Combination,
    Comparison,
    Condition,
    Conditions,
    Const,
    ResultOf,
    Span,
    Unknown,
    Value,
    options,
)
from agentlint.frameworks.ag2.vocabulary import WORD
from agentlint.frameworks.conditions import decider
from agentlint.graph.condition import Decider


@dataclass(frozen=True, slots=True)
class Ending:
    """What a message must say; ``word`` is None where something else is tested, ``within``: it may stand anywhere.

    ``given``: the project says so, it is not the default.
    """

    word: str | None
    within: bool
    decided_by: Decider
    given: bool
    span: Span | None = None


DEFAULT = Ending(WORD, within=False, decided_by=Decider.MODEL, given=False)


def endings(machine: Machine, test: Value | None, span: Span) -> tuple[Ending, ...]:
    """The ways in which a message meets an `is_termination_msg`; none where it never does."""
    found: dict[Ending, None] = {}
    for option, _ in options(test) if test is not None else ((NONE, ()),):
        if option == NONE or isinstance(option, Absent):
            found[DEFAULT] = None
        else:
            found |= dict.fromkeys(_endings(machine, option, span))
    return tuple(found)


def _endings(machine: Machine, test: Value, span: Span) -> Iterator[Ending]:
    known = outcomes(machine, test, Arguments(), span)
    if not known:
        yield Ending(None, within=False, decided_by=Decider.UNKNOWN, given=True, span=span)
    for outcome in known:
        at = outcome.function.span
        for exit in outcome.exits:
            for option, more in options(exit.value):
                yield from _met(option, exit.conditions + more, exit.span, at)


def _met(value: Value, path: Conditions, span: Span, at: Span) -> Iterator[Ending]:
    """The endings of one way to return a value, if it may count as true."""
    known = truth(value)
    if known is False:
        return
    tests = path if known else (Condition(value, True, span),)  # what is asked before is about its form
    words = [word for step in tests for word in _words(step.test, holds=step.holds)]
    for word, within in words:
        yield Ending(word, within, Decider.MODEL, given=True, span=at)
    if not words:
        who = decider(tests)
        yield Ending(None, False, who if who is Decider.HUMAN else Decider.UNKNOWN, given=True, span=at)


def _words(test: Value, *, holds: bool) -> Iterator[tuple[str, bool]]:
    """The words that must be in the message for a test to come out so, each with whether it may stand anywhere."""
    match test:
        case Unknown(origin=Combination("not", (inner,))):
            yield from _words(inner, holds=not holds)
        case Unknown(origin=Combination("and" | "or", operands)):
            for operand in operands:
                yield from _words(operand, holds=holds)
        case Unknown(origin=ResultOf(Builtin("bool"), (inner,))):
            yield from _words(inner, holds=holds)
        case Choice():
            for option, _ in options(test):
                yield from _words(option, holds=holds)
        case Unknown(origin=Comparison(Const(str(word)), "in", _)) if holds:
            yield from _word(word, within=True)
        case Unknown(origin=Comparison(Const(str(word)), "not in", _)) if not holds:
            yield from _word(word, within=True)
        case Unknown(origin=Comparison(_, "==", Const(str(word))) | Comparison(Const(str(word)), "==", _)) if holds:
            yield from _word(word, within=False)
        case Unknown(origin=Comparison(_, "!=", Const(str(word))) | Comparison(Const(str(word)), "!=", _)) if not holds:
            yield from _word(word, within=False)
        case Unknown(origin=Comparison(Unknown(origin=ResultOf(callee, (Const(str(word)), *_))), how, Const())):
            if _method(callee) in ("find", "rfind", "count") and holds is (how in (">", ">=", "!=")):
                yield from _word(word, within=True)
        case Unknown(origin=ResultOf(callee, (Const(str(word)), *_))) if holds:
            if _method(callee) in ("endswith", "startswith", "__contains__"):
                yield from _word(word, within=_method(callee) == "__contains__")


def _method(callee: Value) -> str:
    return callee.origin.name if isinstance(callee, Unknown) and isinstance(callee.origin, AttributeOf) else ""


def _word(word: str, *, within: bool) -> Iterator[tuple[str, bool]]:
    if any(map(str.isalnum, word)):
        yield word, within
