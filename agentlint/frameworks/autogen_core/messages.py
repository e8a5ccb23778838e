"""Messages and the methods that take them: which types of messages come to which code.

Messages are told apart by their class alone, not by what it derives from (autogen-core 0.7.5, `_routed_agent.py`).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from agentlint.evaluate import Machine
from agentlint.evaluate.calls import decorated
from agentlint.evaluate.inheritance import mro
from agentlint.evaluate.outcomes import behind
from agentlint.evaluate.types import members, short
from agentlint.evaluate.values import (
    Choice,
    Class,
    Const,
    Function,
    Instance,
    Member,
    Method,
    Traced,
    Unknown,
    Value,
)
from agentlint.frameworks.autogen_core.registering import Registration
from agentlint.frameworks.autogen_core.vocabulary import HANDLERS, made_as, name_in

ANY = "any"
"""The type of messages of which nothing is said."""


@dataclass(frozen=True, slots=True)
class Handler:
    """A function that takes messages of some types, None where it is not the project's.

    ``published`` and ``sent`` say in which ways they come, ``chooses`` whether it says itself which of them it takes.
    """

    name: str
    code: Value
    function: Function | None
    takes: tuple[str, ...]
    published: bool = True
    sent: bool = True
    chooses: bool = False

    def accepts(self, message: str | None, *, direct: bool) -> bool:
        """Whether it takes messages of a type that are sent to its agent (``direct``), or published."""
        comes = self.sent if direct else self.published
        return comes and (message is None or message in self.takes or ANY in self.takes)


def handlers(machine: Machine, one: Registration) -> Iterator[Handler]:
    """The functions by which an agent takes messages, in the order in which they are asked."""
    if one.closure is not None:
        for inner, _ in behind(one.closure):
            yield Handler(inner.name, one.closure, inner, _types(machine, inner, 1))
    if one.cls is None:
        return
    seen: dict[str, Value] = {}
    for base in mro(one.cls):
        for name, value in base.cells.items() if isinstance(base, Class) else ():
            if isinstance(name, str):
                seen.setdefault(name, value)
    for name, value in sorted(seen.items()):
        mark, chooses = _mark(value)
        function = decorated(value) if mark else value if name == "on_message_impl" else None
        if isinstance(function, Function):
            code = Method(function, one.agent)
            takes = _types(machine, function, 1)
            yield Handler(name, code, function, takes, mark != "rpc", mark != "event", chooses)


def _mark(value: Value) -> tuple[str, bool]:
    """The decorator that makes a method take messages, and whether it is given a `match`."""
    while isinstance(value, Traced):
        maker = value.callee
        if name_in(maker) in HANDLERS:
            return name_in(maker), False
        if made_as(maker) in HANDLERS and isinstance(maker, Traced):
            return made_as(maker), maker.created.arguments.get(None, "match") is not None
        value = next(iter(value.created.arguments.positional), Const(None))
    return "", False


def _types(machine: Machine, function: Function, position: int) -> tuple[str, ...]:
    """The types of messages that a function declares to take; the one that is called `message`, if there is one."""
    spec = function.node.args
    named = [*spec.posonlyargs, *spec.args]
    chosen = next((one for one in named if one.arg == "message"), None)
    chosen = chosen or (named[position] if position < len(named) else None)
    if chosen is None or chosen.annotation is None:
        return (ANY,)
    return tuple(kind(part) for part in members(machine.annotation(function, chosen.annotation)))


def kind(declared: Value) -> str:
    """The name of a type of messages."""
    match declared:
        case Class():
            return declared.qualname
        case Unknown():
            return ANY
        case _:
            return ANY if short(declared) in ("Any", "object") else short(declared) or ANY


def kinds(message: Value) -> list[str | None]:
    """The types that a message may have; None for one that is not known."""
    match message:
        case Choice(alternatives):
            return [found for option, _ in alternatives for found in kinds(option)]
        case Instance(cls=cls):
            return [kind(cls)]
        case Traced(callee=callee) if short(callee)[:1].isupper():
            return [short(callee)]
        case Traced(callee=Member(base, "model_copy" | "copy")):
            return kinds(base)
        case Const(str()):
            return ["str"]
        case Unknown(annotation=declared) if declared is not None:
            return [None if (name := kind(part)) == ANY else name for part in members(declared)]
        case _:
            return [None]
