"""What objects hold of which nothing else is known: what was put into them is found again where they are read."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TypeAlias

from agentlint.evaluate.heap import Heap
from agentlint.evaluate.values import (
    ABSENT,
    Arguments,
    AttributeOf,
    Cells,
    Const,
    ElementOf,
    Event,
    External,
    Instance,
    ItemOf,
    Mapping,
    Member,
    Parameter,
    ResultOf,
    Traced,
    Tuple,
    Unknown,
    Value,
    options,
    unknown,
)
from agentlint.frameworks.handwired.caches import is_digest, is_question

PUTS = re.compile(r"_?(add|append|appendleft|extend|insert|put|push|store|save|set|update|write|record|remember|upsert"
                  r"|enqueue|memorize|put_nowait|setdefault)(?![a-z])", re.IGNORECASE)  # fmt: skip
"""Methods that put what they are given into their object, as their names say."""
TAKES = frozenset({"get", "pop", "setdefault"})
"""Methods that read one key."""
MOST = 16
"""Values that one place is known to hold: the last ones that were put there."""

Place: TypeAlias = tuple[object, ...]
"""How an object is reached: a root, then attributes (`.name`) and keys; ``ANY`` for those that are not known."""
ANY = "[]"


class Kept:
    """What was put into objects in a run so far, by the places of the objects; in each branch what was put there."""

    def __init__(self, heap: Heap) -> None:
        self._heap = heap
        self._cells: Cells = {}
        self._places: defaultdict[object, dict[Place, str]] = defaultdict(dict)

    def notice(self, event: Event) -> None:
        """Remember what an event puts into an object."""
        target, method = event.target, event.method
        if method == "__call__":
            match target:
                case Member(base, name):
                    target, method = base, name
                case External(name) if name.count(".") > 2:
                    target, method = External(name.rpartition(".")[0]), name.rpartition(".")[2]
        given = event.arguments.values
        if is_digest(target):
            return
        if method in ("__setitem__", "__setattr__") and len(given) == 2:
            self._put((*_place(target), _step(method, given[0])), given[1:])
        elif given and PUTS.match(method):
            self._put(_place(target), given)

    def of(self, value: Value, whole: bool) -> list[Value]:
        """What is read with a value: what was put there, around it or inside it. ``whole``: it is no base of a part."""
        if not self._cells or not isinstance(value, Unknown | Traced | Instance | Member | External):
            return []
        found: list[Value] = []
        for one in (value if whole else None, _read(value)):
            if one is not None and (there := self._places.get((place := _place(one))[0])):
                for at, key in there.items():
                    if _meet(at, place):
                        found += [_inside(held, place[len(at) :]) for held in self._held(key)]
        return found

    def _put(self, place: Place, values: Sequence[Value]) -> None:
        places = self._places[place[0]]
        key = places.setdefault(place, f"{len(self._places)} {len(places)}")
        held = self._held(key)
        held += [value for value in values if not isinstance(value, Const) and not any(value is one for one in held)]
        self._heap.write(self._cells, key, Tuple(tuple(held[-MOST:])))

    def _held(self, key: str) -> list[Value]:
        found = [option for option, _ in options(self._cells.get(key, Tuple(())))]
        return list({id(value): value for one in found if isinstance(one, Tuple) for value in one.items}.values())


def _step(method: str, key: Value) -> object:
    if method == "__setattr__" and isinstance(key, Const):
        return f".{key.value!s}"
    return _key(key)


def _key(key: Value) -> object:
    """A key as part of a place: nothing is found under a question but what was put there under the same one."""
    if isinstance(key, Const):
        return key.value
    return key if is_question(key) else ANY


def _meet(put: Place, read: Place) -> bool:
    """Whether one of two places is the other or around it."""
    return all(
        one == other or (ANY in (one, other) and _is_key(one) and _is_key(other))
        for one, other in zip(put, read, strict=False)
    )


def _inside(value: Value, steps: Place) -> Value:
    """What is reached from a value by some steps; where they lead into what is known, the value itself.

    A dict that was put into a list is what an index reaches.
    """
    for index, step in enumerate(steps):
        match value, step:
            case Mapping(), str() | int() if (held := value.cells.get(Const(step))) is not None:
                value = held
            case Mapping(), str() if step != ANY:
                return value.rest or ABSENT
            case Mapping(), _:
                continue
            case ((Unknown() | Traced() | Member()), _):
                return _reached(value, steps[index:])
            case _:
                return value
    return value


@lru_cache(maxsize=1 << 14)
def _reached(value: Unknown | Traced | Member, steps: Place) -> Value:
    """What is reached from a value of which nothing else is known."""
    found: Value = value
    for step in steps:
        match step:
            case str() if step.startswith("."):
                found = unknown("kept elsewhere", None, AttributeOf(found, step[1:]))
            case str() | int() if step != ANY:
                found = unknown("kept elsewhere", None, ItemOf(found, Const(step)))
            case _:
                found = unknown("kept elsewhere", None, ElementOf(found))
    return found


def _is_key(step: object) -> bool:
    return not (isinstance(step, str) and step.startswith("."))


def _read(value: Value) -> Value | None:
    """The object that the call of a method reads that gave a value, or the part of the object that it asks for."""
    match value:
        case Unknown(origin=ResultOf(Unknown(origin=AttributeOf(base, name)), (Const() as key, *_))) if name in TAKES:
            return Unknown("", None, ItemOf(base, key))
        case Traced(callee=Member(base, name), created=Event(arguments=Arguments((Const() as key, *_)))) if (
            name in TAKES
        ):
            return Unknown("", None, ItemOf(base, key))
        case Unknown(origin=ResultOf(Unknown(origin=AttributeOf(base, _)), _)) | Traced(callee=Member(base, _)):
            return base
        case _:
            return None


def is_part(value: Value) -> bool:
    """Whether a value is a part of an object, or what a method of it gave: not all that the object holds is in it."""
    match value:
        case Member() | Traced(callee=Member()) | Unknown(origin=AttributeOf() | ElementOf()):
            return True
        case Unknown(origin=ItemOf() | ResultOf(Unknown(origin=AttributeOf()), _)):
            return True
        case _:
            return False


def _place(value: Value) -> Place:
    steps = list(_steps(value))
    return tuple(reversed(steps))


def _steps(value: Value) -> Iterator[object]:
    """The steps from a value to the root that it is reached from."""
    while True:
        match value:
            case Unknown(origin=ItemOf(base, key)):
                yield _key(key)
                value = base
            case Unknown(origin=ElementOf(base)):
                yield ANY
                value = base
            case Unknown(origin=AttributeOf(base, name)) | Member(base, name):
                yield f".{name}"
                value = base
            case Traced() | Instance():
                yield value.created.serial
                return
            case Unknown(origin=Parameter(name), span=span):
                yield name, id(span.node) if span is not None else None
                return
            case External(name):
                first, *others = name.split(".")
                yield from (f".{other}" for other in reversed(others))
                yield first
                return
            case _:
                yield value
                return
