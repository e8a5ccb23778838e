"""Roles that are data: the entries of a table, in whose words a function asks, one after the other."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from agentlint.evaluate.values import Const, Instance, Mapping, Round, Tuple, Value
from agentlint.frameworks.handwired.stack import LONG, ROLE
from agentlint.frameworks.handwired.steps import Step
from agentlint.frameworks.handwired.titles import title

CROWD = 12
"""So many entries of one table are not told apart."""

Place: TypeAlias = tuple[object, ...]
"""Where a function has an entry at hand: a loop, or one of its parameters."""


def voices(found: Sequence[Step]) -> dict[int, Value]:
    """The entry in whose words each step asks, by index, where others ask at the same place in the words of others."""
    at_hand: defaultdict[Place, dict[int, Value]] = defaultdict(dict)
    for step in found:
        for place, entry in _entries(step):
            at_hand[place][step.index] = entry
    by_index = {step.index: step for step in found}
    tables = [
        entries for entries in at_hand.values() if 1 < len(set(entries.values())) <= CROWD and _speak(entries, by_index)
    ]
    spoken: dict[int, Value] = {}
    for entries in sorted(tables, key=lambda entries: any(title(entry) is None for entry in entries.values())):
        spoken = entries | spoken
    return spoken


def _entries(step: Step) -> Iterator[tuple[Place, Value]]:
    """What is at hand when a step is taken: the elements of the loops around it, and what functions were given."""
    for one in step.event.enclosing:
        if isinstance(one, Round) and _is_entry(one.element):
            assert one.element is not None
            yield (one.span,), one.element
    for frame in step.frames:
        spec = frame.function.node.args
        names = [one.arg for one in (*spec.posonlyargs, *spec.args)]
        for name, value in (*zip(names, frame.given.positional, strict=False), *frame.given.keywords):
            if value is not frame.this and _is_entry(value):
                yield (frame.function.node, name), value


def _is_entry(value: Value | None) -> bool:
    return isinstance(value, Instance | Mapping | Tuple) and bool(_said(value))


def _speak(entries: dict[int, Value], by_index: dict[int, Step]) -> bool:
    """Whether each of some steps asks in the words of its own entry, and of no other one.

    What goes on in one conversation holds the words of all that were there before.
    """
    words = {entry: _said(entry) for entry in entries.values()}
    own = {
        entry: {text for text in said if not any(text in more for other, more in words.items() if other != entry)}
        for entry, said in words.items()
    }
    names = {entry: title(entry) for entry in words}
    for index, entry in entries.items():
        texts = [text for share in by_index[index].shares for text in share.texts]
        heard = {other for other, said in own.items() if any(_is_in(one, texts) for one in said if len(one) >= LONG)}
        if heard - {entry} or (not heard and _first(names, texts) != entry):
            return False
    return True


def _first(names: dict[Value, str | None], texts: Sequence[str]) -> Value | None:
    """The entry whose name comes first in a text that gives a role."""
    for text in texts:
        if ROLE.search(text):
            places = {entry: text.find(name) for entry, name in names.items() if name is not None and name in text}
            return min(places, key=places.__getitem__) if places else None
    return None


def _is_in(one: str, texts: Sequence[str]) -> bool:
    return any(one.strip() in text for text in texts)


def _said(value: Value, depth: int = 2) -> frozenset[str]:
    """The texts of an entry."""
    match value:
        case Const(str(text)):
            return frozenset((text,)) if text.strip() else frozenset()
        case Instance() | Mapping() if depth:
            return frozenset().union(*(_said(held, depth - 1) for held in value.cells.values()))
        case Tuple(items) if depth:
            return frozenset().union(*(_said(held, depth - 1) for held in items))
        case _:
            return frozenset()
