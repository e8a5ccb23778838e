"""Python's builtin functions on abstract values."""

from collections.abc import Callable

from agentlint.evaluate import introspection, iteration
from agentlint.evaluate.collections import elements, update
from agentlint.evaluate.heap import join
from agentlint.evaluate.inheritance import find, foreign
from agentlint.evaluate.machine import Machine
from agentlint.evaluate.names import present
from agentlint.evaluate.operators import WIDE, contents, gathered, plain, truth
from agentlint.evaluate.subscripts import item
from agentlint.evaluate.values import (
    NONE,
    REST,
    Absent,
    Arguments,
    Builtin,
    Class,
    Combination,
    Conditions,
    Const,
    Instance,
    Items,
    Mapping,
    Method,
    ResultOf,
    Sequence,
    Span,
    Tuple,
    Unknown,
    Value,
    may_miss,
    options,
    unknown,
)


def call_builtin(machine: Machine, name: str, given: Arguments, span: Span) -> Value:
    """What a builtin gives; one without a model gives an unknown that keeps its arguments."""
    if name == "isinstance" and machine.log is not None:
        machine.event(Builtin(name), "__call__", given, span)
    model = _MODELS.get(name)
    made = model(machine, given, span) if model is not None else None
    if made is not None:
        return made
    if name in ("input", "print", "open", "eval", "exit", "quit", "int", "float"):
        machine.event(Builtin(name), "__call__", given, span)
    return unknown("computed at run time", span, ResultOf(Builtin(name), given.values))


def _len(machine: Machine, given: Arguments, span: Span) -> Value | None:
    match given.positional:
        case (Const(str(text)),):
            return Const(len(text))
        case (Tuple() | Sequence() | Mapping() as value,):
            items = contents(value)
            if items.rest is None and not any(may_miss(entry) for entry in items.entries):
                return Const(len(items.entries))
        case (Class() as cls,) if "__members__" in cls.cells:
            return Const(len(elements(machine, cls, span).entries))
        case (Instance() as value,) if (method := find(value.cls, "__len__")) is not None:
            return machine.call(Method(method[0], value), Arguments(), span)
    return None


def _range(machine: Machine, given: Arguments, span: Span) -> Value | None:
    bounds = [value.value for value in given.positional if isinstance(value, Const) and isinstance(value.value, int)]
    if len(bounds) != len(given.positional) or not bounds or (len(bounds) == 3 and bounds[2] == 0):
        return Sequence("range", {"items": Items(rest=unknown("counter of a loop", span))})
    numbers = range(*bounds)
    entries = tuple(Const(number) for number in numbers[: machine.limits.width])
    return Sequence(
        "range", {"items": Items(entries, unknown("counter", span) if len(numbers) > len(entries) else None)}
    )


def _collection(kind: str) -> Callable[[Machine, Arguments, Span], Value | None]:
    def make(machine: Machine, given: Arguments, span: Span) -> Value | None:
        items = elements(machine, given.positional[0], span) if given.positional else Items()
        items = gathered(kind, items)
        if kind == "tuple" and items.rest is None and not any(may_miss(entry) for entry in items.entries):
            return Tuple(items.entries)
        return Sequence(kind, {"items": items})

    return make


def _dict(machine: Machine, given: Arguments, span: Span) -> Value | None:
    made = Mapping({})
    for value in given.positional[:1]:
        match value:
            case Mapping():
                update(made, value)
            case Sequence() | Tuple():
                items = contents(value)
                for entry in items.entries:
                    pair = contents(present(entry)).entries
                    if len(pair) == 2:
                        key = plain(pair[0]) or pair[0]
                        made.cells[key if not isinstance(key, Unknown) else "*"] = pair[1]
                if items.rest is not None:
                    made.cells["*"] = item(machine, items.rest, Const(1), span)
            case _:
                update(made, value)
    for name, value in given.keywords:
        made.cells[Const(name)] = value
    if given.rest is not None:
        made.cells["*"] = given.rest
    return made


def _text(machine: Machine, given: Arguments, span: Span) -> Value | None:
    if not given.positional:
        return Const("")
    found: list[tuple[Value, Conditions]] = []
    for option, conditions in options(given.positional[0]):
        match option:
            case Const(value):
                found.append((Const(str(value)), conditions))
            case Instance() if (method := find(option.cls, "__str__")) is not None:
                found.append((machine.call(Method(method[0], option), Arguments(), span), conditions))
            case Instance() if (told := _enum_text(option)) is not None:
                found.append((told, conditions))
            case Absent():
                continue
            case _:
                found.append((unknown("text made at run time", span, Combination("f", (option,))), conditions))
    return join(found) if found else None


def _enum_text(member: Instance) -> Value | None:
    """The text of an enum's member: its value for `StrEnum` and `IntEnum`, else its qualified name."""
    name, mixed = member.cells.get("__name__"), plain(member)
    if mixed is not None and any(base.rpartition(".")[2] in ("StrEnum", "IntEnum") for base in foreign(member.cls)):
        return Const(str(mixed.value))
    return Const(f"{member.cls.name}.{name.value!s}") if isinstance(name, Const) else None


def _exec(machine: Machine, given: Arguments, span: Span) -> Value | None:
    """``exec(code, names)``: whatever the code sets is made of the code."""
    machine.event(Builtin("exec"), "__call__", given, span)
    made = unknown("set by code that is run", span, ResultOf(Builtin("exec"), given.positional[:1]))
    for names in given.positional[1:]:
        if isinstance(names, Mapping):
            machine.heap.write(names.cells, REST, made if names.rest is None else join([(names.rest, ()), (made, ())]))
    return NONE


def _number(kind: type[int] | type[float]) -> Callable[[Machine, Arguments, Span], Value | None]:
    def make(machine: Machine, given: Arguments, span: Span) -> Value | None:
        match given.positional:
            case ():
                return Const(kind())
            case (Const(str() | int() | float() as value),) if len(str(value)) < 300:
                try:
                    return Const(kind(value))
                except (ValueError, OverflowError):
                    return None
        return None

    return make


def _bool(machine: Machine, given: Arguments, span: Span) -> Value | None:
    match given.positional:
        case (Instance() as value, *_):
            for name in ("__bool__", "__len__"):
                if (method := find(value.cls, name)) is not None:
                    return _bool(machine, Arguments((machine.call(Method(method[0], value), Arguments(), span),)), span)
    known = truth(given.positional[0]) if given.positional else False
    return Const(known) if known is not None else None


def _print(machine: Machine, given: Arguments, span: Span) -> Value | None:
    return NONE


def _constant(function: Callable[..., object]) -> Callable[[Machine, Arguments, Span], Value | None]:
    """A function of constants that Python itself can work out."""

    def apply(machine: Machine, given: Arguments, span: Span) -> Value | None:
        constants = [plain(value) for value in given.positional]
        if given.keywords or given.rest is not None or not all(constants):
            return None
        if any(constant is not None and WIDE.search(str(constant.value)) for constant in constants[1:]):
            return unknown("text too long", span)
        try:
            result = function(*(constant.value for constant in constants if constant is not None))
        except Exception:  # the program would fail here too
            return unknown("fails at run time", span)
        return Const(result) if isinstance(result, str | int | float) else None

    return apply


_MODELS: dict[str, Callable[[Machine, Arguments, Span], Value | None]] = {
    "len": _len,
    "range": _range,
    "list": _collection("list"),
    "set": _collection("set"),
    "frozenset": _collection("frozenset"),
    "tuple": _collection("tuple"),
    "dict": _dict,
    "str": _text,
    "int": _number(int),
    "float": _number(float),
    "bool": _bool,
    "print": _print,
    "exec": _exec,
    **{function.__name__: _constant(function) for function in (repr, chr, ord, abs, round, format)},
    **iteration.MODELS,
    **introspection.MODELS,
}
