"""Python's builtin functions on abstract values."""

from collections.abc import Callable

from agentlint.evaluate.attributes import attribute, find, mro
from agentlint.evaluate.binding import assign_attribute
from agentlint.evaluate.collections import elements, update
from agentlint.evaluate.heap import join
from agentlint.evaluate.machine import Machine
from agentlint.evaluate.names import present
from agentlint.evaluate.operators import contents, plain, truth
from agentlint.evaluate.types import short
from agentlint.evaluate.values import (
    ABSENT,
    NONE,
    TRUE,
    Absent,
    Arguments,
    Builtin,
    Choice,
    Class,
    Combination,
    Conditions,
    Const,
    Function,
    Instance,
    Items,
    Mapping,
    Method,
    Module,
    Partial,
    ResultOf,
    Sequence,
    Span,
    Super,
    Traced,
    Tuple,
    Unknown,
    Value,
    options,
    unknown,
)


def call_builtin(machine: Machine, name: str, given: Arguments, span: Span) -> Value:
    """What a builtin gives; one without a model gives an unknown that keeps its arguments."""
    model = _MODELS.get(name)
    made = model(machine, given, span) if model is not None else None
    if made is not None:
        return made
    if name in ("input", "print", "open", "exec", "eval", "exit", "quit"):
        machine.event(Builtin(name), "__call__", given, span)
    return unknown("computed at run time", span, ResultOf(Builtin(name), given.positional))


def _len(machine: Machine, given: Arguments, span: Span) -> Value | None:
    match given.positional:
        case (Const(str(text)),):
            return Const(len(text))
        case (Tuple() | Sequence() | Mapping() as value,):
            items = contents(value)
            if items.rest is None and not any(_may_miss(entry) for entry in items.entries):
                return Const(len(items.entries))
    return None


def _may_miss(entry: Value) -> bool:
    return isinstance(entry, Choice) and any(isinstance(option, Absent) for option, _ in entry.options)


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
        items = elements(given.positional[0], span) if given.positional else Items()
        if kind in ("set", "frozenset"):
            items = Items(tuple(dict.fromkeys(items.entries)), items.rest)
        if kind == "tuple" and items.rest is None and not any(_may_miss(entry) for entry in items.entries):
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
                    made.cells["*"] = unknown("key not known", span)
            case _:
                made.cells["*"] = unknown("key not known", span)
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
            case Instance() if (mixed := plain(option)) is not None:
                found.append((Const(str(mixed.value)), conditions))
            case Absent():
                continue
            case _:
                found.append((unknown("text made at run time", span, Combination("f", (option,))), conditions))
    return join(found) if found else None


def _number(kind: type[int] | type[float]) -> Callable[[Machine, Arguments, Span], Value | None]:
    def make(machine: Machine, given: Arguments, span: Span) -> Value | None:
        match given.positional:
            case (Const(str() | int() | float() as value),) if len(str(value)) < 300:
                try:
                    return Const(kind(value))
                except (ValueError, OverflowError):
                    return None
        return None

    return make


def _bool(machine: Machine, given: Arguments, span: Span) -> Value | None:
    known = truth(given.positional[0]) if given.positional else False
    return Const(known) if known is not None else None


def _enumerate(machine: Machine, given: Arguments, span: Span) -> Value | None:
    if not given.positional:
        return None
    items = elements(given.positional[0], span)
    start = given.get(1, "start") or Const(0)
    first = start.value if isinstance(start, Const) and isinstance(start.value, int) else 0
    entries = tuple(_pair(Const(first + index), entry) for index, entry in enumerate(items.entries))
    rest = Tuple((unknown("position", span), items.rest)) if items.rest is not None else None
    return Sequence("list", {"items": Items(entries, rest)})


def _pair(first: Value, entry: Value) -> Value:
    """A tuple with an element; missing where the element is missing."""
    if not _may_miss(entry):
        return Tuple((first, entry))
    return join(
        (option if isinstance(option, Absent) else Tuple((first, option)), conditions)
        for option, conditions in options(entry)
    )


def _zip(machine: Machine, given: Arguments, span: Span) -> Value | None:
    columns = [elements(value, span) for value in given.positional]
    if not columns:
        return Sequence("list", {"items": Items()})
    closed = [column for column in columns if column.rest is None]
    length = min((len(column.entries) for column in closed), default=max(len(column.entries) for column in columns))
    rows = []
    for index in range(length):
        row = []
        for column in columns:
            entry = column.entries[index] if index < len(column.entries) else column.rest
            row.append(present(entry) if entry is not None else NONE)
        rows.append(Tuple(tuple(row)))
    rest = None if closed else Tuple(tuple(column.rest or NONE for column in columns))
    return Sequence("list", {"items": Items(tuple(rows), rest)})


def _map(machine: Machine, given: Arguments, span: Span) -> Value | None:
    if len(given.positional) < 2:
        return None
    columns = [elements(value, span) for value in given.positional[1:]]
    length = min(len(column.entries) for column in columns)
    entries = tuple(
        machine.call(given.positional[0], Arguments(tuple(present(column.entries[i]) for column in columns)), span)
        for i in range(min(length, machine.limits.unroll))
    )
    rests = [column.rest for column in columns if column.rest is not None]
    rest = machine.call(given.positional[0], Arguments(tuple(rests)), span) if len(rests) == len(columns) else None
    return Sequence("list", {"items": Items(entries, rest)})


def _filter(machine: Machine, given: Arguments, span: Span) -> Value | None:
    if len(given.positional) != 2:
        return None
    test, source = given.positional
    items = elements(source, span)
    kept: list[Value] = []
    for entry in items.entries:
        outcome = entry if test == NONE else machine.call(test, Arguments((entry,)), span)
        known = truth(outcome)
        if known is not False:
            kept.append(entry if known else join([(entry, ()), (ABSENT, ())]))
    return Sequence("list", {"items": Items(tuple(kept), items.rest)})


def _sorted(machine: Machine, given: Arguments, span: Span) -> Value | None:
    if not given.positional:
        return None
    items = elements(given.positional[0], span)
    constants = [entry.value for entry in items.entries if isinstance(entry, Const)]
    entries = items.entries
    if len(constants) == len(entries) and given.get(None, "key") is None:
        try:
            ordered = sorted(constants, reverse=given.get(None, "reverse") == TRUE)  # type: ignore[type-var]
            entries = tuple(Const(value) for value in ordered)
        except TypeError:
            pass
    return Sequence("list", {"items": Items(entries, items.rest)})


def _reversed(machine: Machine, given: Arguments, span: Span) -> Value | None:
    if not given.positional:
        return None
    items = elements(given.positional[0], span)
    return Sequence("list", {"items": Items(items.entries[::-1], items.rest)})


def _quantified(stops: bool) -> Callable[[Machine, Arguments, Span], Value | None]:
    def test(machine: Machine, given: Arguments, span: Span) -> Value | None:
        if not given.positional:
            return None
        items = elements(given.positional[0], span)
        outcomes = [truth(entry) if not _may_miss(entry) else None for entry in items.entries]
        if stops in outcomes:
            return Const(stops)
        return Const(not stops) if None not in outcomes and items.rest is None else None

    return test


def _isinstance(machine: Machine, given: Arguments, span: Span) -> Value | None:
    if len(given.positional) != 2:
        return None
    value, wanted = given.positional
    kinds = contents(wanted).entries if isinstance(wanted, Tuple) else (wanted,)
    outcomes = set()
    for option, _ in options(value):
        verdicts = [_is_a(option, kind) for kind in kinds]
        outcomes.add(True if True in verdicts else (None if None in verdicts else False))
    return Const(outcomes.pop()) if len(outcomes) == 1 and None not in outcomes else None


def _is_a(value: Value, kind: Value) -> bool | None:
    match value, kind:
        case (Const(constant), Builtin(name)):
            return any(base.__name__ == name for base in type(constant).__mro__)
        case (Instance(cls=cls), Class()):
            return kind in mro(cls)
        case (Mapping(), Builtin(name)):
            return name == "dict"
        case (Sequence(kind=held), Builtin(name)):
            return held == name
        case (Tuple(), Builtin(name)):
            return name == "tuple"
        case (Const() | Mapping() | Tuple() | Sequence(), Class()):
            return False
        case (Function() | Method() | Class(), Builtin(name)):
            return False if name in ("str", "int", "dict", "list", "tuple") else None
        case (Instance(), Builtin(name)) if plain(value) is None:
            return False if name in ("str", "int", "dict", "list", "tuple", "bool", "float") else None
        case (Traced(callee=callee), _) if callee == kind:
            return True
        case (Traced(), Builtin(name)) if short(value.callee)[:1].isupper():
            return False if name in ("str", "int", "dict", "list", "tuple") else None
        case _:
            return None


def _getattr(machine: Machine, given: Arguments, span: Span) -> Value | None:
    if len(given.positional) < 2:
        return None
    base, name = given.positional[:2]
    found = []
    for option, conditions in options(name):
        if not isinstance(option, Const) or not isinstance(option.value, str):
            return None
        value = attribute(machine, base, option.value, span)
        if isinstance(value, Unknown) and len(given.positional) > 2:
            missing = value.reason.startswith(("nothing here", "`")) and "never sets" in value.reason
            value = given.positional[2] if missing else join([(value, ()), (given.positional[2], ())])
        found.append((value, conditions))
    return join(found) if found else None


def _setattr(machine: Machine, given: Arguments, span: Span) -> Value | None:
    match given.positional:
        case (base, Const(str(name)), value):
            assign_attribute(machine, base, name, value, span)
    return NONE


def _hasattr(machine: Machine, given: Arguments, span: Span) -> Value | None:
    match given.positional:
        case (Instance() as base, Const(str(name))):
            if name in base.cells or find(base.cls, name) is not None:
                return TRUE
    return None


def _callable(machine: Machine, given: Arguments, span: Span) -> Value | None:
    match given.positional:
        case (Function() | Method() | Class() | Partial() | Builtin(),):
            return TRUE
        case (Const() | Mapping() | Sequence() | Tuple(),):
            return Const(False)
        case _:
            return None


def _type(machine: Machine, given: Arguments, span: Span) -> Value | None:
    match given.positional:
        case (Instance(cls=cls),):
            return cls
        case (Traced(callee=callee),):
            return callee
        case (Const(value),):
            return Builtin(type(value).__name__)
        case (Mapping(),):
            return Builtin("dict")
        case (Sequence(kind=kind),):
            return Builtin(kind)
        case _:
            return None


def _next(machine: Machine, given: Arguments, span: Span) -> Value | None:
    if not given.positional:
        return None
    items = elements(given.positional[0], span)
    found = []
    for entry in items.entries:
        found.append((present(entry), ()))
        if not _may_miss(entry):
            return join(found)
    found.extend((value, ()) for value in (items.rest, *given.positional[1:2]) if value is not None)
    return join(found) if found else None


def _super(machine: Machine, given: Arguments, span: Span) -> Value | None:
    match given.positional:
        case (Class() as owner, this):
            return Super(owner, this)
        case _:
            return None


def _vars(machine: Machine, given: Arguments, span: Span) -> Value | None:
    match given.positional:
        case (Instance() | Class() | Module() as base,):
            return Mapping({Const(name): value for name, value in base.cells.items() if isinstance(name, str)})
        case _:
            return None


def _extreme(pick: Callable[..., object]) -> Callable[[Machine, Arguments, Span], Value | None]:
    def choose(machine: Machine, given: Arguments, span: Span) -> Value | None:
        values = contents(given.positional[0]).entries if len(given.positional) == 1 else given.positional
        constants = [value.value for value in values if isinstance(value, Const)]
        if len(constants) != len(values) or not constants or given.keywords:
            return None
        try:
            chosen = pick(constants)
        except TypeError:
            return None
        return Const(chosen) if isinstance(chosen, int | float | str) else None

    return choose


def _iter(machine: Machine, given: Arguments, span: Span) -> Value | None:
    return given.positional[0] if given.positional else None


def _print(machine: Machine, given: Arguments, span: Span) -> Value | None:
    return NONE


def _is_subclass(machine: Machine, given: Arguments, span: Span) -> Value | None:
    match given.positional:
        case (Class() as cls, Class() as base):
            return Const(base in mro(cls))
        case _:
            return None


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
    "enumerate": _enumerate,
    "zip": _zip,
    "map": _map,
    "filter": _filter,
    "sorted": _sorted,
    "reversed": _reversed,
    "any": _quantified(True),
    "all": _quantified(False),
    "isinstance": _isinstance,
    "issubclass": _is_subclass,
    "getattr": _getattr,
    "setattr": _setattr,
    "hasattr": _hasattr,
    "callable": _callable,
    "type": _type,
    "next": _next,
    "anext": _next,
    "iter": _iter,
    "aiter": _iter,
    "super": _super,
    "vars": _vars,
    "min": _extreme(min),
    "max": _extreme(max),
    "sum": _extreme(sum),
    "print": _print,
}
