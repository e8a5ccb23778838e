"""Objects that are made up where nobody makes any in sight: those of project classes, and model clients."""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import replace

from agentlint.evaluate import Machine
from agentlint.evaluate.classes import instantiate
from agentlint.evaluate.heap import join
from agentlint.evaluate.inheritance import find, mro
from agentlint.evaluate.limits import OutOfFuel
from agentlint.evaluate.operators import truth
from agentlint.evaluate.program import tested
from agentlint.evaluate.relevance import named, parts
from agentlint.evaluate.types import members
from agentlint.evaluate.values import (
    FALSE,
    NONE,
    Arguments,
    AttributeOf,
    Class,
    Const,
    External,
    Function,
    Instance,
    Mapping,
    Method,
    Parameter,
    Sequence,
    Span,
    Traced,
    Value,
    unknown,
)
from agentlint.frameworks.handwired.asking import asked
from agentlint.frameworks.handwired.values import within
from agentlint.frameworks.handwired.vocabulary import CLIENT, GIVEN
from agentlint.source.tests import is_test

DEEPEST = 3
"""How far the arguments of a class are made up, to make up an object of it."""
SETTERS = 6
"""Methods of one object that are run to see what they set."""


def object_of(machine: Machine, cls: Class, function: Function) -> Instance | None:
    """An object of a class on which one of its methods is called: one that the project makes, or one made up."""
    made = next((one for one in machine.instances if one.cls is cls), None)
    this = made if made is not None else _made_up(machine, cls, DEEPEST)
    return _later(machine, this, function) if this is not None else None


def _later(machine: Machine, this: Instance, function: Function) -> Instance:
    """An object as a method finds it: what it does not hold at first, methods that were called before may have set.

    Of what holds an answer only the type is taken over: the answer is none of what the method comes to.
    """
    empty = {str(name) for name, value in this.cells.items() if value in (NONE, FALSE)}
    found: dict[str, list[Value]] = {}
    for setter in list(_setters(this.cls, function, empty))[:SETTERS] if empty else ():
        for name, value in _after(machine, this, setter, empty).items():
            if value != this.cells[name]:
                kind = value.cls if isinstance(value, Instance) else None
                open_ = unknown(f"`{name}` is set elsewhere", this.created.span, AttributeOf(this, name), kind)
                found.setdefault(name, []).append(open_ if _holds_answer(value) else value)
    if not found:
        return this
    cells = dict(this.cells)
    for name, values in found.items():
        cells[name] = join((value, ()) for value in (cells[name], *values))
    return replace(this, cells=cells, events=[])


def _setters(cls: Class, function: Function, names: set[str]) -> Iterator[Function]:
    """The methods of a class that set one of some attributes, and to which a method does not come itself."""
    methods = {
        value.name: value
        for base in reversed(list(mro(cls)))
        for value in (base.cells.values() if isinstance(base, Class) else ())
        if isinstance(value, Function) and value.name != "__init__"
    }
    own, before = {function.name}, 0
    while len(own) > before:
        before = len(own)
        own |= {name for one in own & methods.keys() for name in named(methods[one].node)} & methods.keys()
    for name, value in methods.items():
        stored = (one for one in parts(value.node) if isinstance(one, ast.Attribute) and name not in own)
        if any(one.attr in names and isinstance(one.ctx, ast.Store) for one in stored):
            yield value


def _after(machine: Machine, this: Instance, setter: Function, names: set[str]) -> dict[str, Value]:
    """What an object holds under some names after a method of it."""
    reached, fuel = set(machine.reached), machine.fuel
    machine.fuel = machine.limits.aside
    machine.heap.push()
    after: dict[str, Value] = {}
    try:
        machine.call(Method(setter, this), Arguments((), stand_ins(machine, setter, 1, DEEPEST)), setter.span)
        after = {name: this.cells[name] for name in names if name in this.cells}
    except OutOfFuel:
        pass
    finally:
        machine.heap.pop(_made(after.values()))
        machine.fuel, machine.reached = fuel, reached
    return after


def _made(values: Iterable[Value]) -> frozenset[int]:
    """The cells of some values, however deep."""
    return frozenset(
        id(part.cells) for value in values for part in within(value) if isinstance(part, Instance | Mapping | Sequence)
    )


def _holds_answer(value: Value) -> bool:
    return any(isinstance(part, Traced) and asked(part.created) is not None for part in within(value))


def _made_up(machine: Machine, cls: Class, depth: int, span: Span | None = None) -> Instance | None:
    """An object of a class that nobody makes where one looks, or of the one behind it that asks a model."""
    cls = _concrete(machine, cls)
    init = find(cls, "__init__")
    given: tuple[tuple[str, Value], ...] = ()
    if init is not None and isinstance(init[0], Function):
        given = stand_ins(machine, init[0], 1, depth - 1)
    fuel, machine.fuel = machine.fuel, machine.limits.aside
    try:
        made = instantiate(machine, cls, Arguments((), given), span or cls.span)
    finally:
        machine.fuel = fuel
    if not isinstance(made, Instance):
        return None
    for name, value in list(made.cells.items()) if init is None else ():
        if truth(value) is False:  # a field that is empty unless the caller fills it
            filled = unknown(f"`{name}` is given by the caller", made.created.span, Parameter(str(name)))
            made.cells[name] = join([(value, ()), (filled, ())])
    return made


def _concrete(machine: Machine, cls: Class) -> Class:
    """The class itself, or where it leaves methods to others one of these, that leads to a model if any does."""
    if not any(_is_abstract(value) for value in cls.cells.values()):
        return cls
    others = [
        other
        for module in list(machine.modules.values())
        for other in module.cells.values()
        if isinstance(other, Class) and other is not cls and cls in mro(other) and not is_test(other.module.source.path)
    ]
    asking = (one for one in others if machine.relevance.mentions(one.module.source.path, one.node))
    return next(asking, None) or next(iter(others), cls)


def _is_abstract(value: Value) -> bool:
    """Whether a method is left to other classes: it is marked so, does nothing, or raises that it does nothing."""
    match value:
        case Function(node=ast.FunctionDef(body=body) | ast.AsyncFunctionDef(body=body), decorators=marks):
            if any(isinstance(mark, External) and mark.name.endswith("abstractmethod") for mark in marks):
                return True
            nothing = (one for one in body if not isinstance(one, ast.Pass | ast.Raise))
            return all(isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant) for one in nothing)
        case _:
            return False


def stand_ins(machine: Machine, function: Function, skip: int, depth: int) -> tuple[tuple[str, Value], ...]:
    """Objects for the arguments that are declared to be of a project class, or are called like a model client.

    What callers may leave out, and the function asks for, is there or not.
    """
    optional = {name for name in tested(function) if function.defaults.get(name) == NONE}
    spec = function.node.args
    given: list[tuple[str, Value]] = []
    for parameter in [*[*spec.posonlyargs, *spec.args][skip:], *spec.kwonlyargs]:
        default = function.defaults.get(parameter.arg)
        if default is not None and default != Const(None):
            continue
        declared = machine.annotation(function, parameter.annotation) if parameter.annotation is not None else None
        cls = next((one for one in members(declared) if isinstance(one, Class)), None) if declared is not None else None
        foreign = next((one for one in members(declared) if isinstance(one, External)), None) if declared else None
        if cls is not None and depth > 0 and "__members__" not in cls.cells:
            made = _made_up(machine, cls, depth, Span(function.module.source, parameter))
            if made is not None:
                either = join([(made, ()), (NONE, ())]) if parameter.arg in optional else made
                given.append((parameter.arg, either))
        elif _is_client(parameter.arg, foreign, declared):
            callee = foreign if foreign is not None else External(f"openai.{parameter.arg}")
            given.append((parameter.arg, machine.trace(callee, Arguments(), function.span)))
    return tuple(given)


def _is_client(name: str, foreign: External | None, declared: Value | None) -> bool:
    lower = name.lower()
    if foreign is not None:
        last = foreign.name.lower()
        return any(word in last for word in (*CLIENT, "chat")) and not last.startswith(("typing", "builtins"))
    if declared is not None:
        return False
    return any(word in lower for word in CLIENT) or lower in GIVEN or lower.endswith(("client", "_llm"))
