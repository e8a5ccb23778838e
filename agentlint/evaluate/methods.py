"""Methods of builtin values: text, lists, sets, dicts."""

import ast
from collections.abc import Callable

from agentlint.evaluate.collections import elements
from agentlint.evaluate.heap import join
from agentlint.evaluate.iteration import ordered
from agentlint.evaluate.machine import Machine
from agentlint.evaluate.names import present
from agentlint.evaluate.operators import WIDE, comparable, compare, concatenate, contents, equal, gathered, plain
from agentlint.evaluate.subscripts import assign_item, item
from agentlint.evaluate.values import (
    ABSENT,
    NONE,
    SHORTENED,
    TRUE,
    Absent,
    Arguments,
    AttributeOf,
    Choice,
    Comparison,
    Condition,
    Const,
    Items,
    Mapping,
    Member,
    ResultOf,
    Sequence,
    Span,
    Traced,
    Tuple,
    Unknown,
    Value,
    all_of,
    may_miss,
    options,
    source_of,
    unknown,
)

PURE_TEXT = frozenset(
    {"upper", "lower", "title", "capitalize", "strip", "lstrip", "rstrip", "removeprefix", "removesuffix", "replace",
     "casefold", "swapcase", "zfill", "startswith", "endswith", "isdigit", "isalpha", "isidentifier", "isupper",
     "islower", "count", "find", "index", "encode", "format", "split", "rsplit", "splitlines", "partition",
     "rpartition", "ljust", "rjust", "center"}
)  # fmt: skip

TAKES = frozenset({"pop", "popleft", "remove", "discard", "clear"})


def call_method(machine: Machine, this: Value, name: str, given: Arguments, span: Span) -> Value:
    """What a method of a builtin value gives, with what it does to the value."""
    made: Value | None = None
    match this:
        case Const(str(text)):
            made = _of_text(machine, text, name, given, span)
        case Sequence():
            made = _of_sequence(machine, this, name, given, span)
        case Mapping():
            made = _of_mapping(machine, this, name, given, span)
        case Tuple(items):
            made = _of_tuple(items, name, given)
    if made is not None:
        return made
    return _later("computed at run time", this, name, given, span)


def _later(reason: str, this: Value, name: str, given: Arguments, span: Span) -> Value:
    """What a method gives at run time only: made of the value and what the method is given."""
    origin = unknown("method of a builtin", span, AttributeOf(this, name))
    return unknown(reason, span, ResultOf(origin, given.values))


def _of_text(machine: Machine, text: str, name: str, given: Arguments, span: Span) -> Value | None:
    if name == "join" and given.positional:
        items = elements(machine, given.positional[0], span)
        rows = _combinations(items.entries) if items.rest is None else []
        found = [_joined(machine, text, row, span) for row in rows]
        return join((one, ()) for one in found if one is not None) if found and None not in found else None
    if name not in PURE_TEXT:
        return None
    results = []
    for choice in _combinations(given.positional):
        constants = [comparable(value) for value in choice]
        named = {key: comparable(value) for key, value in given.keywords}
        if None in (*constants, *named.values()) or given.rest is not None:
            return None
        positional = [value[0] for value in constants if value is not None]
        keywords = {key: value[0] for key, value in named.items() if value is not None}
        wide = any(
            isinstance(value, int) and value > machine.limits.text for value in (*positional, *keywords.values())
        )
        if wide or (name == "format" and WIDE.search(text)):
            return _later("text too long", Const(text), name, given, span)
        try:
            result = getattr(text, name)(*positional, **keywords)
        except Exception:  # the program would fail here too
            return _later("fails at run time", Const(text), name, given, span)
        if isinstance(result, str | bytes) and len(result) > machine.limits.text:
            return unknown("text too long", span)
        results.append((_wrapped(machine, result), ()))
    return join(results) if results else None


def _joined(machine: Machine, text: str, row: tuple[Value, ...], span: Span) -> Value | None:
    """Texts put together; None where one of them is not known."""
    words = [part.value for part in map(plain, row) if part is not None and isinstance(part.value, str)]
    if len(words) != len(row):
        return None
    if sum(map(len, words)) + len(text) * len(words) > machine.limits.text:
        return unknown("text too long", span)
    return Const(text.join(words))


def _wrapped(machine: Machine, result: object) -> Value:
    """What a method of a text gave, as a value."""
    match result:
        case list():
            parts = tuple(Const(part) for part in result[: machine.limits.width])
            return Sequence("list", {"items": Items(parts)})
        case tuple():
            return Tuple(tuple(Const(part) for part in result))
        case str() | bytes() | int():
            return Const(result)
        case _:
            return unknown("method of a text")


def _combinations(values: tuple[Value, ...]) -> list[tuple[Value, ...]]:
    rows: list[tuple[Value, ...]] = [()]
    for value in values:
        rows = [(*row, option) for row in rows for option, _ in options(value)]
        if len(rows) > 64:
            return []
    return rows


def _of_sequence(machine: Machine, this: Sequence, name: str, given: Arguments, span: Span) -> Value | None:
    items = this.items
    argument = given.positional[0] if given.positional else NONE

    def put(changed: Items) -> Value:
        if machine.repetitions and changed.entries[: len(items.entries)] == items.entries:
            added = changed.entries[len(items.entries) :]
            if added:
                # rounds of unknown number: at least these kinds of element, any number of each
                changed = concatenate(items, Items(rest=join((value, ()) for value in (*added, *_some(changed.rest)))))
        if len(changed.entries) > machine.limits.width:
            changed = Items(changed.entries[: machine.limits.width], unknown("collection too large", span))
        machine.heap.write(this.cells, "items", changed)
        return NONE

    if name in TAKES:
        machine.heap.write(this.cells, SHORTENED, TRUE)
    match name:
        case "append" | "add" | "put" | "put_nowait":
            if this.kind == "set" and argument in items.entries:
                return NONE
            return put(Items((*items.entries, argument), items.rest))
        case "appendleft":
            return put(Items((argument, *items.entries), items.rest))
        case "extend" | "update" | "union":
            added = [elements(machine, value, span) for value in given.positional]
            for more in added:
                items_before = this.items
                combined = gathered(this.kind, concatenate(items_before, more))
                if name == "union":
                    return Sequence(this.kind, {"items": combined})
                machine.heap.write(this.cells, "items", combined)
            return NONE
        case "insert" if len(given.positional) == 2:
            match argument:
                case Const(int(index)) if items.rest is None:
                    entries = list(items.entries)
                    entries.insert(index, given.positional[1])
                    return put(Items(tuple(entries)))
            return put(Items((*items.entries, given.positional[1]), items.rest))
        case "remove" | "discard":
            kept = tuple(entry for entry in items.entries if equal(entry, argument) is not True)
            return put(Items(kept, items.rest))
        case "pop" | "popleft" if (at := _taken(items, name, given)) is not None:
            put(Items((*items.entries[:at], *items.entries[at + 1 :])))
            return present(items.entries[at])
        case "pop":
            taken = item(machine, this, argument if given.positional else Const(-1), span)
            optional = tuple(join([(entry, ()), (ABSENT, ())]) for entry in items.entries)
            machine.heap.write(this.cells, "items", Items(optional, items.rest))
            return taken
        case "copy":
            return Sequence(this.kind, {"items": items})
        case "clear":
            machine.heap.write(this.cells, "items", Items())
            return NONE
        case "reverse":
            return put(Items(items.entries[::-1], items.rest))
        case "sort":
            return put(ordered(machine, items, given, span))
        case "index" | "count":
            return _of_tuple(items.entries, name, given) if items.rest is None else None
        case "issubset" | "issuperset":
            kind = ast.LtE if name == "issubset" else ast.GtE
            return compare(kind, this, Sequence("set", {"items": elements(machine, argument, span)}), span)
        case "difference" | "intersection":
            other = contents(argument)
            if other.rest is None:
                keep = name == "intersection"
                return Sequence(
                    this.kind,
                    {"items": Items(tuple(e for e in items.entries if (e in other.entries) == keep), items.rest)},
                )
    return None


def _taken(items: Items, name: str, given: Arguments) -> int | None:
    """The place of the element that ``pop`` takes; None where it is not certain."""
    match given.positional:
        case ():
            index = 0 if name == "popleft" else -1
        case (Const(int(index)),):
            pass
        case _:
            return None
    place = index % len(items.entries) if items.entries else 0
    passed = items.entries[: place + 1] if index >= 0 else items.entries[place:]
    certain = items.rest is None and -len(items.entries) <= index < len(items.entries)
    return place if certain and not any(map(may_miss, passed)) else None


def _some(value: Value | None) -> tuple[Value, ...]:
    return () if value is None else (value,)


def _of_tuple(items: tuple[Value, ...], name: str, given: Arguments) -> Value | None:
    wanted = given.positional[0] if given.positional else NONE
    match name:
        case "index" if wanted in items:
            return Const(items.index(wanted))
        case "count":
            return Const(items.count(wanted))
        case _:
            return None


def _of_mapping(machine: Machine, this: Mapping, name: str, given: Arguments, span: Span) -> Value | None:
    model = _MAPPING.get(name)
    return model(machine, this, given, span) if model is not None else None


def _get(machine: Machine, this: Mapping, given: Arguments, span: Span) -> Value | None:
    if not given.positional:
        return None
    key = given.positional[0]
    default = given.get(1, "default") or NONE
    found = []
    for option, conditions in options(key):
        known = plain(option) or option
        held = this.cells.get(known)
        if held is not None:
            parts = [(default if isinstance(value, Absent) else value, inner) for value, inner in options(held)]
            found.append((join(parts), conditions))
        elif (inner := source_of(this.rest)) is not None and not isinstance(known, Unknown):
            machine.event(inner, "get", Arguments((known, default)), span)
            found.append((item(machine, inner, known, span), conditions))
            found.append((default, conditions))
        elif isinstance(known, Unknown | Traced | Member) or this.rest is not None:
            other = unknown("looked up at run time", span, Comparison(known, "not in", this))
            tests = (Condition(other, True, span),) if isinstance(known, Unknown | Traced | Member) else ()
            found.append((item(machine, this, known, span), conditions))
            found.append((default, conditions + tests))
        else:
            found.append((default, conditions))
    return join(found)


def _keys(machine: Machine, this: Mapping, given: Arguments, span: Span) -> Value | None:
    return Sequence("list", {"items": contents(this)})


def _values(machine: Machine, this: Mapping, given: Arguments, span: Span) -> Value | None:
    return Sequence("list", {"items": Items(tuple(value for _, value in this.known()), this.rest)})


def _items(machine: Machine, this: Mapping, given: Arguments, span: Span) -> Value | None:
    entries = []
    for key, value in this.known():
        if isinstance(value, Choice) and ABSENT in dict(value.options):
            entries.append(
                join(
                    (ABSENT if isinstance(o, Absent) else Tuple((key, o)), conditions)
                    for o, conditions in value.options
                )
            )
        else:
            entries.append(Tuple((key, value)))
    rest = Tuple((unknown("key not known", span), this.rest)) if this.rest is not None else None
    return Sequence("list", {"items": Items(tuple(entries), rest)})


def _update(machine: Machine, this: Mapping, given: Arguments, span: Span) -> Value | None:
    for value in given.positional[:1]:
        match value:
            case Mapping():
                for key, held in list(value.cells.items()):
                    machine.heap.write(this.cells, key, held)
            case Sequence() | Tuple():
                for entry in contents(value).entries:
                    pair = contents(present(entry)).entries
                    if len(pair) == 2:
                        assign_item(machine, this, pair[0], pair[1], span)
                if (more := contents(value).rest) is not None:
                    pair_value = item(machine, more, Const(1), span)
                    assign_item(machine, this, unknown("key not known", span), pair_value, span)
            case _:
                machine.heap.write(this.cells, "*", all_of(value))
    for key, held in given.keywords:
        machine.heap.write(this.cells, Const(key), held)
    return NONE


def _setdefault(machine: Machine, this: Mapping, given: Arguments, span: Span) -> Value | None:
    if not given.positional:
        return None
    key = plain(given.positional[0]) or given.positional[0]
    if key in this.cells:
        return present(this.cells[key])
    value = given.get(1, "default") or NONE
    assign_item(machine, this, key, value, span)
    return value


def _pop(machine: Machine, this: Mapping, given: Arguments, span: Span) -> Value | None:
    taken = _get(machine, this, given, span)
    if given.positional and (plain(given.positional[0]) or given.positional[0]) in this.cells:
        machine.heap.write(this.cells, plain(given.positional[0]) or given.positional[0], ABSENT)
    return taken


def _copy(machine: Machine, this: Mapping, given: Arguments, span: Span) -> Value | None:
    return Mapping(dict(this.cells))


def _clear(machine: Machine, this: Mapping, given: Arguments, span: Span) -> Value | None:
    for key in list(this.cells):
        machine.heap.write(this.cells, key, ABSENT)
    return NONE


_MAPPING: dict[str, Callable[[Machine, Mapping, Arguments, Span], Value | None]] = {
    "get": _get,
    "keys": _keys,
    "values": _values,
    "items": _items,
    "update": _update,
    "setdefault": _setdefault,
    "pop": _pop,
    "copy": _copy,
    "clear": _clear,
}
