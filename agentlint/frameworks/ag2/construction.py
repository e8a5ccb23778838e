"""Which class of the framework an object was made of, and with which arguments: by a call, or by a subclass."""

from dataclasses import dataclass

from agentlint.evaluate import Machine
from agentlint.evaluate.attributes import foreign
from agentlint.evaluate.values import Arguments, Class, External, Instance, Span, Traced, Value
from agentlint.frameworks.ag2.vocabulary import PACKAGES

Maker = Traced | Instance


@dataclass(frozen=True, slots=True)
class Construction:
    """``kind`` is the name of the framework's class, ``cls`` the project class that derives from it, if any."""

    kind: str
    given: Arguments
    span: Span
    cls: Class | None = None


def makers(machine: Machine) -> list[Maker]:
    """Every object that foreign code made, or that is of a project class."""
    found: dict[Maker, None] = dict.fromkeys(machine.traced)
    return list(found | dict.fromkeys(machine.instances))


def construction(value: Value) -> Construction | None:
    """How a value was made; None for what is not made by the framework."""
    match value:
        case Traced(callee=External(name)) if name.partition(".")[0] in PACKAGES:
            last = name.rpartition(".")[2]
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


def function(value: Value) -> str:
    """The name of the function of the framework that gave a value; empty for anything else."""
    match value:
        case Traced(callee=External(name)) if name.partition(".")[0] in PACKAGES:
            return name.rpartition(".")[2]
        case _:
            return ""
