"""Where the project runs a graph: what it begins with, what limits it, who handles its failure."""

from agentlint.evaluate.types import short
from agentlint.evaluate.values import (
    NONE,
    Absent,
    AttributeOf,
    Combination,
    Const,
    Event,
    External,
    Guard,
    Mapping,
    Member,
    ResultOf,
    Round,
    Sequence,
    Traced,
    Tuple,
    Unknown,
    Value,
    options,
)
from agentlint.frameworks.content import content
from agentlint.frameworks.draft import Draft
from agentlint.frameworks.langgraph.state import keys_given
from agentlint.graph.effects import Content, Limit
from agentlint.graph.uses import Run
from agentlint.source.tests import is_test

LIMIT_ERRORS = frozenset({"GraphRecursionError", "RecursionError", "Exception", "BaseException"})
"""What catches the error that a spent step limit raises (langgraph/errors.py, 1.2: a RecursionError)."""


MADE_UP = frozenset({"uuid", "secrets", "random", "time", "datetime"})
"""Modules that give a name which nothing else has."""


def run(event: Event, draft: Draft) -> Run:
    """A call of `invoke`, `stream` and their kin."""
    given = event.arguments
    value, config = given.get(0, "input"), given.get(1, "config")
    keys, values = _input(value)
    caught = tuple(dict.fromkeys(name for one in event.enclosing if isinstance(one, Guard) for name in _kinds(one)))
    return Run(
        location=event.span.location,
        how=event.method,
        scope=event.scope.qualname if event.scope is not None else "<module>",
        keys=keys,
        values=values,
        resumes=value == NONE or (isinstance(value, Traced) and short(value.callee) == "Command"),
        limit=_limit(config, draft),
        thread=_thread(config),
        catches=caught,
        caught=bool(LIMIT_ERRORS & set(caught)),
        test=is_test(event.span.module.path),
        repeated=any(isinstance(one, Round) for one in event.enclosing),
        fresh=_is_fresh(config),
    )


def _kinds(guard: Guard) -> list[str]:
    found: list[str] = []
    for kind in guard.caught:
        for option, _ in options(kind):
            match option:
                case Tuple(items):
                    found += [short(item) for item in items]
                case Sequence():
                    found += [short(item) for item in option.items.entries]
                case _:
                    found.append(short(option))
    return found


def _input(value: Value | None) -> tuple[tuple[str, ...] | None, tuple[tuple[str, Content], ...]]:
    """The keys of the state that a run begins with, and what they hold; None where they are not all known."""
    held = keys_given(value)
    if held is None:
        return None, ()
    return tuple(held), tuple((name, content(inside, None)) for name, inside in held.items())


def _limit(config: Value | None, draft: Draft) -> Limit:
    """Whether a step limit holds for the run."""
    if any(bound.explicit for bound in draft.bounds) and config is None:
        return Limit.SET
    for option, _ in options(config) if config is not None else ():
        match option:
            case Mapping():
                if Const("recursion_limit") in option.cells:
                    return Limit.SET
                if option.rest is not None:
                    return Limit.UNKNOWN
            case Const() | Absent():
                continue
            case _:
                return Limit.UNKNOWN
    return Limit.DEFAULT


def _is_fresh(config: Value | None) -> bool:
    """Whether the name of the thread is made up (`uuid4()`, the time of day)."""
    match config:
        case Mapping() if isinstance(inner := config.cells.get(Const("configurable")), Mapping):
            thread = inner.cells.get(Const("thread_id"))
            return thread is not None and _made_up(thread)
        case _:
            return False


def _made_up(value: Value) -> bool:
    match value:
        case Traced(callee=External(name)):
            return name.partition(".")[0] in MADE_UP
        case Traced(callee=Member(base, _)) | Unknown(origin=AttributeOf(base, _)) | Member(base, _):
            return _made_up(base)
        case Unknown(origin=Combination(_, parts) | ResultOf(_, parts)):
            return any(map(_made_up, parts))
        case _:
            return False


def _thread(config: Value | None) -> bool | None:
    """Whether the config names a thread, which keeps the conversation."""
    found: bool | None = False
    for option, _ in options(config) if config is not None else ():
        match option:
            case Mapping():
                match option.cells.get(Const("configurable")):
                    case Mapping() as inner:
                        found = Const("thread_id") in inner.cells or (None if inner.rest is not None else found)
                    case None:
                        found = None if option.rest is not None else found
                    case _:
                        found = None
            case Const() | Absent():
                continue
            case _:
                found = None
    return found
