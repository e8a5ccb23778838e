"""Which class of the framework an object was made of, and with which arguments: by a call, a subclass, a copy."""

from dataclasses import dataclass

from agentlint.evaluate.attributes import foreign
from agentlint.evaluate.values import Arguments, Class, External, Instance, Member, Span, Traced, Value, unknown
from agentlint.frameworks.autogen.components import STORED
from agentlint.frameworks.autogen.vocabulary import PACKAGES

Maker = Traced | Instance


@dataclass(frozen=True, slots=True)
class Construction:
    """``kind`` is the name of the framework's class, ``cls`` the project class that derives from it, if any."""

    kind: str
    given: Arguments
    span: Span
    cls: Class | None = None


def construction(value: Value) -> Construction | None:
    """How a value was made; None for what is not made by the framework."""
    match value:
        case Traced(callee=External(name)) if name.partition(".")[0] in PACKAGES:
            last = name.rpartition(".")[2]
            if last == "load_component":
                return _loaded(value, name.split(".")[-2])
            return Construction(last, value.created.arguments, value.created.span) if last[:1].isupper() else None
        case Instance():
            kinds = [name for name in foreign(value.cls) if name.partition(".")[0] in PACKAGES]
            if not kinds:
                return None
            inits = (event.arguments for event in value.events if event.method == "__init__")
            given = next(inits, value.created.arguments)
            return Construction(kinds[0].rpartition(".")[2], given, value.created.span, value.cls)
        case _:
            return None


def _loaded(value: Traced, kind: str) -> Construction:
    """`X.load_component(y.dump_component())`: another object like ``y``; else like the data say, if they are known."""
    span = value.created.span
    match value.created.arguments.get(0, "model"):
        case Traced(callee=Member(base, "dump_component")):
            like = construction(base)
        case _:
            stored = value.cells.get(STORED)
            like = construction(stored) if stored is not None else None
    if like is None:
        return Construction(kind, Arguments(rest=unknown("it is loaded at run time", span)), span)
    return Construction(like.kind, like.given, span, like.cls)
