"""What values are made of, one level down: to find in them what models answered."""

from collections.abc import Iterable, Iterator

from agentlint.evaluate.values import (
    AttributeOf,
    Choice,
    Combination,
    ElementOf,
    Event,
    ItemOf,
    Items,
    Mapping,
    Member,
    ResultOf,
    Sequence,
    Traced,
    Tuple,
    Unknown,
    Value,
    options,
)

DEEPEST = 12
"""How far into a value one looks: what lies deeper has been through too many hands."""


def pieces(value: Value) -> Iterable[Value]:
    """What a value is made of."""
    match value:
        case Choice():
            return [option for option, _ in options(value)]
        case Tuple(items):
            return items
        case Sequence():
            return (value.items,)
        case Items(entries, rest):
            return entries if rest is None else (*entries, rest)
        case Mapping():
            return value.cells.values()
        case Member(base, _):
            return (base,)
        case Traced(callee=callee):
            given = value.created.arguments
            return (callee, *given.positional, *(held for _, held in given.keywords))
        case Unknown(origin=ItemOf(base, _) | AttributeOf(base, _) | ElementOf(base)):
            return (base,)
        case Unknown(origin=ResultOf(callee, arguments)):
            return (callee, *arguments)
        case Unknown(origin=Combination(_, operands)):
            return operands
        case _:
            return ()


def within(value: Value, depth: int = DEEPEST) -> Iterator[Value]:
    """The value and all that it is made of, each once, level by level: many values share their parts."""
    seen: set[int] = set()
    level = [value]
    for _ in range(depth):
        new = {id(one): one for one in level if id(one) not in seen}
        seen |= new.keys()
        yield from new.values()
        level = [part for one in new.values() for part in pieces(one)]


def created(value: Value, depth: int = DEEPEST) -> Iterator[Event]:
    """The calls that made a value or a part of it."""
    return (one.created for one in within(value, depth) if isinstance(one, Traced))
