"""``match`` statements: which cases can be taken, and what they bind."""

import ast

from agentlint.evaluate.attributes import attribute
from agentlint.evaluate.branches import either
from agentlint.evaluate.collections import elements
from agentlint.evaluate.introspection import is_a
from agentlint.evaluate.machine import Frame, Machine
from agentlint.evaluate.names import bind
from agentlint.evaluate.narrowing import assuming
from agentlint.evaluate.operators import contents, equal, truth
from agentlint.evaluate.subscripts import item
from agentlint.evaluate.values import (
    FALSE,
    TRUE,
    Builtin,
    Combination,
    Comparison,
    Condition,
    Const,
    Instance,
    Items,
    Mapping,
    Sequence,
    Tuple,
    Unknown,
    Value,
    may_miss,
    unknown,
)


def match_statement(machine: Machine, frame: Frame, node: ast.Match) -> bool:
    """Run the cases that can be taken, each under the condition that those before it were not."""
    subject = machine.evaluate(frame, node.subject)
    return _cases(machine, frame, subject, node.cases)


def _cases(machine: Machine, frame: Frame, subject: Value, cases: list[ast.match_case]) -> bool:
    if not cases:
        return True
    case, later = cases[0], cases[1:]
    span = frame.span(case.pattern)
    test = _matches(machine, frame, subject, case.pattern)
    known = truth(assuming(machine, test))
    if known is False:
        return _cases(machine, frame, subject, later)

    def taken() -> bool:
        _bind(machine, frame, subject, case.pattern)
        return machine.execute(frame, case.body)

    if case.guard is None and known is True:
        return taken()
    if case.guard is not None:
        _bind(machine, frame, subject, case.pattern)
        guard = machine.evaluate(frame, case.guard)
        if known is True and truth(guard) is True:
            return taken()
        test = guard if known is True else unknown("matched at run time", span, Combination("and", (test, guard)))
        if truth(guard) is False:
            return _cases(machine, frame, subject, later)
    return either(
        machine,
        [
            ((Condition(test, True, span),), taken),
            ((Condition(test, False, span),), lambda: _cases(machine, frame, subject, later)),
        ],
    )


def _matches(machine: Machine, frame: Frame, subject: Value, pattern: ast.pattern) -> Value:
    """Whether the subject fits, as a truth value or an unknown that keeps what is compared."""
    span = frame.span(pattern)
    match pattern:
        case ast.MatchValue(value=value):
            return _equals(subject, machine.evaluate(frame, value), frame, pattern)
        case ast.MatchSingleton(value=value):
            return _equals(subject, Const(value), frame, pattern)
        case ast.MatchAs(pattern=None) | ast.MatchStar():
            return TRUE
        case ast.MatchAs(pattern=inner) if inner is not None:
            return _matches(machine, frame, subject, inner)
        case ast.MatchOr(patterns=parts):
            found = [_matches(machine, frame, subject, part) for part in parts]
            if any(truth(part) is True for part in found):
                return TRUE
            if all(truth(part) is False for part in found):
                return FALSE
            return unknown("matched at run time", span, Combination("or", tuple(found)))
        case ast.MatchSequence(patterns=parts) if isinstance(subject, Tuple | Sequence):
            items = contents(subject)
            if items.rest is not None or any(map(may_miss, items.entries)):
                return unknown("matched at run time", span)
            pairs = _aligned(items.entries, parts)
            return FALSE if pairs is None else _all(machine, frame, pairs, pattern)
        case ast.MatchSequence() | ast.MatchMapping() if isinstance(subject, Const | Instance):
            return FALSE if isinstance(subject, Const) else unknown("matched at run time", span)
        case ast.MatchMapping() if isinstance(subject, Tuple | Sequence):
            return FALSE
        case ast.MatchSequence() if isinstance(subject, Mapping):
            return FALSE
        case ast.MatchMapping(keys=keys, patterns=parts) if isinstance(subject, Mapping) and subject.rest is None:
            held = [subject.cells.get(machine.evaluate(frame, key)) for key in keys]
            if None in held:
                return FALSE
            if any(value is not None and may_miss(value) for value in held):
                return unknown("matched at run time", span)
            found = [value for value in held if value is not None]
            return _all(machine, frame, list(zip(found, parts, strict=True)), pattern)
        case ast.MatchClass(cls=cls, patterns=inner, kwd_attrs=names, kwd_patterns=parts):
            wanted = machine.evaluate(frame, cls)
            fits = is_a(subject, wanted)
            if fits is False:
                return FALSE
            if fits is True and not inner:
                read = [attribute(machine, subject, name, span) for name in names]
                return _all(machine, frame, list(zip(read, parts, strict=True)), pattern)
            if fits is True and isinstance(wanted, Builtin) and len(inner) == 1:
                return _matches(machine, frame, subject, inner[0])
            return unknown("matched at run time", span, Comparison(subject, "is a", wanted))
        case _:
            return unknown("matched at run time", span, Comparison(subject, "fits", Const(frame.span(pattern).text)))


def _aligned(entries: tuple[Value, ...], parts: list[ast.pattern]) -> list[tuple[Value, ast.pattern]] | None:
    """Which element each part of a sequence pattern is about, a star left out; None where the lengths do not fit."""
    star = next((index for index, part in enumerate(parts) if isinstance(part, ast.MatchStar)), None)
    if star is None:
        return list(zip(entries, parts, strict=True)) if len(entries) == len(parts) else None
    after = len(parts) - star - 1
    if len(entries) < star + after:
        return None
    last = list(zip(entries[len(entries) - after :], parts[star + 1 :], strict=True))
    return [*zip(entries[:star], parts[:star], strict=True), *last]


def _equals(subject: Value, wanted: Value, frame: Frame, pattern: ast.pattern) -> Value:
    same = equal(subject, wanted)
    if same is not None:
        return Const(same)
    return unknown("matched at run time", frame.span(pattern), Comparison(subject, "==", wanted))


def _all(machine: Machine, frame: Frame, pairs: list[tuple[Value, ast.pattern]], pattern: ast.pattern) -> Value:
    found = [_matches(machine, frame, value, part) for value, part in pairs]
    outcomes = [truth(part) for part in found]
    if False in outcomes:
        return FALSE
    if all(outcomes):
        return TRUE
    return unknown("matched at run time", frame.span(pattern), Combination("and", tuple(found)))


def _bind(machine: Machine, frame: Frame, subject: Value, pattern: ast.pattern) -> None:
    span = frame.span(pattern)
    match pattern:
        case ast.MatchAs(pattern=inner, name=name):
            if inner is not None:
                _bind(machine, frame, subject, inner)
            if name is not None:
                bind(machine, frame, name, subject)
        case ast.MatchStar(name=str(name)):
            bind(machine, frame, name, Sequence("list", {"items": Items(rest=unknown("element not known", span))}))
        case ast.MatchOr(patterns=parts):
            _bind(machine, frame, subject, parts[0])
        case ast.MatchSequence(patterns=parts):
            items = elements(machine, subject, span)
            entries = items.entries
            if items.rest is None and (pairs := _aligned(entries, parts)) is not None:
                for value, part in pairs:
                    _bind(machine, frame, value, part)
                _bind_star(machine, frame, entries, parts)
                return
            for index, part in enumerate(parts):
                if index < len(entries) and not any(isinstance(p, ast.MatchStar) for p in parts[:index]):
                    value = entries[index]
                elif isinstance(subject, Unknown):
                    value = item(machine, subject, Const(index), span)
                else:
                    value = unknown("element not known", span)
                _bind(machine, frame, value, part)
        case ast.MatchMapping(keys=keys, patterns=parts, rest=rest):
            for key, part in zip(keys, parts, strict=True):
                _bind(machine, frame, item(machine, subject, machine.evaluate(frame, key), span), part)
            if rest is not None:
                bind(machine, frame, rest, unknown("the rest of a dict", span))
        case ast.MatchClass(patterns=parts, kwd_attrs=names, kwd_patterns=named):
            for part in parts:
                _bind(machine, frame, unknown("matched at run time", span), part)
            for name, part in zip(names, named, strict=True):
                _bind(machine, frame, attribute(machine, subject, name, span), part)


def _bind_star(machine: Machine, frame: Frame, entries: tuple[Value, ...], parts: list[ast.pattern]) -> None:
    """The elements that the other parts of a sequence pattern leave."""
    for index, part in enumerate(parts):
        match part:
            case ast.MatchStar(name=str(name)):
                left = entries[index : len(entries) - (len(parts) - index - 1)]
                bind(machine, frame, name, Sequence("list", {"items": Items(left)}))
