"""Running a project function: arguments to names, body, ways out."""

import ast
from dataclasses import replace
from functools import lru_cache

from agentlint.evaluate.heap import join
from agentlint.evaluate.inheritance import find
from agentlint.evaluate.limits import OutOfFuel
from agentlint.evaluate.machine import Exit, Frame, Happening, Machine, Met, Recalled
from agentlint.evaluate.relevance import named
from agentlint.evaluate.values import (
    FALSE,
    MAX_WEIGHT,
    NONE,
    TRUE,
    Absent,
    Arguments,
    Builtin,
    Cells,
    Choice,
    Class,
    Const,
    Event,
    External,
    Function,
    FunctionNode,
    Instance,
    ItemOf,
    Items,
    Mapping,
    Member,
    Module,
    Origin,
    Parameter,
    ResultOf,
    Sequence,
    Span,
    Traced,
    Tuple,
    Unknown,
    Value,
    Wrapped,
    source_of,
    unknown,
)


def run(machine: Machine, function: Function, given: Arguments, span: Span) -> Value:
    """What calling a project function gives: all its ways out, each under its path condition."""
    value = _run(machine, function, given, span)
    if function.node in machine.watched:
        machine.met.append(Met(function, value, span))
    return value


def _run(machine: Machine, function: Function, given: Arguments, span: Span) -> Value:
    problem = _too_deep(machine, function, given)
    if problem is not None:
        _tell_again(machine, function, given, span)
        return unknown(problem, span, ResultOf(function, given.values))
    surroundings = _surroundings(function)
    key = (function, given, surroundings)
    pure = all(map(immutable, (*given.positional, *(value for _, value in given.keywords), *surroundings)))
    if pure and (kept := machine.known.get(key)) is not None and (machine.log is None or kept[1] is not None):
        for happening in kept[1] or () if machine.log is not None else ():
            machine.tell(_again(machine, happening, span))
        return kept[0]
    if _familiar(machine, function, given):
        return machine.habits[function.node][1]
    before, logged = machine.notable, len(machine.log or ())
    frame, complete = enter(machine, function, given, span)
    result = _declared(machine, function, _result(function, given, span, frame, complete))
    if pure and complete and frame.quiet and machine.notable == before and immutable(result):
        happenings = machine.log[logged:] if machine.log is not None else None
        around = len(machine.conditions), len(machine.enclosing), len(machine.calls), len(machine.running)
        kept_log = tuple(_inner(one, *around) for one in happenings) if happenings is not None else None
        machine.known[key] = (result, kept_log)
    times, _ = machine.habits.get(function.node, (0, result))
    machine.habits[function.node] = (times + 1, result)
    return result


def _tell_again(machine: Machine, function: Function, given: Arguments, span: Span) -> None:
    """Log that a function that is running is called again."""
    own = next((arguments for running, arguments in reversed(machine.running) if running is function), None)
    if own is not None:
        around = machine.conditions, machine.enclosing, machine.calls
        machine.tell(Recalled(function, given, own, span, *around))


def _inner(happening: Happening, conditions: int, enclosing: int, calls: int, running: int) -> Happening:
    """What happened in a call, without what was around the call, and without its place."""
    inner = replace(
        happening,
        conditions=happening.conditions[conditions:],
        enclosing=happening.enclosing[enclosing:],
        calls=happening.calls[calls + 1 :],
    )
    return replace(inner, running=inner.running[running:]) if isinstance(inner, Event) else inner


def _again(machine: Machine, happening: Happening, span: Span) -> Happening:
    """What a call that is known does, here and now."""
    inner = replace(
        happening,
        conditions=(*machine.conditions, *happening.conditions),
        enclosing=(*machine.enclosing, *happening.enclosing),
        calls=(*machine.calls, span, *happening.calls),
    )
    return replace(inner, running=(*machine.running, *inner.running)) if isinstance(inner, Event) else inner


def _familiar(machine: Machine, function: Function, given: Arguments) -> bool:
    """Whether a call is one of many to a function that leads to no construction and is told nothing in particular.

    It gives what it gave before: large applications ask for their settings in every function.
    """
    if machine.habits.get(function.node, (0,))[0] < machine.limits.habit:
        return False
    told = (*given.positional, *(value for _, value in given.keywords))
    plain_ones = all(isinstance(value, Unknown | Instance) or value in (NONE, TRUE, FALSE) for value in told)
    return plain_ones and not _leads(machine, function, told, set())


def _leads(machine: Machine, function: Function, told: tuple[Value, ...], seen: set[FunctionNode]) -> bool:
    """Whether a function leads to a construction, itself or by methods of the object that it is called on."""
    if machine.relevance.mentions(function.module.source.path, function.node):
        return True
    seen.add(function.node)
    if function.owner is None or not told or not isinstance(told[0], Instance):
        return False
    methods = (found[0] for name in named(function.node) if (found := find(told[0].cls, name)) is not None)
    return any(
        isinstance(one, Function) and one.node not in seen and _leads(machine, one, told, seen) for one in methods
    )


def _declared(machine: Machine, function: Function, result: Value) -> Value:
    """The result, with the type that the function declares where nothing else is known of it."""
    match result, function.node:
        case Unknown(annotation=None), ast.FunctionDef(returns=ast.expr() as declared) | ast.AsyncFunctionDef(
            returns=ast.expr() as declared
        ):
            return replace(result, annotation=machine.annotation(function, declared))
        case _:
            return result


def _surroundings(function: Function) -> tuple[Value, ...]:
    """What the function's free names are now: a call gives the same again only where these are the same."""
    found: list[Value] = []
    for name in sorted(named(function.node)):
        for scope in function.scopes:
            if (value := scope.get(name)) is not None:
                found.append(value)
                break
    return tuple(found)


def immutable(value: Value) -> bool:
    """Whether nothing that happens later can change the value."""
    match value:
        case Const() | Unknown() | Function() | Class() | External() | Builtin() | Module() | Absent():
            return True
        case Tuple(items):
            return value.weight <= MAX_WEIGHT and all(map(immutable, items))
        case Choice(alternatives):
            return all(immutable(option) for option, _ in alternatives)
        case _:
            return False


def _result(function: Function, given: Arguments, span: Span, frame: Frame, complete: bool) -> Value:
    if frame.yields is not None:
        cut = unknown("more may follow", span, ResultOf(function, given.values))
        more = [*frame.repeated, *([] if complete else [cut])]
        items = Items(tuple(frame.yields), join((value, ()) for value in more) if more else None)
        return Sequence("generator", {"items": items})
    if not frame.exits:
        reason = "never returns" if complete else "too large to follow"
        return unknown(reason, span, ResultOf(function, given.values))
    result = join((exit.value, exit.conditions) for exit in frame.exits)
    if not complete:
        result = join([(result, ()), (unknown("too large to follow", span), ())])
    return result


def _too_deep(machine: Machine, function: Function, given: Arguments) -> str | None:
    """Why a call is not followed. A recursion may go on while known arguments lead it somewhere."""
    if len(machine.running) >= machine.limits.depth:
        return "calls nested too deeply"
    rounds = [arguments for running, arguments in machine.running if running is function]
    if len(rounds) < machine.limits.recursion:
        return None
    if len(rounds) >= machine.limits.descent or not _descends(rounds, given):
        return f"`{function.name}` calls itself"
    return None


def _descends(rounds: list[Arguments], given: Arguments) -> bool:
    """Whether a call of a running function is for other data than before, all of it known."""
    if given in rounds or given.rest is not None:
        return False
    before = rounds[-1]
    new = [value for value in given.positional if value not in before.positional]
    new.extend(value for name, value in given.keywords if (name, value) not in before.keywords)
    return bool(new) and all(map(_known, new))


def _known(value: Value) -> bool:
    match value:
        case Unknown() | Choice():
            return False
        case Sequence() | Mapping():
            return value.rest is None
        case _:
            return True


def enter(machine: Machine, function: Function, given: Arguments, span: Span) -> tuple[Frame, bool]:
    """Run a function's body in a frame of its own; also whether the budget was enough."""
    cells: Cells = {}
    this = bind_arguments(machine, function, given, cells, span)
    machine.reached.add((function.node, this.cls if isinstance(this, Instance) else None))
    frame = Frame(function.module, (cells, *function.scopes), function, function.owner, this)
    frame.conditions, frame.repetitions = len(machine.conditions), len(machine.repetitions)
    if is_generator(function.node):
        frame.yields = []
    conditions, calls, fuel, around = machine.conditions, machine.calls, machine.fuel, machine.enclosing
    again = any(running.node is function.node for running, _ in machine.running)
    most = fuel - fuel // machine.limits.share
    allowance = fuel if again or not machine.running else min(most, machine.allowed(function, given))
    running, machine.running = machine.running, (*machine.running, (function, given))
    machine.calls = (*calls, span)
    machine.enclosing = (*around, *_wrapped(function))
    machine.fuel = allowance
    frame.level = machine.heap.push()
    machine.heap.own(cells)
    complete = True
    try:
        _body(machine, frame, function.node)
    except (OutOfFuel, RecursionError):
        complete = False
        machine.starve(function.module, function.qualname, function.node)
        while len(machine.heap.journals) > frame.level:
            machine.heap.commit()
    finally:
        machine.running = running
        machine.conditions, machine.calls, machine.enclosing = conditions, calls, around
        machine.fuel = fuel - (allowance - max(machine.fuel, 0))
        _settle(machine, frame, complete)
    return frame, complete


def _wrapped(function: Function) -> tuple[Wrapped, ...]:
    """The foreign decorators that run whenever the function does."""
    if isinstance(function.node, ast.Lambda) or not function.decorators:
        return ()
    return tuple(
        Wrapped(wrapper, Span(function.module.source, node))
        for wrapper, node in zip(function.decorators, function.node.decorator_list, strict=False)
        if isinstance(wrapper, External | Traced | Member)
    )


def _body(machine: Machine, frame: Frame, node: FunctionNode) -> None:
    if machine.execute(frame, [returning(node.body)] if isinstance(node, ast.Lambda) else node.body):
        conditions = machine.conditions[frame.conditions :]
        frame.exits.append(Exit(NONE, conditions, None, frame.span(node), implicit=True))


def _settle(machine: Machine, frame: Frame, complete: bool) -> None:
    """The state after a call is that of any of its ways out."""
    early = [exit.delta for exit in frame.exits if exit.delta is not None]
    if not early:
        frame.quiet = not machine.heap.journals[-1]
        machine.heap.commit()
        return
    own = id(frame.scopes[0])
    delta = machine.heap.pop()
    branches = [
        ({at: entry for at, entry in found.items() if at[0] != own}, exit.conditions)
        for exit in frame.exits
        if (found := exit.delta) is not None
    ]
    if len(early) < len(frame.exits) or not complete:
        branches.append((delta, ()))
    frame.quiet = not any(found for found, _ in branches)
    if not frame.quiet:
        machine.heap.merge(branches)


def bind_arguments(machine: Machine, function: Function, given: Arguments, cells: Cells, span: Span) -> Value | None:
    """Put arguments into the cells of a new frame; gives the first one of a method.

    A parameter that nobody fills is the root of an access path.
    """
    spec = function.node.args
    named = [*spec.posonlyargs, *spec.args]
    keywords = dict(given.keywords)
    for index, parameter in enumerate(named):
        if index < len(given.positional):
            cells[parameter.arg] = given.positional[index]
        elif parameter.arg in keywords:
            cells[parameter.arg] = keywords.pop(parameter.arg)
        else:
            cells[parameter.arg] = _missing(machine, function, parameter, given)
    if spec.vararg is not None:
        extra = given.positional[len(named) :]
        open_ended = given.rest is not None and not given.keywords
        cells[spec.vararg.arg] = Sequence("tuple", {"items": Items(extra, given.rest)}) if open_ended else Tuple(extra)
    for parameter in spec.kwonlyargs:
        if parameter.arg in keywords:
            cells[parameter.arg] = keywords.pop(parameter.arg)
        else:
            cells[parameter.arg] = _missing(machine, function, parameter, given)
    if spec.kwarg is not None:
        made: Cells = {Const(name): value for name, value in keywords.items()}
        if given.rest is not None:
            made["*"] = given.rest
        cells[spec.kwarg.arg] = Mapping(made)
    return given.positional[0] if function.owner is not None and named and given.positional else None


def _missing(machine: Machine, function: Function, parameter: ast.arg, given: Arguments) -> Value:
    default = function.defaults.get(parameter.arg)
    if default is not None and given.rest is None:
        return default
    declared = machine.annotation(function, parameter.annotation) if parameter.annotation else None
    span = Span(function.module.source, parameter)
    value = unknown(f"`{parameter.arg}` is given by the caller", span, _spread(given, parameter.arg), declared)
    return join([(default, ()), (value, ())]) if default is not None else value


def _spread(given: Arguments, name: str) -> Origin:
    """Where an argument comes from that is given by name or not at all: out of the dict that is spread, if one is."""
    source = source_of(given.rest)
    return ItemOf(source, Const(name)) if source is not None else Parameter(name)


def unfilled(machine: Machine, function: Function, name: str) -> Unknown:
    """The value of a parameter that is left open on purpose."""
    spec = function.node.args
    for parameter in (*spec.posonlyargs, *spec.args, *spec.kwonlyargs):
        if parameter.arg == name:
            declared = machine.annotation(function, parameter.annotation) if parameter.annotation else None
            span = Span(function.module.source, parameter)
            return unknown(f"`{name}` is given by the caller", span, Parameter(name), declared)
    return unknown(f"`{name}` is given by the caller", function.span, Parameter(name))


@lru_cache(maxsize=4096)
def returning(value: ast.expr) -> ast.Return:
    """The statement that returns an expression."""
    return ast.copy_location(ast.Return(value), value)


@lru_cache(maxsize=4096)
def is_generator(node: FunctionNode) -> bool:
    """Whether a function yields (in its own body, not in a function inside it)."""
    pending: list[ast.AST] = list(ast.iter_child_nodes(node))
    while pending:
        part = pending.pop()
        if isinstance(part, ast.Yield | ast.YieldFrom):
            return True
        if not isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef):
            pending.extend(ast.iter_child_nodes(part))
    return False
