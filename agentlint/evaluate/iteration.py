"""Builtin functions over the elements of collections."""

import ast
from collections.abc import Callable

from agentlint.evaluate.collections import elements
from agentlint.evaluate.heap import join
from agentlint.evaluate.machine import Machine
from agentlint.evaluate.names import present
from agentlint.evaluate.operators import binary, comparable, truth
from agentlint.evaluate.values import (
    ABSENT,
    FALSE,
    NONE,
    Absent,
    Arguments,
    Const,
    Items,
    Sequence,
    Span,
    Tuple,
    Value,
    may_miss,
    options,
    unknown,
)


def _enumerate(machine: Machine, given: Arguments, span: Span) -> Value | None:
    if not given.positional:
        return None
    items = elements(machine, given.positional[0], span)
    start = given.get(1, "start") or Const(0)
    first = start.value if isinstance(start, Const) and isinstance(start.value, int) else 0
    entries = tuple(_pair(Const(first + index), entry) for index, entry in enumerate(items.entries))
    rest = Tuple((unknown("position", span), items.rest)) if items.rest is not None else None
    return Sequence("list", {"items": Items(entries, rest)})


def _pair(first: Value, entry: Value) -> Value:
    """A tuple with an element; missing where the element is missing."""
    if not may_miss(entry):
        return Tuple((first, entry))
    return join(
        (option if isinstance(option, Absent) else Tuple((first, option)), conditions)
        for option, conditions in options(entry)
    )


def _zip(machine: Machine, given: Arguments, span: Span) -> Value | None:
    columns = [elements(machine, value, span) for value in given.positional]
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
    columns = [elements(machine, value, span) for value in given.positional[1:]]
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
    items = elements(machine, source, span)
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
    items = elements(machine, given.positional[0], span)
    return Sequence("list", {"items": ordered(machine, items, given, span)})


def ordered(machine: Machine, items: Items, given: Arguments, span: Span) -> Items:
    """Elements in the order that ``key`` and ``reverse`` ask for; where it is not known, no order is certain."""
    if len(items.entries) < 2 and items.rest is None:
        return items
    keys = [_key(machine, present(entry), given, span) for entry in items.entries]
    backwards = truth(given.get(None, "reverse") or FALSE)
    if items.rest is None and backwards is not None and None not in keys:
        try:
            order = sorted(range(len(keys)), key=[key[0] for key in keys if key].__getitem__, reverse=backwards)  # type: ignore[arg-type]
        except TypeError:  # the program would fail here
            return Items(rest=unknown("fails at run time", span))
        return Items(tuple(items.entries[index] for index in order))
    every = (*items.entries, *(() if items.rest is None else (items.rest,)))
    return Items(rest=join((present(entry), ()) for entry in every))


def _key(machine: Machine, entry: Value, given: Arguments, span: Span) -> tuple[object] | None:
    """What an element is ordered by."""
    key = given.get(None, "key") or NONE
    return comparable(entry if key == NONE else machine.call(key, Arguments((entry,)), span))


def _reversed(machine: Machine, given: Arguments, span: Span) -> Value | None:
    if not given.positional:
        return None
    items = elements(machine, given.positional[0], span)
    return Sequence("list", {"items": Items(items.entries[::-1], items.rest)})


def _quantified(stops: bool) -> Callable[[Machine, Arguments, Span], Value | None]:
    def test(machine: Machine, given: Arguments, span: Span) -> Value | None:
        if not given.positional:
            return None
        items = elements(machine, given.positional[0], span)
        outcomes = [truth(entry) if not may_miss(entry) else None for entry in items.entries]
        if stops in outcomes:
            return Const(stops)
        return Const(not stops) if None not in outcomes and items.rest is None else None

    return test


def _next(machine: Machine, given: Arguments, span: Span) -> Value | None:
    if not given.positional:
        return None
    items = elements(machine, given.positional[0], span)
    found = []
    for entry in items.entries:
        found.append((present(entry), ()))
        if not may_miss(entry):
            return join(found)
    found.extend((value, ()) for value in (items.rest, *given.positional[1:2]) if value is not None)
    return join(found) if found else None


def _extreme(last: bool) -> Callable[[Machine, Arguments, Span], Value | None]:
    def choose(machine: Machine, given: Arguments, span: Span) -> Value | None:
        alone = len(given.positional) == 1
        items = elements(machine, given.positional[0], span) if alone else Items(given.positional)
        if not items.entries and items.rest is None:
            return given.get(None, "default")
        chosen = ordered(machine, items, Arguments(keywords=given.keywords), span)
        if chosen.rest is not None or any(map(may_miss, chosen.entries)):
            return None
        return chosen.entries[-1 if last else 0]

    return choose


def _sum(machine: Machine, given: Arguments, span: Span) -> Value | None:
    if not given.positional:
        return None
    items = elements(machine, given.positional[0], span)
    total = given.get(1, "start") or Const(0)
    if items.rest is not None or any(map(may_miss, items.entries)):
        return None
    for entry in items.entries:
        total = binary(ast.Add, total, entry, span)
    return total


def _iter(machine: Machine, given: Arguments, span: Span) -> Value | None:
    return given.positional[0] if given.positional else None


MODELS: dict[str, Callable[[Machine, Arguments, Span], Value | None]] = {
    "enumerate": _enumerate,
    "zip": _zip,
    "map": _map,
    "filter": _filter,
    "sorted": _sorted,
    "reversed": _reversed,
    "any": _quantified(True),
    "all": _quantified(False),
    "next": _next,
    "anext": _next,
    "iter": _iter,
    "aiter": _iter,
    "min": _extreme(last=False),
    "max": _extreme(last=True),
    "sum": _sum,
}
