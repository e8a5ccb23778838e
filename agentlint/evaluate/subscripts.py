"""Subscripts: what ``base[key]`` is, and what writing to it does."""

from agentlint.evaluate.attributes import field_type
from agentlint.evaluate.collections import elements, put
from agentlint.evaluate.heap import join
from agentlint.evaluate.inheritance import find, foreign
from agentlint.evaluate.machine import Machine
from agentlint.evaluate.names import present
from agentlint.evaluate.operators import concatenate, plain
from agentlint.evaluate.types import classes, members, value_type
from agentlint.evaluate.values import (
    ABSENT,
    FACTORY,
    NONE,
    REST,
    SHORTENED,
    TRUE,
    Absent,
    Arguments,
    Builtin,
    Choice,
    Class,
    Comparison,
    Condition,
    Const,
    External,
    Instance,
    ItemOf,
    Items,
    Mapping,
    Member,
    Method,
    Sequence,
    Span,
    Subscripted,
    Traced,
    Tuple,
    Unknown,
    Value,
    may_miss,
    options,
    source_of,
    unknown,
)


def item(machine: Machine, base: Value, key: Value, span: Span) -> Value:
    """The value of ``base[key]``."""
    if isinstance(base, Choice) or isinstance(key, Choice):
        found = [
            (item(machine, a, b, span), before + after)
            for a, before in options(base)
            for b, after in options(key)
            if not isinstance(a, Absent) and a != NONE
        ]
        return join(found) if 0 < len(found) <= 256 else unknown("too many combinations", span, ItemOf(base, key))
    match base:
        case Mapping():
            return _of_mapping(machine, base, key, span)
        case Tuple(entries):
            return _of_items(machine, "tuple", Items(entries), key, base, span)
        case Sequence():
            return _of_items(machine, base.kind, base.items, key, base, span)
        case Const(str(text)):
            return _of_text(text, key, base, span)
        case Class() if "__members__" in base.cells:
            return item(machine, base.cells["__members__"], key, span)
        case External(name) if not _names_a_type(name):
            lent = machine.lent.get(name, {}).get(str(key.value), ABSENT) if isinstance(key, Const) else ABSENT
            if lent != ABSENT:
                return present(lent)
            return unknown("item not known", span, ItemOf(base, key))
        case Class() | External() | Builtin() | Subscripted():
            return Subscripted(base, key.items if isinstance(key, Tuple) else (key,))
        case Instance():
            method = find(base.cls, "__getitem__")
            if method is not None:
                return machine.call(Method(method[0], base), Arguments((key,)), span)
            if (mixed := plain(base)) is not None:
                return item(machine, mixed, key, span)
            if (
                isinstance(key, Const)
                and isinstance(key.value, int)
                and (fields := elements(machine, base, span)).entries
            ):
                return _of_items(machine, "tuple", fields, key, base, span)
            held = base.cells.get(key.value) if isinstance(key, Const) and isinstance(key.value, str) else None
            return present(held) if held is not None else unknown("item not known", span, ItemOf(base, key))
        case Unknown():
            return _of_unknown(machine, base, key, span)
        case Member(inner, "__class_getitem__"):
            return Subscripted(inner, (key,))
        case _:
            return unknown("item not known", span, ItemOf(base, key))


def _names_a_type(name: str) -> bool:
    """Whether something foreign is a type, as far as its name tells: a builtin or a capitalised one."""
    last = name.rpartition(".")[2]
    return last[:1].isupper() or last in ("deque", "defaultdict")


def _of_mapping(machine: Machine, base: Mapping, key: Value, span: Span) -> Value:
    known = plain(key) or key
    held = base.cells.get(known)
    if held is not None:
        return present(held)
    later = isinstance(known, Unknown | Traced | Member)
    factory = base.cells.get(FACTORY)
    if factory is not None and not (later and base.rest is not None):
        made = machine.call(factory, Arguments(), span)
        machine.heap.write(base.cells, REST if later else known, made)
        if not later:
            return made if base.rest is None else join([(made, ()), (base.rest, ())])
    if not later and base.rest is None:
        return unknown(f"no key {_shown(known)} here", span)
    if not later:
        if (inner := source_of(base.rest)) is not None:
            return item(machine, inner, known, span)
        return base.rest or unknown("key not known", span)
    found: list[tuple[Value, tuple[Condition, ...]]] = []
    for name, value in base.known():
        if name == Const("__default__"):
            continue
        test = unknown("looked up at run time", span, Comparison(known, "==", name))
        found.append((present(value), (Condition(test, True, span),)))
    if base.rest is not None:
        found.append((base.rest, ()))
    return join(found) if found else unknown("key not known", span, ItemOf(base, key))


def _shown(value: Value) -> str:
    return repr(value.value) if isinstance(value, Const) else "like this"


def _of_items(machine: Machine, kind: str, items: Items, key: Value, base: Value, span: Span) -> Value:
    match key:
        case Const(int(index)) if not any(map(may_miss, _passed(items.entries, index))):
            if items.rest is None or 0 <= index < len(items.entries):
                if -len(items.entries) <= index < len(items.entries):
                    return items.entries[index]
                return unknown("index out of range", span)
        case Tuple((Const("slice"), lower, upper, step)):
            return _slice(kind, items, lower, upper, step)
    found = [(present(entry), ()) for entry in items.entries if entry != ABSENT]
    if items.rest is not None:
        found.append((items.rest, ()))
    return join(found) if found else unknown("item not known", span, ItemOf(base, key))


def _passed(entries: tuple[Value, ...], index: int) -> tuple[Value, ...]:
    """The elements that are counted to reach an index, from the start or from the end."""
    return entries[: index + 1] if index >= 0 else entries[index:]


def _slice(kind: str, items: Items, lower: Value, upper: Value, step: Value) -> Value:
    parts = [part.value if isinstance(part, Const) else "?" for part in (lower, upper, step)]
    if all(part is None or isinstance(part, int) for part in parts) and items.rest is None and parts[2] != 0:
        window = slice(*(part if isinstance(part, int) else None for part in parts))
        entries = items.entries[window]
    else:
        optional = tuple(join([(entry, ()), (ABSENT, ())]) for entry in items.entries)
        return Sequence(kind, {"items": Items(optional, items.rest)})
    return Tuple(entries) if kind == "tuple" else Sequence(kind, {"items": Items(entries)})


def _of_text(text: str, key: Value, base: Value, span: Span) -> Value:
    match key:
        case Const(int(index)) if -len(text) <= index < len(text):
            return Const(text[index])
        case Tuple((Const("slice"), Const(lower), Const(upper), Const(step))):
            bounds = [part if isinstance(part, int) else None for part in (lower, upper, step)]
            return Const(text[slice(*bounds)]) if bounds[2] != 0 else unknown("slice step is zero", span)
    return unknown("part of a text", span, ItemOf(base, key))


def _of_unknown(machine: Machine, base: Unknown, key: Value, span: Span) -> Value:
    declared = item_type(machine, base.annotation, key)
    machine.read(base, key, span)
    return unknown(base.reason if base.origin is None else "item not known", span, ItemOf(base, key), declared)


def item_type(machine: Machine, declared: Value | None, key: Value) -> Value | None:
    """The type of what a value of a declared type holds under a key."""
    match key:
        case Const(str(name)):
            for cls in classes(declared):
                if (found := field_type(machine, cls, name)) is not None:
                    return found
        case Const(int(index)):
            for part in members(declared):
                match part:
                    case Subscripted(Builtin("tuple"), arguments) if (
                        0 <= index < len(arguments) and Const(...) not in arguments
                    ):
                        return arguments[index]
        case Tuple((Const("slice"), _, _, _)):
            return declared
    return value_type(declared)


def assign_item(machine: Machine, base: Value, key: Value, value: Value, span: Span) -> None:
    """``base[key] = value``."""
    match base:
        case Choice(alternatives):
            for option, _ in alternatives:
                assign_item(machine, option, key, value, span)
        case Mapping():
            fresh = Mapping({})
            put(fresh, key, value)
            for name, held in fresh.cells.items():
                if name == REST and base.rest is not None:
                    held = join([(base.rest, ()), (held, ())])
                elif isinstance(held, Choice) and name in base.cells:
                    held = join([(present(held), ()), (base.cells[name], ())])
                machine.heap.write(base.cells, name, held)
        case Sequence():
            items = base.items
            if isinstance(key, Tuple):
                machine.heap.write(base.cells, SHORTENED, TRUE)
            match key:
                case Const(int(index)) if -len(items.entries) <= index < len(items.entries):
                    entries = list(items.entries)
                    entries[index] = value
                    changed = Items(tuple(entries), items.rest)
                case Tuple((Const("slice"), Const(), Const(), Const())) if items.rest is None:
                    changed = _replaced(machine, items.entries, key, value, span)
                case _:
                    changed = concatenate(items, Items(rest=value))
            machine.heap.write(base.cells, "items", changed)
        case Instance() if (method := find(base.cls, "__setitem__")) is not None:
            machine.call(Method(method[0], base), Arguments((key, value)), span)
        case Traced() | Instance() | Unknown() | Member() | External():
            machine.event(base, "__setitem__", Arguments((key, value)), span)
            match base, key:
                case External(name), Const(str(text)) if name != "os.environ":
                    machine.heap.write(machine.lent.setdefault(name, {}), text, value)


def _replaced(machine: Machine, entries: tuple[Value, ...], key: Tuple, value: Value, span: Span) -> Items:
    """A list with other elements in place of a slice."""
    bounds = [part.value if isinstance(part, Const) and isinstance(part.value, int) else None for part in key.items[1:]]
    start, stop, step = slice(bounds[0], bounds[1]).indices(len(entries))
    given = elements(machine, value, span)
    if any(map(may_miss, entries)) or bounds[2] not in (None, step):
        return Items(rest=join((present(entry), ()) for entry in (*entries, *given.entries)))
    return concatenate(concatenate(Items(entries[:start]), given), Items(entries[max(start, stop) :]))


def as_slice(key: Value) -> Value:
    """The slice that holds only the element at an index."""
    match key:
        case Const(int(index)):
            return Tuple((Const("slice"), key, Const(index + 1) if index != -1 else NONE, NONE))
        case _:
            return key


def is_typed_dict(cls: Class) -> bool:
    """Whether calling the class makes a dict."""
    return any(name.rpartition(".")[2] == "TypedDict" for name in foreign(cls))
