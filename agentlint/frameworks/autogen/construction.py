"""Which class of the framework an object was made of, and with which arguments: by a call, a subclass, a copy."""

from dataclasses import replace

from agentlint.evaluate.values import Arguments, Class, External, Member, Sequence, Traced, Tuple, Value, unknown
from agentlint.frameworks.autogen.components import STORED
from agentlint.frameworks.autogen.vocabulary import CUSTOM, PACKAGES
from agentlint.frameworks.constructions import Construction as Construction
from agentlint.frameworks.constructions import Maker as Maker
from agentlint.frameworks.constructions import constructed


def construction(value: Value) -> Construction | None:
    """How a value was made; None for what is not made by the framework."""
    match value:
        case Traced(callee=External(name)) if name.endswith(".load_component") and name.partition(".")[0] in PACKAGES:
            return _loaded(value, name.split(".")[-2])
        case _:
            made = constructed(value, PACKAGES)
            return _custom(made) if made is not None and made.kind == CUSTOM else made


def _custom(made: Construction) -> Construction:
    """A team of the project's own. Where the members stand among the arguments differs between versions."""
    given = made.given
    members = (value for value in given.positional if isinstance(value, Sequence | Tuple))
    manager = (value for value in given.positional if isinstance(value, Class))
    placed = {"participants": next(members, None), "group_chat_manager_class": next(manager, None)}
    named = {**placed, **dict(given.keywords)}
    known = tuple((name, value) for name, value in named.items() if value is not None)
    return replace(made, given=Arguments((), known, given.rest))


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
