"""What a function may return and what it does, when it is called with arguments that nobody knows."""

from agentlint.evaluate.calls import decorated
from agentlint.evaluate.functions import enter, unfilled
from agentlint.evaluate.inheritance import find
from agentlint.evaluate.machine import Machine, Outcome
from agentlint.evaluate.values import (
    Arguments,
    Choice,
    ClassBound,
    Function,
    Instance,
    Items,
    Mapping,
    Method,
    Partial,
    Property,
    Sequence,
    Span,
    Static,
    Traced,
    Tuple,
    Value,
)


def outcomes(machine: Machine, value: Value, given: Arguments, span: Span) -> tuple[Outcome, ...]:
    """The outcomes of calling a value: one for each project function behind it, none where there is none."""
    return tuple(_outcome(machine, function, before, given, span) for function, before in behind(value))


def behind(value: Value) -> list[tuple[Function, Arguments]]:
    """The project functions that calling a value would run, with the arguments that are already bound."""
    match value:
        case Function():
            return [(value, Arguments())]
        case Method(function, this):
            return [
                (inner, Arguments((this, *given.positional), given.keywords, given.rest))
                for inner, given in behind(function)
            ]
        case Partial(function, first):
            return [
                (
                    inner,
                    Arguments((*given.positional, *first.positional), (*given.keywords, *first.keywords), first.rest),
                )
                for inner, given in behind(function)
            ]
        case Static(function) | ClassBound(function) | Property(function, _):
            return behind(function)
        case Instance(cls=cls):
            method = find(cls, "__call__")
            return behind(Method(method[0], value)) if method is not None else []
        case Choice(alternatives):
            return [pair for option, _ in alternatives for pair in behind(option)]
        case _:
            inner = decorated(value)
            return behind(inner) if inner is not None else []


def _contents(values: list[Value]) -> frozenset[int]:
    """The cells of what is returned, however deep: they keep what they held at the return."""
    found: set[int] = set()
    pending = list(values)
    while pending:
        match pending.pop():
            case Sequence() | Mapping() as made if id(made.cells) not in found:
                found.add(id(made.cells))
                pending.extend(made.cells.values())
            case Items(entries, rest):
                pending.extend(entries)
                pending.extend(() if rest is None else (rest,))
            case Tuple(items):
                pending.extend(items)
            case Choice(alternatives):
                pending.extend(option for option, _ in alternatives)
            case Traced() as made if id(made) not in found:
                found.add(id(made))
                given = made.created.arguments
                pending.extend((*given.positional, *(value for _, value in given.keywords)))
    return frozenset(found)


def _open(machine: Machine, function: Function, given: Arguments) -> Value | None:
    """The first parameter that nobody fills."""
    spec = function.node.args
    named = [*spec.posonlyargs, *spec.args][len(given.positional) :]
    filled = {name for name, _ in given.keywords}
    first = next((one.arg for one in named if one.arg not in filled), None)
    return unfilled(machine, function, first) if first is not None else None


def _outcome(machine: Machine, function: Function, before: Arguments, given: Arguments, span: Span) -> Outcome:
    if (known := machine.outcomes.get((function, before, given))) is not None:
        return known
    merged = Arguments(
        (*before.positional, *given.positional), (*before.keywords, *given.keywords), before.rest or given.rest
    )
    kept = (machine.conditions, machine.repetitions, machine.calls, machine.running, machine.fuel, machine.log)
    around, machine.enclosing = machine.enclosing, ()
    machine.conditions, machine.repetitions, machine.calls, machine.running = (), (), (), ()
    machine.fuel, machine.log = machine.look(), []
    spent = machine.spent
    level = machine.heap.push()
    spared: frozenset[int] = frozenset()
    try:
        frame, complete = enter(machine, function, merged, span)
        happenings = tuple(machine.log)
        spared = _contents([exit.value for exit in frame.exits] + (frame.yields or []))
    finally:
        while len(machine.heap.journals) >= level:
            machine.heap.pop(spared)
        machine.looked += machine.spent - spent
        machine.spent, machine.enclosing = spent, around
        (machine.conditions, machine.repetitions, machine.calls, machine.running, machine.fuel, machine.log) = kept
    outcome = Outcome(
        function, _open(machine, function, merged), tuple(frame.exits), tuple(frame.yields or ()), happenings, complete
    )
    machine.outcomes[(function, before, given)] = outcome
    return outcome
