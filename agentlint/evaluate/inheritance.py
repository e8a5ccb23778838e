"""Bases of classes, in Python's order."""

from collections.abc import Iterator
from functools import lru_cache

from agentlint.evaluate.values import Builtin, Choice, Class, External, Member, Subscripted, Traced, Unknown, Value


@lru_cache(maxsize=1 << 14)
def mro(cls: Class) -> tuple[Class | External, ...]:
    """The class and its bases in Python's order (C3); foreign bases are named, and their own bases not known."""
    order = _linearised(cls, ())
    return order if order is not None else tuple(dict.fromkeys(_depth_first(cls, ())))


def _linearised(cls: Class, inside: tuple[Class, ...]) -> tuple[Class | External, ...] | None:
    """The C3 order; None where there is none, for then Python would refuse the class."""
    if cls in inside:
        return None
    parents = [found for base in cls.bases for found in _bases(base)]
    rows: list[list[Class | External]] = []
    for parent in parents:
        row = _linearised(parent, (*inside, cls)) if isinstance(parent, Class) else (parent,)
        if row is None:
            return None
        rows.append(list(row))
    rows.append(list(parents))
    order: list[Class | External] = [cls]
    while rows := [row for row in rows if row]:
        head = next((row[0] for row in rows if not any(row[0] in other[1:] for other in rows)), None)
        if head is None:
            return None
        order.append(head)
        rows = [row[1:] if row[0] == head else row for row in rows]
    return tuple(order)


def _depth_first(cls: Class, inside: tuple[Class, ...]) -> Iterator[Class | External]:
    yield cls
    for base in cls.bases:
        for found in _bases(base):
            if isinstance(found, Class) and found not in inside:
                yield from _depth_first(found, (*inside, cls))
            else:
                yield found


def _bases(base: Value) -> list[Class | External]:
    match base:
        case Class() | External():
            return [base]
        case Subscripted(inner, _):
            return _bases(inner)
        case Choice(alternatives):
            return [found for option, _ in alternatives[:1] for found in _bases(option)]
        case Traced() | Member() | Unknown() | Builtin():
            return [External(f"?.{getattr(base, 'name', '')}")]
        case _:
            return []


def foreign(cls: Class) -> list[str]:
    """The qualified names of the bases that are not project code."""
    return [base.name for base in mro(cls) if isinstance(base, External)]


def find(cls: Class, name: str, after: Class | None = None) -> tuple[Value, Class] | None:
    """A name in the class or its project bases (behind ``after``, for ``super``), and the class that has it."""
    started = after is None
    for base in mro(cls):
        if not isinstance(base, Class):
            continue
        if started and (found := base.cells.get(name)) is not None:
            return found, base
        started = started or base is after
    return None
