"""What models are asked with at the moment that they are asked: lists of messages are changed afterwards."""

from collections.abc import Mapping as Table
from dataclasses import replace

from agentlint.evaluate.values import Arguments, Event, Mapping, Sequence, Tuple, Value
from agentlint.frameworks.models import asked

Told = Table[int, Arguments]
"""The arguments of calls as they were then, by the serial numbers of these."""
DEEPEST = 3


class Snapshots:
    """Keeps what each model is asked with. Hand ``notice`` to a machine before it runs a function."""

    def __init__(self) -> None:
        self.told: dict[int, Arguments] = {}

    def notice(self, event: Event) -> None:
        """Keep the arguments of an event that asks a model."""
        if asked(event) is not None:
            given = event.arguments
            self.told[event.serial] = replace(
                given,
                positional=tuple(_as_it_is(value, DEEPEST) for value in given.positional),
                keywords=tuple((name, _as_it_is(value, DEEPEST)) for name, value in given.keywords),
            )


def _as_it_is(value: Value, depth: int) -> Value:
    if depth == 0:
        return value
    match value:
        case Sequence(kind, cells):
            items = value.items
            entries = tuple(_as_it_is(entry, depth - 1) for entry in items.entries)
            return Sequence(kind, {**cells, "items": replace(items, entries=entries)})
        case Mapping(cells):
            return Mapping({key: _as_it_is(held, depth - 1) for key, held in cells.items()})
        case Tuple(items):
            return Tuple(tuple(_as_it_is(item, depth - 1) for item in items))
        case _:
            return value
