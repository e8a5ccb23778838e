"""Comprehensions: loops that make a collection."""

import ast

from agentlint.evaluate.binding import assign
from agentlint.evaluate.collections import elements, put
from agentlint.evaluate.heap import join
from agentlint.evaluate.machine import Frame, Machine
from agentlint.evaluate.narrowing import assuming
from agentlint.evaluate.operators import truth
from agentlint.evaluate.relevance import parts
from agentlint.evaluate.values import (
    ABSENT,
    Cells,
    Choice,
    Condition,
    Items,
    Mapping,
    Repetition,
    Round,
    Sequence,
    Value,
    unknown,
)

Comprehension = ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp


def comprehension(machine: Machine, frame: Frame, node: Comprehension) -> Value:
    """The collection that a comprehension makes. An element of unknown number becomes the rest of the collection."""
    inner = Frame(
        frame.module,
        ({}, *frame.scopes),
        frame.function,
        frame.owner,
        frame.this,
        frame.level,
        frame.conditions,
        yields=frame.yields,
        repeated=frame.repeated,
        repetitions=frame.repetitions,
        shared={**frame.shared, **_bound_outside(node, frame)},
    )
    rounds: list[tuple[Value, Value | None, int, int]] = []
    depth, outer = len(machine.repetitions), len(machine.conditions)
    _generate(machine, inner, node, 0, rounds)
    if isinstance(node, ast.DictComp):
        made = Mapping({})
        for key, value, repeated, tested in rounds:
            assert value is not None
            conditions = machine.conditions[:0]
            if repeated > depth or tested > outer:
                value = join([(value, conditions), (ABSENT, ())]) if repeated <= depth else value
            put(made, key, value)
        return made
    kind = {ast.ListComp: "list", ast.SetComp: "set", ast.GeneratorExp: "generator"}[type(node)]
    entries: list[Value] = []
    rest: list[Value] = []
    for value, _, repeated, tested in rounds:
        if repeated > depth:
            rest.append(value)
        else:
            entries.append(join([(value, ()), (ABSENT, ())]) if tested > outer else value)
    if len(rounds) >= machine.limits.width:
        rest.append(unknown("collection too large", frame.span(node)))
    return Sequence(kind, {"items": Items(tuple(entries), join((value, ()) for value in rest) if rest else None)})


def _bound_outside(node: Comprehension, frame: Frame) -> dict[str, Cells]:
    """The names that ``:=`` binds around the comprehension."""
    found = [part.target.id for part in parts(node) if isinstance(part, ast.NamedExpr)]
    return {name: frame.shared.get(name, frame.scopes[0]) for name in found}


def _generate(
    machine: Machine,
    frame: Frame,
    node: Comprehension,
    index: int,
    rounds: list[tuple[Value, Value | None, int, int]],
) -> None:
    if len(rounds) >= machine.limits.width:
        return
    if index == len(node.generators):
        reached = (len(machine.repetitions), len(machine.conditions))
        if isinstance(node, ast.DictComp):
            key = machine.evaluate(frame, node.key)
            rounds.append((key, machine.evaluate(frame, node.value), *reached))
        else:
            rounds.append((machine.evaluate(frame, node.elt), None, *reached))
        return
    generator = node.generators[index]
    source = machine.evaluate(frame, generator.iter)
    items = elements(machine, source, frame.span(generator.iter))
    before, repeated = machine.conditions, machine.repetitions
    around = machine.enclosing
    for position, entry in enumerate((*items.entries, *([items.rest] if items.rest is not None else []))):
        if position >= len(items.entries):
            machine.repetitions = (*repeated, Repetition(frame.span(generator.iter)))
        value, conditions = optional(entry, frame, generator.iter)
        machine.conditions = (*before, *conditions)
        machine.enclosing = (*around, Round(frame.span(node), value))
        assign(machine, frame, generator.target, value)
        if _passes(machine, frame, generator.ifs):
            _generate(machine, frame, node, index + 1, rounds)
        machine.conditions, machine.repetitions = before, repeated
    machine.enclosing = around


def optional(entry: Value, frame: Frame, node: ast.expr) -> tuple[Value, tuple[Condition, ...]]:
    """An element that may be missing, as the element and the condition that it is there."""
    if not isinstance(entry, Choice) or ABSENT not in dict(entry.options):
        return entry, ()
    present = [(option, conditions) for option, conditions in entry.options if option != ABSENT]
    if len(present) == 1 and present[0][1]:
        return present[0]
    span = frame.span(node)
    return join(present), (Condition(unknown("element may be missing", span), True, span),)


def _passes(machine: Machine, frame: Frame, tests: list[ast.expr]) -> bool:
    for test in tests:
        value = assuming(machine, machine.evaluate(frame, test))
        known = truth(value)
        if known is False:
            return False
        if known is None:
            machine.conditions = (*machine.conditions, Condition(value, True, frame.span(test)))
    return True
