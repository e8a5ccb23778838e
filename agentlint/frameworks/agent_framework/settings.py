"""What a ready-made builder is told, by its constructor or by its methods: both generations say the same."""

from collections.abc import Iterator
from dataclasses import dataclass

from agentlint.evaluate import outcomes
from agentlint.evaluate.names import present
from agentlint.evaluate.operators import contents
from agentlint.evaluate.values import (
    NONE,
    Absent,
    Arguments,
    Event,
    Function,
    Mapping,
    Method,
    Sequence,
    Span,
    Traced,
    Tuple,
    Value,
    options,
)
from agentlint.frameworks import members
from agentlint.frameworks.agent_framework.construction import Construction, construction
from agentlint.frameworks.agent_framework.executors import add_node
from agentlint.frameworks.agent_framework.reader import Reader
from agentlint.frameworks.draft import Draft, reason

PARTICIPANTS = ("participants", "register_participants", "participant_factories")


@dataclass(frozen=True, slots=True)
class Settings:
    """A builder with its construction."""

    reader: Reader
    draft: Draft
    made: Construction
    builder: Traced

    def calls(self, *methods: str) -> list[Event]:
        """The calls of methods of the builder, in program order."""
        return sorted((one for one in self.builder.events if one.method in methods), key=lambda event: event.serial)

    def given(self, name: str, *methods: str) -> tuple[Value, Span] | None:
        """A setting and its place: the last that a method was told, else the argument of the constructor."""
        for event in reversed(self.calls(*methods)):
            value = event.arguments.get(0, name)
            if value is not None:
                return value, event.span
        value = self.made.given.get(None, name)
        return (value, self.made.span) if value is not None and value != NONE else None

    def named(self, name: str, method: str) -> tuple[Value, Span] | None:
        """A setting that a method was told by its name, beside others that it takes."""
        told = ((event.arguments.get(None, name), event.span) for event in reversed(self.calls(method)))
        return next(((value, span) for value, span in told if value is not None and value != NONE), None)

    def participants(self) -> dict[str, Value]:
        """The members under their names, which become nodes; what is not known is told."""
        found: dict[str, Value] = {}
        for name, value in self._members():
            if name is None:
                self.draft.unknown(f"a participant is not known: {reason(value)}", self.draft.span)
                self.draft.open_nodes = True
                continue
            found.setdefault(name, value)
            add_node(self.reader, self.draft, name, value)
        return found

    def names(self) -> list[str]:
        """The name of every member, once for each object that has it."""
        members = {id(value): name for name, value in self._members() if name is not None}
        return list(members.values())

    def _members(self) -> Iterator[tuple[str | None, Value]]:
        for name in PARTICIPANTS:
            value = self.made.given.get(None, name)
            if value is not None and value != NONE:
                yield from self._each(value)
        for event in self.calls(*PARTICIPANTS):
            for value in event.arguments.positional:
                yield from self._each(value)
            for name, value in event.arguments.keywords:
                if name in PARTICIPANTS:
                    yield from self._each(value)
                else:
                    yield from self._named(name, value)

    def _each(self, value: Value) -> Iterator[tuple[str | None, Value]]:
        for option, _ in options(value):
            match option:
                case Tuple() | Sequence():
                    items = contents(option)
                    rest = [items.rest] if items.rest is not None else []
                    for entry in (*items.entries, *rest):
                        for one, _ in options(present(entry)):
                            yield from self._one(one)
                case Mapping():
                    for key, held in option.known():
                        yield from self._named(members.text(key), held)
                case Absent():
                    continue
                case _:
                    yield from self._one(option)

    def _one(self, value: Value) -> Iterator[tuple[str | None, Value]]:
        for made in _made(self.reader, value):
            yield self.reader.name(made), made

    def _named(self, name: str | None, value: Value) -> Iterator[tuple[str | None, Value]]:
        """Before 1.0 a participant could be given under a name of its own."""
        for option, _ in options(value):
            for made in _made(self.reader, option):
                yield self.reader.name(made) or name, made


def _made(reader: Reader, value: Value) -> list[Value]:
    """The value, or what it makes where it is a factory."""
    if not isinstance(value, Function | Method) or construction(value) is not None:
        return [value]
    found = outcomes(reader.machine, value, Arguments(), value.span if isinstance(value, Function) else _span(value))
    return [option for outcome in found for exit in outcome.exits for option, _ in options(exit.value)] or [value]


def _span(value: Method) -> Span:
    function = value.function
    assert isinstance(function, Function)
    return function.span


def produced(reader: Reader, value: Value) -> list[Value]:
    """The agents or executors that a setting stands for, which may be a factory of one."""
    return [made for option, _ in options(value) for made in _made(reader, option)]
