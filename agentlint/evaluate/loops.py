"""Loops: known collections are unrolled, others are run once to stand for any number of rounds."""

import ast
from collections.abc import Iterator
from functools import lru_cache
from itertools import takewhile

from agentlint.evaluate.binding import assign
from agentlint.evaluate.carrying import AnyLoop, carries
from agentlint.evaluate.collections import elements
from agentlint.evaluate.comprehensions import optional
from agentlint.evaluate.heap import Delta, join
from agentlint.evaluate.inheritance import find
from agentlint.evaluate.machine import Frame, Loop, Looped, Machine
from agentlint.evaluate.names import present
from agentlint.evaluate.narrowing import assuming
from agentlint.evaluate.operators import truth
from agentlint.evaluate.values import (
    REST,
    TRUE,
    Cells,
    Comparison,
    Condition,
    Conditions,
    Const,
    Earlier,
    Function,
    FunctionNode,
    Instance,
    Items,
    Mapping,
    Repetition,
    Round,
    Sequence,
    Span,
    Unknown,
    Value,
    options,
    unknown,
)

FILLS = frozenset({"append", "appendleft", "extend", "add", "insert", "update", "setdefault"})
"""Methods that add to a collection."""

YIELDED = 4
"""How many times as many rounds are run over what a generator yields: each is a step that its author wrote down."""


def for_loop(machine: Machine, frame: Frame, node: ast.For | ast.AsyncFor) -> bool:
    """``for``: one round for each known element, and one repeated round for those that are not known."""
    over = machine.evaluate(frame, node.iter)
    items = elements(machine, over, frame.span(node.iter))
    entries = items.entries[: _rounds(machine, over)]
    loop = _enter(machine, frame, node)
    alive = True
    ended: list[frozenset[Condition]] = []
    for index, entry in enumerate(entries):
        if 0 < index < len(entries) - 1 and _counts(machine, over) and not carries(node, frame.scopes[0], loop.left):
            continue
        value, conditions = optional(entry, frame, node.iter)
        if any(those <= set(conditions) for those in ended):
            loop.skipped.append(value)
            continue
        alive, again = _round(machine, frame, loop, node, value, conditions, always=not conditions)
        if not again:
            ended.append(frozenset(conditions))
        if not alive:
            loop.skipped += [optional(other, frame, node.iter)[0] for other in entries[index + 1 :]]
            break
    rest = items.rest
    if len(items.entries) > len(entries):
        rest = _more(over, (*items.entries[len(entries) :], *(() if rest is None else (rest,))), frame.span(node.iter))
    if alive and rest is not None:
        _forget(machine, frame, node)
        alive = _repeated(machine, frame, loop, node, rest)
    return _leave(machine, frame, loop, alive, node, over, len(items.entries) if items.rest is None else None)


def _rounds(machine: Machine, over: Value) -> int:
    """How many rounds of a loop over known elements are run; where what they leave is met, a few that only count do."""
    match over:
        case Sequence(kind="generator"):
            return YIELDED * machine.limits.unroll
        case _:
            return machine.limits.rounds + 1 if _counts(machine, over) else machine.limits.unroll


def _counts(machine: Machine, over: Value) -> bool:
    """Whether the rounds of a loop only count, and each meets what the one before left."""
    return machine.limits.rounds > 1 and isinstance(over, Sequence) and over.kind == "range"


def _more(over: Value, entries: tuple[Value, ...], span: Span) -> Value:
    """What stands for the elements that a loop is too long for."""
    if isinstance(over, Sequence) and over.kind == "range":
        return unknown("loop too long", span)
    return join((present(entry), ()) for entry in entries)


def while_loop(machine: Machine, frame: Frame, node: ast.While) -> bool:
    """``while``: unrolled while the test is known, then run once for any number of rounds."""
    loop = _enter(machine, frame, node)
    alive, forever = True, False
    for count in range(machine.limits.unroll):
        if isinstance(node.test, ast.Constant) or not alive:
            break
        known = truth(assuming(machine, machine.evaluate(frame, node.test)))
        if known is False:
            return _leave(machine, frame, loop, alive, node, count=count)
        if known is None:
            break
        alive, _ = _round(machine, frame, loop, node, None, (), always=True)
        loop.begun = True
    if alive:
        _forget(machine, frame, node)
        test = machine.evaluate(frame, node.test)
        known = truth(assuming(machine, test))
        forever = known is True
        if known is False:
            return _leave(machine, frame, loop, alive, node)
        loop.asks, loop.test = (None, None) if forever else (node.test, test)
        alive = _repeated(machine, frame, loop, node, None, test)
    return _leave(machine, frame, loop, alive and not forever, node)


def _repeated(
    machine: Machine, frame: Frame, loop: Loop, node: AnyLoop, value: Value | None, test: Value | None = None
) -> bool:
    """Run the body for any number of rounds, each on what the one before leaves; whether control comes out behind.

    The loop may end before each of the rounds, unless its ``test`` always holds.
    """
    span = frame.span(node.test if isinstance(node, ast.While) else node.iter)
    forever = test is not None and truth(assuming(machine, test)) is True
    before, machine.repetitions = machine.repetitions, (*machine.repetitions, Repetition(span))
    ends: list[tuple[Delta, Conditions]] = []
    alive = True
    try:
        for number in range(machine.limits.rounds):
            if number and isinstance(node, ast.While) and not forever:
                test = machine.evaluate(frame, node.test)
                if truth(assuming(machine, test)) is False:
                    break
            if not forever:
                loop.tests += [Condition(test, False, span)] if test is not None else []
                ends.append((machine.heap.snapshot(loop.level), machine.conditions[len(loop.conditions) :]))
            conditions = (Condition(test, True, span),) if test is not None and not forever else ()
            alive, _ = _round(machine, frame, loop, node, value, conditions, always=True)
            if not alive or not carries(node, frame.scopes[0], loop.left):
                break
    finally:
        machine.repetitions = before
    if not ends:
        return alive
    delta = machine.heap.pop()
    machine.heap.push()
    if alive:
        ends.insert(0, (delta, machine.conditions[len(loop.conditions) :]))
    _join(machine, loop, ends)
    return True


def leave_loop(machine: Machine, frame: Frame, node: ast.Break) -> bool:
    """``break``: the state here is one of those after the loop."""
    if frame.loops:
        loop = frame.loops[-1]
        loop.breaks.append((machine.heap.snapshot(loop.level), machine.conditions[len(loop.conditions) :]))
    return False


def next_round(machine: Machine, frame: Frame, node: ast.Continue) -> bool:
    """``continue``: the state here is one of those at the end of the round."""
    if frame.loops:
        loop = frame.loops[-1]
        loop.continues.append((machine.heap.snapshot(loop.round), machine.conditions[len(loop.conditions) :]))
        _ask_again(machine, frame, loop, node)
    return False


def _enter(machine: Machine, frame: Frame, node: AnyLoop) -> Loop:
    around = machine.within(Round(frame.span(node)))
    loop = Loop(machine.heap.push(), machine.conditions, around, len(frame.exits))
    frame.loops.append(loop)
    return loop


def _round(
    machine: Machine,
    frame: Frame,
    loop: Loop,
    node: AnyLoop,
    value: Value | None,
    conditions: Conditions,
    always: bool,
) -> tuple[bool, bool]:
    """Run the body once; whether another round can follow, which then knows what this one decided, and whether from
    the body itself."""
    before = machine.conditions
    machine.conditions = (*before, *conditions)
    loop.round = machine.heap.push()
    loop.continues = []
    goes_on = False
    try:
        if value is not None and not isinstance(node, ast.While):
            machine.enclosing = (*loop.enclosing, Round(frame.span(node), value))
            assign(machine, frame, node.target, value)
        goes_on = machine.execute(frame, node.body)
        if goes_on:
            _ask_again(machine, frame, loop, node.body[-1])
    finally:
        decided = machine.conditions[len(loop.conditions) :]
        machine.conditions = before
        ends = loop.continues
        delta = machine.heap.pop()
    if goes_on:
        ends.append((delta, decided))
    if not always:
        ends.append(({}, before[len(loop.conditions) :]))
    again = bool(ends) if always else len(ends) > 1
    loop.left = {at for written, _ in ends for at in written}
    if ends:
        _join(machine, loop, ends)
    return bool(ends), again


def _ask_again(machine: Machine, frame: Frame, loop: Loop, last: ast.stmt) -> None:
    """Note what the test of a loop is at an end of the first round that stands for any."""
    span = frame.span(last)
    if loop.asks is not None and all(at != span for _, _, at in loop.after):
        test = machine.evaluate(frame, loop.asks)
        loop.after.append((test, machine.conditions[len(loop.conditions) :], span))


def _idle(loop: Loop) -> Iterator[tuple[Conditions, Span]]:
    """The rounds after which the test is what it was, if it is another one after others, or is sure to hold again."""
    before = next((asked for asked, _ in _asked_of(loop.test)), None) if loop.test is not None else None
    ends = [(now, (*decided, *more), at) for test, decided, at in loop.after for now, more in _asked_of(test)]
    moves = any(now != before for now, _, _ in ends)
    yield from ((tests, at) for now, tests, at in ends if (moves and now == before) or now == TRUE)


def _asked_of(test: Value) -> Iterator[tuple[object, Conditions]]:
    """What a test compares, one of several values at a time, or else itself."""
    match test:
        case Unknown(origin=Comparison(left, operator, right)):
            yield from (((option, operator, right), tests) for option, tests in options(left))
        case _:
            yield from options(test)


def _join(machine: Machine, loop: Loop, ends: list[tuple[Delta, Conditions]]) -> None:
    """Go on after any of the ends of a round or loop; what was decided stays decided where there is only one."""
    machine.heap.merge(ends)
    machine.conditions = (*loop.conditions, *_shared(ends))


def _shared(ends: list[tuple[Delta, Conditions]]) -> Conditions:
    """What holds at every one of the ends."""
    first, *others = [conditions for _, conditions in ends]
    common = takewhile(lambda one: all(one[0] == more for more in one[1:]), zip(first, *others, strict=False))
    return tuple(one[0] for one in common)


def _leave(
    machine: Machine,
    frame: Frame,
    loop: Loop,
    alive: bool,
    node: AnyLoop,
    over: Value | None = None,
    count: int | None = None,
) -> bool:
    frame.loops.pop()
    machine.enclosing = loop.enclosing
    _tell(machine, frame, loop, alive, node, over, count)
    if alive and node.orelse:
        alive = machine.execute(frame, node.orelse)
    if not loop.breaks:
        machine.heap.commit()
        return alive
    ends = loop.breaks
    delta = machine.heap.pop()
    if alive:
        ends.append((delta, machine.conditions[len(loop.conditions) :]))
    _join(machine, loop, ends)
    return True


def _tell(
    machine: Machine, frame: Frame, loop: Loop, alive: bool, node: AnyLoop, over: Value | None, count: int | None
) -> None:
    """Log how a loop can be left."""
    if machine.log is None:
        return
    before = len(loop.conditions)
    leaves = [conditions for _, conditions in loop.breaks]
    leaves += [exit.conditions[before - frame.conditions :] for exit in frame.exits[loop.exits :]]
    asked = loop.tests if loop.begun else loop.tests[1:] or loop.tests  # that it never begins says not who ends it
    leaves += [(test,) for test in asked]
    if alive and isinstance(node, ast.While):
        span = frame.span(node.test)
        leaves.append((Condition(machine.evaluate(frame, node.test), False, span),))
    around = loop.conditions, loop.enclosing, machine.calls
    machine.tell(Looped(frame.span(node), over, count, tuple(leaves), *around, tuple(loop.skipped), tuple(_idle(loop))))


def _forget(machine: Machine, frame: Frame, loop: AnyLoop) -> None:
    """Before rounds of unknown number: names that the body counts or flags with are no longer what they were."""
    for statement in loop.body:
        for node in ast.walk(statement):
            match node:
                case ast.AugAssign(target=ast.Name(id=name)):
                    _forget_name(machine, frame, name, node)
                case ast.Assign(targets=[ast.Name(id=name)]):
                    _forget_name(machine, frame, name, node)
                case ast.AugAssign(target=ast.Attribute(value=ast.Name() as base, attr=name)):
                    _forget_attributes(machine, frame, base, {name}, node)
                case ast.Call(func=ast.Attribute(value=ast.Name() as base, attr=method)):
                    held = machine.evaluate(frame, base)
                    found = find(held.cls, method) if isinstance(held, Instance) else None
                    if found is not None and isinstance(found[0], Function):
                        _forget_attributes(machine, frame, base, _counted(found[0].node), node)
    for name in _doubtful(loop):
        _fill(machine, frame, name, loop)


@lru_cache(maxsize=1 << 12)
def _doubtful(loop: AnyLoop) -> tuple[str, ...]:
    """The names of collections that the body of a loop fills, and of which it asks whether they hold anything."""
    parts = [part for statement in loop.body for part in ast.walk(statement)]
    asked = _asked([part.test for part in parts if isinstance(part, ast.If | ast.IfExp)])
    return tuple(sorted(asked & _filled(parts))) if asked else ()


def _asked(tests: list[ast.expr]) -> set[str]:
    asked: set[str] = set()
    while tests:
        match tests.pop():
            case ast.Name(id=name):
                asked.add(name)
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                tests.append(operand)
            case ast.BoolOp(values=values):
                tests += values
    return asked


def _filled(parts: list[ast.AST]) -> set[str]:
    filled: set[str] = set()
    for part in parts:
        match part:
            case ast.Assign(targets=[ast.Subscript(value=ast.Name(id=name))]):
                filled.add(name)
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=method)) if method in FILLS:
                filled.add(name)
    return filled


def _fill(machine: Machine, frame: Frame, name: str, node: ast.AST) -> None:
    """What is empty before the loop may hold something in a later round."""
    held = frame.shared.get(name, frame.scopes[0]).get(name)
    unseen = Unknown(f"`{name}` is filled in the loop", frame.span(node))
    match held:
        case Mapping() if not held.cells:
            machine.heap.write(held.cells, REST, unseen)
        case Sequence() if held.items == Items():
            machine.heap.write(held.cells, "items", Items(rest=unseen))


def _counted(method: FunctionNode) -> set[str]:
    """The attributes of its object that a method counts up or down."""
    this = next((one.arg for one in (*method.args.posonlyargs, *method.args.args)), None)
    return {
        node.target.attr
        for node in ast.walk(method)
        if isinstance(node, ast.AugAssign)
        and isinstance(node.target, ast.Attribute)
        and isinstance(node.target.value, ast.Name)
        and node.target.value.id == this
    }


def _forget_attributes(machine: Machine, frame: Frame, base: ast.Name, names: set[str], node: ast.AST) -> None:
    held = machine.evaluate(frame, base)
    if isinstance(held, Instance):
        for name in sorted(names):
            _forget_cell(machine, frame, held.cells, name, node)


def _forget_name(machine: Machine, frame: Frame, name: str, node: ast.AST) -> None:
    _forget_cell(machine, frame, frame.shared.get(name, frame.scopes[0]), name, node)


def _forget_cell(machine: Machine, frame: Frame, cells: Cells, name: str, node: ast.AST) -> None:
    held = cells.get(name)
    if held is None or (machine.limits.rounds > 1 and not isinstance(held, Const)):
        return  # where rounds are run one after the other, each meets what the one before left
    if all(isinstance(option, Const) for option, _ in options(held)):
        machine.heap.write(cells, name, Unknown(f"`{name}` changes in the loop", frame.span(node), Earlier(name)))
