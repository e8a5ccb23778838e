"""``match`` statements: which cases can be taken, and what they bind."""

import ast

from agentlint.evaluate.attributes import attribute
from agentlint.evaluate.branches import either
from agentlint.evaluate.collections import elements
from agentlint.evaluate.machine import Frame, Machine
from agentlint.evaluate.names import bind
from agentlint.evaluate.narrowing import assuming
from agentlint.evaluate.operators import equal, truth
from agentlint.evaluate.subscripts import item
from agentlint.evaluate.types import short
from agentlint.evaluate.values import (
    FALSE,
    TRUE,
    Class,
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
        case ast.MatchSequence(patterns=parts) if isinstance(subject, Tuple):
            star = any(isinstance(part, ast.MatchStar) for part in parts)
            if not star and len(parts) != len(subject.items):
                return FALSE
            if star:
                return unknown("matched at run time", span)
            return _all(machine, frame, list(zip(subject.items, parts, strict=True)), pattern)
        case ast.MatchClass(cls=cls, patterns=[], kwd_attrs=names, kwd_patterns=parts):
            wanted = machine.evaluate(frame, cls)
            if isinstance(subject, Instance) and isinstance(wanted, Class):
                if subject.cls is wanted:
                    pairs = [
                        (attribute(machine, subject, name, span), part) for name, part in zip(names, parts, strict=True)
                    ]
                    return _all(machine, frame, pairs, pattern)
            if isinstance(subject, Const) and short(wanted) in ("str", "int", "float", "bool"):
                return Const(type(subject.value).__name__ == short(wanted))
            return unknown("matched at run time", span, Comparison(subject, "is a", wanted))
        case ast.MatchMapping(keys=keys) if isinstance(subject, Mapping) and subject.rest is None:
            held = [machine.evaluate(frame, key) in subject.cells for key in keys]
            return FALSE if not all(held) else unknown("matched at run time", span)
        case _:
            return unknown("matched at run time", span, Comparison(subject, "fits", Const(frame.span(pattern).text)))


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
            entries = elements(subject, span).entries
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
