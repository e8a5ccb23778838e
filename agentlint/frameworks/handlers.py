"""Exception handlers, told in the words of the graph."""

from dataclasses import replace

from agentlint.evaluate.machine import Handled
from agentlint.evaluate.types import short
from agentlint.evaluate.values import Sequence, Tuple, Value, options
from agentlint.frameworks.updates import ways_out
from agentlint.graph.effects import Handler, Where

BROAD = frozenset({"Exception", "BaseException"})


def handled(one: Handled, at: Where, root: Value | None) -> Handler:
    """A handler: what it catches, and where control goes from it."""
    caught = _types(one.caught)
    exits = tuple(way for exit in one.exits for way in ways_out(exit, root, ()))
    return Handler(
        one.span.location, one.guard.location, at, caught, not caught or bool(BROAD & set(caught)),
        not (one.goes_on or one.again or exits), one.goes_on, one.again, exits,
    )  # fmt: skip


def again(one: Handler, later: Handler) -> Handler:
    """What a handler does in several rounds: in the last one it may give up."""
    return replace(
        later,
        raises=one.raises and later.raises,
        goes_on=one.goes_on or later.goes_on,
        again=one.again or later.again,
        exits=tuple(dict.fromkeys((*one.exits, *later.exits))),
    )


def _types(caught: Value | None) -> tuple[str, ...]:
    """The names of the exceptions that a handler catches."""
    if caught is None:
        return ()
    names: list[str] = []
    for option, _ in options(caught):
        match option:
            case Tuple(items):
                names += [short(item) or "?" for item in items]
            case Sequence():
                names += [short(item) or "?" for item in option.items.entries]
            case _:
                names.append(short(option) or "?")
    return tuple(names)
