"""Evaluation of expressions to abstract values."""

import ast
from collections.abc import Callable

from agentlint.evaluate import attributes, calls, comprehensions
from agentlint.evaluate.collections import elements, put, update
from agentlint.evaluate.heap import join
from agentlint.evaluate.machine import Frame, Machine
from agentlint.evaluate.names import bind, lookup
from agentlint.evaluate.narrowing import assuming, refine
from agentlint.evaluate.operators import binary, compare, concatenate, contents, gathered, plain, truth
from agentlint.evaluate.subscripts import item
from agentlint.evaluate.values import (
    ABSENT,
    FALSE,
    NONE,
    TRUE,
    Arguments,
    Builtin,
    Combination,
    Condition,
    Conditions,
    Const,
    Items,
    Mapping,
    Sequence,
    Span,
    Tuple,
    Unknown,
    Value,
    options,
    unknown,
)


def evaluate(machine: Machine, frame: Frame, node: ast.expr) -> Value:
    """The value of an expression, here and now."""
    machine.step()
    return _EXPRESSIONS[type(node)](machine, frame, node)


def _constant(machine: Machine, frame: Frame, node: ast.Constant) -> Value:
    if isinstance(node.value, str) and len(node.value) > machine.limits.text:
        return unknown("text too long", frame.span(node))
    return Const(node.value)


def _name(machine: Machine, frame: Frame, node: ast.Name) -> Value:
    return lookup(machine, frame, node.id, node)


def _attribute(machine: Machine, frame: Frame, node: ast.Attribute) -> Value:
    base = evaluate(machine, frame, node.value)
    return refine(machine, attributes.attribute(machine, base, node.attr, frame.span(node)))


def _subscript(machine: Machine, frame: Frame, node: ast.Subscript) -> Value:
    base = evaluate(machine, frame, node.value)
    key = evaluate(machine, frame, node.slice)
    return refine(machine, item(machine, base, key, frame.span(node)))


def _slice(machine: Machine, frame: Frame, node: ast.Slice) -> Value:
    parts = (evaluate(machine, frame, part) if part else NONE for part in (node.lower, node.upper, node.step))
    return Tuple((Const("slice"), *parts))


def _call(machine: Machine, frame: Frame, node: ast.Call) -> Value:
    callee = evaluate(machine, frame, node.func)
    if callee == Builtin("super") and not node.args:
        return calls.super_of(frame)
    arguments = calls.arguments(machine, frame, node)
    return refine(machine, calls.call(machine, callee, arguments, frame.span(node)))


def _binary(machine: Machine, frame: Frame, node: ast.BinOp) -> Value:
    left = evaluate(machine, frame, node.left)
    right = evaluate(machine, frame, node.right)
    made = calls.operator_method(machine, node.op, left, right, frame.span(node))
    return made if made is not None else binary(type(node.op), left, right, frame.span(node))


def _unary(machine: Machine, frame: Frame, node: ast.UnaryOp) -> Value:
    operand = evaluate(machine, frame, node.operand)
    match node.op, plain(operand):
        case (ast.Not(), _):
            known = truth(operand)
            if known is not None:
                return Const(not known)
            return unknown("negated at run time", frame.span(node), Combination("not", (operand,)))
        case (ast.USub(), Const(int() | float() as number)):
            return Const(-number)
        case (ast.Invert(), Const(int(number))):
            return Const(~number)
        case _:
            return operand


def _boolean(machine: Machine, frame: Frame, node: ast.BoolOp) -> Value:
    """``and`` / ``or``: an operand comes out where it decides or is the last one; later ones run where it did not."""
    stops = isinstance(node.op, ast.Or)
    before = machine.conditions
    operands: list[Value] = []
    found: list[tuple[Value, Conditions]] = []
    try:
        for part in node.values:
            value = evaluate(machine, frame, part)
            operands.append(value)
            last = part is node.values[-1]
            path = machine.conditions[len(before) :]
            for option, inner in options(value):
                if last or truth(option) is not (not stops):
                    found.append((option, path + inner))
            known = truth(value)
            if known is stops:
                break
            if known is None:
                machine.conditions = (*machine.conditions, Condition(value, not stops, frame.span(part)))
    finally:
        machine.conditions = before
    if len(found) > 1 and all(isinstance(value, Unknown) or value in (TRUE, FALSE) for value, _ in found):
        symbol = "or" if stops else "and"
        return unknown("decided at run time", frame.span(node), Combination(symbol, tuple(operands)))
    return join(found)


def _compare(machine: Machine, frame: Frame, node: ast.Compare) -> Value:
    left = evaluate(machine, frame, node.left)
    results: list[Value] = []
    for operator, part in zip(node.ops, node.comparators, strict=True):
        right = evaluate(machine, frame, part)
        made = calls.comparison_method(machine, operator, left, right, frame.span(node))
        results.append(made if made is not None else compare(type(operator), left, right, frame.span(node)))
        left = right
    if len(results) == 1:
        return results[0]
    outcomes = [truth(result) for result in results]
    if False in outcomes:
        return Const(False)
    if all(outcomes):
        return Const(True)
    return unknown("compared at run time", frame.span(node), Combination("and", tuple(results)))


def _conditional(machine: Machine, frame: Frame, node: ast.IfExp) -> Value:
    test = evaluate(machine, frame, node.test)
    known = truth(assuming(machine, test))
    if known is not None:
        return evaluate(machine, frame, node.body if known else node.orelse)
    found: list[tuple[Value, Conditions]] = []
    before = machine.conditions
    for part, holds in ((node.body, True), (node.orelse, False)):
        condition = Condition(test, holds, frame.span(node.test))
        machine.conditions = (*before, condition)
        try:
            found.append((evaluate(machine, frame, part), (condition,)))
        finally:
            machine.conditions = before
    return join(found)


def _tuple(machine: Machine, frame: Frame, node: ast.Tuple) -> Value:
    items = _elements(machine, frame, node.elts)
    if items.rest is None:
        return Tuple(items.entries)
    return Sequence("tuple", {"items": items})


def _list(machine: Machine, frame: Frame, node: ast.List) -> Value:
    return Sequence("list", {"items": _elements(machine, frame, node.elts)})


def _set(machine: Machine, frame: Frame, node: ast.Set) -> Value:
    items = _elements(machine, frame, node.elts)
    return Sequence("set", {"items": gathered("set", items)})


def _elements(machine: Machine, frame: Frame, nodes: list[ast.expr]) -> Items:
    entries: list[Value] = []
    rest: Value | None = None
    for part in nodes[: machine.limits.width]:
        if isinstance(part, ast.Starred):
            spread = elements(machine, evaluate(machine, frame, part.value), frame.span(part))
            more = concatenate(Items(tuple(entries), rest), spread)
            entries, rest = list(more.entries), more.rest
        else:
            entries.append(evaluate(machine, frame, part))
    if len(nodes) > machine.limits.width:
        rest = unknown("collection too large", frame.span(nodes[machine.limits.width]))
    return Items(tuple(entries), rest)


def _dict(machine: Machine, frame: Frame, node: ast.Dict) -> Value:
    made = Mapping({})
    for key, held in list(zip(node.keys, node.values, strict=True))[: machine.limits.width]:
        value = evaluate(machine, frame, held)
        if key is None:
            update(made, value)
        else:
            put(made, evaluate(machine, frame, key), value)
    return made


def _joined(machine: Machine, frame: Frame, node: ast.JoinedStr) -> Value:
    parts = [evaluate(machine, frame, part) for part in node.values]
    return template(parts, frame.span(node))


def template(parts: list[Value], span: Span) -> Value:
    """Text put together from parts; a choice of texts where a part is a choice."""
    texts: list[tuple[str, Conditions]] = [("", ())]
    for part in parts:
        found: list[tuple[str, Conditions]] = []
        for option, conditions in options(part):
            constant = plain(option)
            if constant is None:
                return unknown("text made at run time", span, Combination("f", tuple(parts)))
            found.extend((text + str(constant.value), before + conditions) for text, before in texts)
        if len(found) > 64 or sum(len(text) for text, _ in found) > 100_000:
            return unknown("text made at run time", span, Combination("f", tuple(parts)))
        texts = found
    return join((Const(text), conditions) for text, conditions in texts)


def _formatted(machine: Machine, frame: Frame, node: ast.FormattedValue) -> Value:
    value = evaluate(machine, frame, node.value)
    span = frame.span(node)
    if node.conversion == ord("r"):
        value = calls.call(machine, Builtin("repr"), Arguments((value,)), span)
    if node.format_spec is not None:
        wanted = evaluate(machine, frame, node.format_spec)
        return calls.call(machine, Builtin("format"), Arguments((value, wanted)), span)
    return calls.text_of(value, machine, span)


def _lambda(machine: Machine, frame: Frame, node: ast.Lambda) -> Value:
    return calls.function(machine, frame, node, "<lambda>", ())


def _walrus(machine: Machine, frame: Frame, node: ast.NamedExpr) -> Value:
    value = evaluate(machine, frame, node.value)
    bind(machine, frame, node.target.id, value)
    return value


def _inner(machine: Machine, frame: Frame, node: ast.Await | ast.Starred) -> Value:
    return evaluate(machine, frame, node.value)


def _yield(machine: Machine, frame: Frame, node: ast.Yield | ast.YieldFrom) -> Value:
    value = evaluate(machine, frame, node.value) if node.value else NONE
    if frame.yields is not None and len(frame.yields) < machine.limits.width:
        given = contents(value) if isinstance(node, ast.YieldFrom) else Items((value,))
        path = machine.conditions[frame.conditions :]
        if len(machine.repetitions) > frame.repetitions:
            frame.repeated.extend(given.entries)
        else:
            frame.yields.extend(join([(entry, path), (ABSENT, ())]) if path else entry for entry in given.entries)
        if given.rest is not None:
            frame.repeated.append(given.rest)
    return unknown("sent to a generator", frame.span(node))


def _comprehension(
    machine: Machine, frame: Frame, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp
) -> Value:
    return comprehensions.comprehension(machine, frame, node)


_EXPRESSIONS: dict[type[ast.expr], Callable[..., Value]] = {
    ast.Constant: _constant,
    ast.Name: _name,
    ast.Attribute: _attribute,
    ast.Subscript: _subscript,
    ast.Slice: _slice,
    ast.Call: _call,
    ast.BinOp: _binary,
    ast.UnaryOp: _unary,
    ast.BoolOp: _boolean,
    ast.Compare: _compare,
    ast.IfExp: _conditional,
    ast.Tuple: _tuple,
    ast.List: _list,
    ast.Set: _set,
    ast.Dict: _dict,
    ast.JoinedStr: _joined,
    ast.FormattedValue: _formatted,
    ast.Lambda: _lambda,
    ast.NamedExpr: _walrus,
    ast.Await: _inner,
    ast.Starred: _inner,
    ast.Yield: _yield,
    ast.YieldFrom: _yield,
    ast.ListComp: _comprehension,
    ast.SetComp: _comprehension,
    ast.GeneratorExp: _comprehension,
    ast.DictComp: _comprehension,
}
