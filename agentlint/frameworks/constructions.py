"""Which class of a framework an object was made of, and with which arguments: by a call, or by a subclass."""

from dataclasses import dataclass

from agentlint.evaluate.attributes import foreign
from agentlint.evaluate.values import Arguments, Class, External, Instance, Span, Traced, Value

Maker = Traced | Instance


@dataclass(frozen=True, slots=True)
class Construction:
    """``kind`` is the name of the framework's class, ``cls`` the project class that derives from it, if any."""

    kind: str
    given: Arguments
    span: Span
    cls: Class | None = None


def constructed(value: Value, packages: tuple[str, ...]) -> Construction | None:
    """How a value was made; None for what is not made by one of the packages."""
    match value:
        case Traced(callee=External(name)) if name.partition(".")[0] in packages:
            last = name.rpartition(".")[2]
            return (
                Construction(last, value.created.arguments, value.created.span)
                if last.lstrip("_")[:1].isupper()
                else None
            )
        case Instance():
            kinds = [name for name in foreign(value.cls) if name.partition(".")[0] in packages]
            if not kinds:
                return None
            inits = (event.arguments for event in value.events if event.method == "__init__")
            given = next(inits, value.created.arguments)
            return Construction(kinds[0].rpartition(".")[2], given, value.created.span, value.cls)
        case _:
            return None


def is_imagined(maker: Maker) -> bool:
    """Whether an object of a project class is made by nobody: the evaluator made it, to follow the methods."""
    return isinstance(maker, Instance) and maker.created.span == maker.cls.span
