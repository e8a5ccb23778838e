"""Abstract values as the comments of the suites spell them: as Python would, as far as it goes."""

import json
from collections.abc import Iterator
from contextlib import contextmanager

from agentlint.evaluate.values import (
    ABSENT,
    Arguments,
    AttributeOf,
    Builtin,
    BuiltinMethod,
    Caught,
    Choice,
    Class,
    ClassBound,
    Combination,
    Comparison,
    Conditions,
    Const,
    Earlier,
    ElementOf,
    Event,
    External,
    Function,
    Instance,
    ItemOf,
    Items,
    Mapping,
    Member,
    Method,
    Module,
    Origin,
    Parameter,
    Partial,
    Property,
    ResultOf,
    Sequence,
    Static,
    Subscripted,
    Super,
    Traced,
    Tuple,
    Unknown,
    Value,
)

_around: set[Value] = set()
"""The lists and dicts that are being shown: one that contains itself is not shown again."""


@contextmanager
def _inside(value: Value) -> Iterator[None]:
    _around.add(value)
    try:
        yield
    finally:
        _around.remove(value)


def shown(value: Value) -> str:
    """The value; alternatives stand in the order in which the program gives them."""
    match value:
        case Const(str(text)):
            return json.dumps(text, ensure_ascii=False)
        case Const(constant):
            return "..." if constant is ... else repr(constant)
        case Choice(alternatives):
            return " | ".join(dict.fromkeys(shown(option) for option, _ in alternatives))
        case Unknown(origin=origin):
            return "Unknown" if origin is None else f"Unknown({_path(origin)})"
        case Tuple(items):
            return f"({', '.join(map(_element, items))}{',' * (len(items) == 1)})"
        case Sequence() | Mapping() if value in _around:
            return "..."
        case Sequence(kind=kind):
            with _inside(value):
                return _sequence(kind, _contents(value.items))
        case Items():
            return f"[{_contents(value)}]"
        case Mapping():
            with _inside(value):
                entries = [f"{shown(key)}: {_element(held)}" for key, held in value.known()]
                return f"{{{', '.join(entries + _rest(value.rest))}}}"
        case Function():
            return f"def {value.qualname}"
        case Method(function, _):
            return f"bound {shown(function)}"
        case Partial(function, given):
            return f"partial({', '.join([shown(function), *_arguments(given)])})"
        case Class():
            return f"class {value.qualname}"
        case Instance(cls=cls):
            name = value.cells.get("__name__")
            return f"{cls.name}.{name.value!s}" if isinstance(name, Const) else f"{cls.name}(...)"
        case Traced(callee=callee):
            return f"{shown(callee)}(...)"
        case External(name) | Builtin(name):
            return name.removeprefix("builtins.")
        case Member(base, name) | BuiltinMethod(base, name):
            return f"{shown(base)}.{name}"
        case Subscripted(base, arguments):
            return f"{shown(base)}[{', '.join(map(shown, arguments))}]"
        case Module(name=name):
            return f"module {name}"
        case Property(function) | Static(function) | ClassBound(function):
            return f"{type(value).__name__.lower()} {shown(function)}"
        case Super(owner, _):
            return f"super of {owner.name}"
    return "absent" if value == ABSENT else type(value).__name__


def conditions(path: Conditions) -> str:
    """A path condition; the empty one always holds."""
    tests = [_spelt(one.test) if one.holds else f"not {_grouped(one.test)}" for one in path]
    return " and ".join(tests) or "always"


def happened(event: Event) -> str:
    """An event on an object, with what it depends on."""
    call = f"{event.method}({', '.join(_arguments(event.arguments))})"
    return call + " repeatedly" * bool(event.loops) + _when(event.conditions)


def given(value: Value, path: Conditions) -> str:
    """A value with the conditions under which it is the one."""
    return shown(value) + _when(path)


def _when(path: Conditions) -> str:
    return f" if {conditions(path)}" if path else ""


def _element(value: Value) -> str:
    """An element of a collection; one that may be missing has a question mark."""
    if isinstance(value, Choice) and ABSENT in dict(value.options):
        there = Choice(tuple(pair for pair in value.options if pair[0] != ABSENT))
        return f"{shown(there)}?"
    return shown(value)


def _contents(items: Items) -> str:
    return ", ".join([*map(_element, items.entries), *_rest(items.rest)])


def _rest(value: Value | None) -> list[str]:
    match value:
        case None:
            return []
        case Unknown(origin=None):
            return ["*"]
        case _:
            return [f"*{_element(value).removesuffix('?')}"]


def _sequence(kind: str, inside: str) -> str:
    match kind:
        case "list":
            return f"[{inside}]"
        case "tuple":
            return f"({inside})"
        case "set":
            return f"{{{inside}}}" if inside else "set()"
        case _:
            return f"{kind}([{inside}])"


def _arguments(given: Arguments) -> list[str]:
    named = [f"{name}={shown(value)}" for name, value in given.keywords]
    return [*map(shown, given.positional), *named, *_rest(given.rest)]


def _path(origin: Origin) -> str:
    """How somebody would write the expression that gives the value."""
    match origin:
        case Parameter(name):
            return name
        case Caught(kind):
            return f"caught {_spelt(kind)}"
        case AttributeOf(base, name):
            return f"{_spelt(base)}.{name}"
        case ItemOf(base, Tuple((Const("slice"), *bounds))):
            window = ":".join("" if bound == Const(None) else _spelt(bound) for bound in bounds)
            return f"{_spelt(base)}[{window.removesuffix(':')}]"
        case ItemOf(base, key):
            return f"{_spelt(base)}[{_spelt(key)}]"
        case Earlier(name):
            return name
        case ElementOf(base):
            return f"each of {_spelt(base)}"
        case ResultOf(callee, arguments):
            return f"{_spelt(callee)}({', '.join(map(_spelt, arguments))})"
        case Comparison(left, operator, right):
            return f"{_grouped(left)} {operator} {_grouped(right)}"
        case Combination("not", (operand,)):
            return f"not {_grouped(operand)}"
        case Combination("f", (Unknown(origin=Combination("f")) as operand,)):
            return _spelt(operand)
        case Combination("f", operands):
            return f"f({', '.join(map(_part, operands))})"
        case Combination(operator, operands):
            return f" {operator} ".join(map(_grouped, operands))


def _spelt(value: Value) -> str:
    """A part of an access path: unknown things are spelt as their own path."""
    match value:
        case Unknown(origin=origin) if origin is not None:
            return _path(origin)
        case Function():
            return value.name
        case _:
            return shown(value)


def _part(value: Value) -> str:
    """A part of a text; what is only turned into text is spelt as itself."""
    match value:
        case Unknown(origin=Combination("f", (operand,))):
            return _part(operand)
        case _:
            return _spelt(value)


def _grouped(value: Value) -> str:
    match value:
        case Unknown(origin=Comparison() | Combination()) | Choice():
            return f"({_spelt(value)})"
        case _:
            return _spelt(value)
