"""Assignment: names, attributes, items and unpacking."""

import ast

from agentlint.evaluate.collections import elements
from agentlint.evaluate.heap import join
from agentlint.evaluate.inheritance import find
from agentlint.evaluate.machine import Frame, Machine
from agentlint.evaluate.names import bind, present
from agentlint.evaluate.subscripts import assign_item, item
from agentlint.evaluate.values import (
    Arguments,
    Choice,
    Class,
    Const,
    ElementOf,
    External,
    Function,
    Instance,
    Items,
    Member,
    Method,
    Module,
    Property,
    Sequence,
    Span,
    Traced,
    Unknown,
    Value,
    options,
    unknown,
)


def assign(machine: Machine, frame: Frame, target: ast.expr, value: Value) -> None:
    """Bind a target of any form to a value."""
    match target:
        case ast.Name(id=name):
            bind(machine, frame, name, value)
        case ast.Attribute(value=base, attr=name):
            assign_attribute(machine, machine.evaluate(frame, base), name, value, frame.span(target))
        case ast.Subscript(value=base, slice=key):
            held = machine.evaluate(frame, base)
            assign_item(machine, held, machine.evaluate(frame, key), value, frame.span(target))
        case ast.Tuple(elts=targets) | ast.List(elts=targets):
            unpack(machine, frame, targets, value)
        case ast.Starred(value=inner):
            assign(machine, frame, inner, value)


def unpack(machine: Machine, frame: Frame, targets: list[ast.expr], value: Value) -> None:
    """Bind several targets to the elements of a value."""
    parts = [
        _split(machine, option, targets, frame.span(targets[0]) if targets else None) for option, _ in options(value)
    ]
    for position, target in enumerate(targets):
        assign(machine, frame, target, join((part[position], ()) for part in parts))


def _split(machine: Machine, value: Value, targets: list[ast.expr], span: Span | None) -> list[Value]:
    if span is None:
        return []
    items = elements(machine, value, span)
    star = next((index for index, target in enumerate(targets) if isinstance(target, ast.Starred)), None)
    entries = items.entries
    if items.rest is None and star is None and len(entries) == len(targets):
        return [present(entry) for entry in entries]
    if items.rest is None and star is not None and len(entries) >= len(targets) - 1:
        after = len(targets) - star - 1
        middle = entries[star : len(entries) - after]
        last = entries[len(entries) - after :] if after else ()
        return [*entries[:star], Sequence("list", {"items": Items(middle)}), *last]
    if isinstance(value, Unknown):
        return [item(machine, value, Const(index), span) for index in range(len(targets))]
    return [
        entries[index]
        if index < len(entries) and star is None
        else unknown("element not known", span, ElementOf(value))
        for index in range(len(targets))
    ]


def assign_attribute(machine: Machine, base: Value, name: str, value: Value, span: Span) -> None:
    """``base.name = value``."""
    match base:
        case Choice(alternatives):
            for option, _ in alternatives:
                assign_attribute(machine, option, name, value, span)
        case Instance():
            found = find(base.cls, name)
            if found is not None and isinstance(found[0], Property):
                if found[0].setter is not None:
                    machine.call(Method(found[0].setter, base), Arguments((value,)), span)
                return
            machine.heap.write(base.cells, name, value)
        case Traced():
            machine.heap.write(base.cells, name, value)
            machine.event(base, "__setattr__", Arguments((Const(name), value)), span)
        case Class() | Function() | Module():
            machine.heap.write(base.cells, name, value)
        case External(qualified):
            machine.heap.write(machine.lent.setdefault(qualified, {}), name, value)
            machine.event(base, "__setattr__", Arguments((Const(name), value)), span)
        case Unknown() | Member():
            machine.event(base, "__setattr__", Arguments((Const(name), value)), span)
