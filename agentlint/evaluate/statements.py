"""Execution of statements: branches are run one after the other and joined."""

import ast
from collections.abc import Callable
from dataclasses import replace

from agentlint.evaluate import imports, loops, patterns
from agentlint.evaluate.binding import assign
from agentlint.evaluate.branches import either
from agentlint.evaluate.calls import define, entered_value, operator_method
from agentlint.evaluate.classes import build_class
from agentlint.evaluate.functions import returning
from agentlint.evaluate.heap import Delta
from agentlint.evaluate.machine import Exit, Frame, Handled, Machine, Raised
from agentlint.evaluate.names import bind, scope_of
from agentlint.evaluate.narrowing import assuming
from agentlint.evaluate.operators import binary, concatenate, contents, truth
from agentlint.evaluate.subscripts import as_slice, assign_item
from agentlint.evaluate.values import (
    ABSENT,
    NONE,
    Builtin,
    Caught,
    Condition,
    Conditions,
    External,
    Guard,
    Held,
    Items,
    Mapping,
    Rescue,
    Sequence,
    Span,
    Value,
    unknown,
)

MAX_STAGES = 12
EVERYTHING = Builtin("BaseException")


def execute(machine: Machine, frame: Frame, body: list[ast.stmt]) -> bool:
    """Run statements in order; whether control can come out at their end.

    A branch that cannot go on leaves its negated condition on the path: what follows happens where it was not taken.
    """
    for statement in body:
        machine.step()
        if not _STATEMENTS[type(statement)](machine, frame, statement):
            return False
    return True


def _expression(machine: Machine, frame: Frame, node: ast.Expr) -> bool:
    machine.evaluate(frame, node.value)
    if not _never_returns(node.value):
        return True
    told = Raised(External("SystemExit"), frame.span(node), machine.conditions, machine.enclosing, machine.calls)
    machine.tell(told)
    return False


def _never_returns(node: ast.expr) -> bool:
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Name(id="sys" | "os"), attr="exit" | "_exit")):
            return True
        case ast.Call(func=ast.Name(id="exit" | "quit")):
            return True
        case _:
            return False


def _assign(machine: Machine, frame: Frame, node: ast.Assign) -> bool:
    value = machine.evaluate(frame, node.value)
    for target in node.targets:
        assign(machine, frame, target, value)
    return True


def _annotated(machine: Machine, frame: Frame, node: ast.AnnAssign) -> bool:
    if frame.owner is not None and frame.function is None and isinstance(node.target, ast.Name):
        frame.owner.fields[node.target.id] = node.annotation
    if node.value is not None:
        assign(machine, frame, node.target, machine.evaluate(frame, node.value))
    return True


def _augmented(machine: Machine, frame: Frame, node: ast.AugAssign) -> bool:
    load = _loaded(node.target)
    before = machine.evaluate(frame, load)
    added = machine.evaluate(frame, node.value)
    span = frame.span(node)
    if isinstance(before, Sequence) and isinstance(node.op, ast.Add | ast.BitOr):
        machine.heap.write(before.cells, "items", concatenate(before.items, contents(added)))
        return True
    if isinstance(before, Mapping) and isinstance(node.op, ast.BitOr):
        for key, value in added.cells.items() if isinstance(added, Mapping) else ():
            machine.heap.write(before.cells, key, value)
        return True
    made = operator_method(machine, node.op, before, added, span)
    assign(machine, frame, node.target, made if made is not None else binary(type(node.op), before, added, span))
    return True


def _loaded(target: ast.expr) -> ast.expr:
    match target:
        case ast.Name(id=name):
            return ast.copy_location(ast.Name(name, ast.Load()), target)
        case ast.Attribute(value=base, attr=name):
            return ast.copy_location(ast.Attribute(base, name, ast.Load()), target)
        case ast.Subscript(value=base, slice=key):
            return ast.copy_location(ast.Subscript(base, key, ast.Load()), target)
        case _:
            return target


def _return(machine: Machine, frame: Frame, node: ast.Return) -> bool:
    if isinstance(node.value, ast.IfExp):
        taken, other = returning(node.value.body), returning(node.value.orelse)
        return _branches(machine, frame, node.value.test, [taken], [other])
    value = machine.evaluate(frame, node.value) if node.value else NONE
    leave(machine, frame, value, node)
    return False


def leave(machine: Machine, frame: Frame, value: Value, node: ast.AST, implicit: bool = False) -> None:
    """Record a way out of the running function."""
    delta = machine.heap.snapshot(frame.level) if len(machine.heap.journals) > frame.level else None
    conditions = machine.conditions[frame.conditions :]
    frame.exits.append(Exit(value, conditions, delta, frame.span(node), implicit))


def _if(machine: Machine, frame: Frame, node: ast.If) -> bool:
    return _branches(machine, frame, node.test, node.body, node.orelse)


def _branches(machine: Machine, frame: Frame, test: ast.expr, body: list[ast.stmt], orelse: list[ast.stmt]) -> bool:
    value = machine.evaluate(frame, test)
    known = truth(assuming(machine, value))
    if _is_main(test):
        known = True
    if _is_type_checking(test):
        known = True
    if known is not None:
        return execute(machine, frame, body if known else orelse)
    span = frame.span(test)
    conditions = (Condition(value, True, span), Condition(value, False, span))
    return either(
        machine,
        [
            ((conditions[0],), lambda: execute(machine, frame, body)),
            ((conditions[1],), lambda: execute(machine, frame, orelse)),
        ],
    )


def _is_main(test: ast.expr) -> bool:
    match test:
        case ast.Compare(left=ast.Name(id="__name__"), ops=[ast.Eq()]):
            return True
        case _:
            return False


def _is_type_checking(test: ast.expr) -> bool:
    match test:
        case ast.Name(id="TYPE_CHECKING") | ast.Attribute(attr="TYPE_CHECKING"):
            return True
        case _:
            return False


def _with(machine: Machine, frame: Frame, node: ast.With | ast.AsyncWith) -> bool:
    around = machine.enclosing
    try:
        for clause in node.items:
            value = machine.evaluate(frame, clause.context_expr)
            span = frame.span(clause.context_expr)
            entered = entered_value(machine, value, span)
            if clause.optional_vars is not None:
                assign(machine, frame, clause.optional_vars, entered)
            machine.within(Held(value, span))
        return execute(machine, frame, node.body)
    finally:
        machine.enclosing = around


def _try(machine: Machine, frame: Frame, node: ast.Try | ast.TryStar) -> bool:
    before, left = machine.conditions, len(frame.exits)
    level = machine.heap.push()
    stages: list[Delta] = []
    goes_on = True
    guard = frame.span(node)
    around = machine.enclosing
    if node.handlers:
        kinds = (machine.evaluate(frame, one.type) if one.type else EVERYTHING for one in node.handlers)
        machine.within(Guard(guard, tuple(kinds)))
    try:
        for statement in node.body:
            goes_on = goes_on and execute(machine, frame, [statement])
            if len(stages) < MAX_STAGES and node.handlers:
                stages.append(machine.heap.snapshot(level))
        machine.enclosing = around
        goes_on = goes_on and execute(machine, frame, node.orelse)
    finally:
        kept = machine.conditions[len(before) :]
        machine.conditions, machine.enclosing = before, around
        delta = machine.heap.pop()
    alive: list[tuple[Delta, Conditions]] = [(delta, kept)] if goes_on else []
    for handler in node.handlers:
        if _import_fallback(node, handler):
            continue
        alive.extend(_handler(machine, frame, handler, [*stages, delta], guard))
    if alive:
        machine.heap.merge(alive)
        if len(alive) == 1 and goes_on:
            machine.conditions = (*before, *kept)
    if node.finalbody:
        if alive:
            return execute(machine, frame, node.finalbody)
        leaving = frame.exits[left:]
        states = [one.delta for one in leaving] or [None]
        deltas = [_finally(machine, frame, node.finalbody, state) for state in states]
        frame.exits[left:] = [replace(one, delta=delta) for one, delta in zip(leaving, deltas, strict=False)]
    return bool(alive)


def _finally(machine: Machine, frame: Frame, body: list[ast.stmt], state: Delta | None) -> Delta:
    """What holds where the function is left, after what stands behind the ``return`` in a ``finally``."""
    machine.heap.push()
    try:
        if state is not None:
            machine.heap.merge([(state, ())])
        execute(machine, frame, body)
        return machine.heap.snapshot(max(frame.level, 1))
    finally:
        machine.heap.pop()


def _handler(
    machine: Machine, frame: Frame, handler: ast.ExceptHandler, stages: list[Delta], guard: Span
) -> list[tuple[Delta, Conditions]]:
    """Run an exception handler: the body may have stopped anywhere, so the state is any of those on its way."""
    before = machine.conditions
    span = frame.span(handler.type or handler)
    caught = machine.evaluate(frame, handler.type) if handler.type else None
    error = unknown("a caught exception", span, Caught(caught or EVERYTHING), caught)
    condition = Condition(error, True, span)
    left = len(frame.exits)
    rounds = len(frame.loops[-1].continues) if frame.loops else 0
    machine.heap.push()
    machine.conditions = (*before, condition)
    around = machine.within(Rescue(guard))
    goes_on = False
    try:
        machine.heap.merge([({}, ()), *((stage, ()) for stage in stages)])
        if handler.name:
            bind(machine, frame, handler.name, error)
        goes_on = execute(machine, frame, handler.body)
    finally:
        machine.conditions, machine.enclosing = before, around
        delta = machine.heap.pop()
    again = bool(frame.loops) and len(frame.loops[-1].continues) > rounds
    exits = tuple(frame.exits[left:])
    machine.tell(Handled(guard, frame.span(handler), caught, exits, goes_on, again, before, around, machine.calls))
    return [(delta, (condition,))] if goes_on else []


def _import_fallback(node: ast.Try | ast.TryStar, handler: ast.ExceptHandler) -> bool:
    """``try: import x / except ImportError``: what is imported is taken to be installed."""
    if not any(isinstance(statement, ast.Import | ast.ImportFrom) for statement in node.body):
        return False
    names = {part.id for part in ast.walk(handler.type) if isinstance(part, ast.Name)} if handler.type else set()
    return bool(names & {"ImportError", "ModuleNotFoundError"}) or all(
        isinstance(statement, ast.Import | ast.ImportFrom) for statement in node.body
    )


def _raise(machine: Machine, frame: Frame, node: ast.Raise) -> bool:
    value, _ = (machine.evaluate(frame, part) if part is not None else None for part in (node.exc, node.cause))
    machine.tell(Raised(value, frame.span(node), machine.conditions, machine.enclosing, machine.calls))
    return False


def _assert(machine: Machine, frame: Frame, node: ast.Assert) -> bool:
    value = machine.evaluate(frame, node.test)
    if truth(value) is None:
        machine.conditions = (*machine.conditions, Condition(value, True, frame.span(node.test)))
    return True


def _delete(machine: Machine, frame: Frame, node: ast.Delete) -> bool:
    for target in node.targets:
        match target:
            case ast.Name(id=name):
                machine.heap.write(scope_of(frame, name), name, ABSENT)
            case ast.Subscript(value=base, slice=key):
                held, at = machine.evaluate(frame, base), machine.evaluate(frame, key)
                match held:
                    case Mapping():
                        machine.heap.write(held.cells, at, ABSENT)
                    case Sequence():
                        assign_item(
                            machine, held, as_slice(at), Sequence("list", {"items": Items()}), frame.span(target)
                        )
    return True


def _shared(machine: Machine, frame: Frame, node: ast.Global | ast.Nonlocal) -> bool:
    for name in node.names:
        if isinstance(node, ast.Global):
            frame.shared[name] = frame.scopes[-1]
        else:
            frame.shared[name] = next((scope for scope in frame.scopes[1:] if name in scope), frame.scopes[-1])
    return True


def _pass(machine: Machine, frame: Frame, node: ast.stmt) -> bool:
    return True


def _type_alias(machine: Machine, frame: Frame, node: ast.stmt) -> bool:
    name, value = getattr(node, "name", None), getattr(node, "value", None)
    if isinstance(name, ast.Name) and isinstance(value, ast.expr):
        bind(machine, frame, name.id, machine.evaluate(frame, value))
    return True


def _define(machine: Machine, frame: Frame, node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    define(machine, frame, node)
    return True


def _class(machine: Machine, frame: Frame, node: ast.ClassDef) -> bool:
    bind(machine, frame, node.name, build_class(machine, frame, node))
    return True


_STATEMENTS: dict[type[ast.stmt], Callable[..., bool]] = {
    ast.Expr: _expression,
    ast.Assign: _assign,
    ast.AnnAssign: _annotated,
    ast.AugAssign: _augmented,
    ast.Return: _return,
    ast.If: _if,
    ast.For: loops.for_loop,
    ast.AsyncFor: loops.for_loop,
    ast.While: loops.while_loop,
    ast.Break: loops.leave_loop,
    ast.Continue: loops.next_round,
    ast.With: _with,
    ast.AsyncWith: _with,
    ast.Try: _try,
    ast.TryStar: _try,
    ast.Raise: _raise,
    ast.Assert: _assert,
    ast.Delete: _delete,
    ast.Global: _shared,
    ast.Nonlocal: _shared,
    ast.Pass: _pass,
    ast.Import: imports.import_statement,
    ast.ImportFrom: imports.from_import,
    ast.FunctionDef: _define,
    ast.AsyncFunctionDef: _define,
    ast.ClassDef: _class,
    ast.Match: patterns.match_statement,
}
if hasattr(ast, "TypeAlias"):
    _STATEMENTS[ast.TypeAlias] = _type_alias
