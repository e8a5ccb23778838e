"""Filling dicts and reading the elements of collections."""

from agentlint.evaluate.heap import join
from agentlint.evaluate.inheritance import find, foreign
from agentlint.evaluate.machine import Machine
from agentlint.evaluate.operators import contents, plain
from agentlint.evaluate.types import element_type
from agentlint.evaluate.values import (
    ABSENT,
    FACTORY,
    REST,
    Absent,
    Arguments,
    Choice,
    Class,
    Const,
    ElementOf,
    Instance,
    Items,
    Mapping,
    Method,
    Sequence,
    Span,
    Tuple,
    Unknown,
    Value,
    all_of,
    options,
    unknown,
)


def put(made: Mapping, key: Value, value: Value) -> None:
    """Set a key of a dict that nobody else has seen yet."""
    for option, conditions in options(key):
        mixed = plain(option) if not isinstance(option, Const) else None
        match mixed or option:
            case Absent():
                continue
            case Unknown() | Sequence() | Mapping():
                made.cells[REST] = join([(made.cells.get(REST, value), ()), (value, ())])
            case known:
                made.cells[known] = value if not conditions else join([(value, conditions), (ABSENT, ())])


def update(made: Mapping, other: Value) -> None:
    """``made.update(other)`` for a dict that nobody else has seen yet."""
    match other:
        case Mapping():
            for key, value in other.cells.items():
                if key != FACTORY:
                    made.cells[key] = value
        case Choice(alternatives):
            for option, _ in alternatives:
                update(made, option)
        case _:
            made.cells[REST] = all_of(other)


def elements(machine: Machine, value: Value, span: Span) -> Items:
    """What a loop over ``value`` meets: known elements, and one that stands for the rest."""
    match value:
        case Choice(alternatives):
            entries: dict[Value, None] = {}
            rest: Value | None = None
            for option, conditions in alternatives:
                found = elements(machine, option, span)
                for entry in found.entries:
                    entries[join([(entry, conditions), (ABSENT, ())])] = None
                if found.rest is not None:
                    rest = found.rest if rest is None else join([(rest, ()), (found.rest, ())])
            return Items(tuple(entries), rest)
        case Tuple() | Sequence() | Mapping() | Const(str()):
            return contents(value)
        case Class() if (members := value.cells.get("__members__")) is not None:
            assert isinstance(members, Mapping)
            return Items(tuple(dict.fromkeys(member for _, member in members.known())))
        case Instance() if any(name.endswith("NamedTuple") for name in foreign(value.cls)):
            return Items(tuple(value.cells[name] for name in value.cls.fields if name in value.cells))
        case Instance() if (method := find(value.cls, "__iter__") or find(value.cls, "__aiter__")) is not None:
            source = machine.call(Method(method[0], value), Arguments(), span)
            again = source is value
            return Items(rest=unknown("element not known", span)) if again else elements(machine, source, span)
        case Const() | Absent():
            return Items()
        case Unknown(annotation=declared):
            return Items(rest=unknown("element not known", span, ElementOf(value), element_type(declared)))
        case _:
            return Items(rest=unknown("element not known", span, ElementOf(value)))
