"""What is run at the same time: whether models are asked in it, and what becomes of a failure."""

import ast
from collections.abc import Callable, Iterable, Iterator

from agentlint.evaluate import Outcome
from agentlint.evaluate.machine import Handled, Happening
from agentlint.evaluate.operators import truth
from agentlint.evaluate.types import short
from agentlint.evaluate.values import (
    AttributeOf,
    Builtin,
    Choice,
    Combination,
    ElementOf,
    Event,
    External,
    Guard,
    ItemOf,
    Items,
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
from agentlint.frameworks.models import asked
from agentlint.graph.effects import Gathering, Source, Where
from agentlint.graph.evidence import Location

GATHERS = {"asyncio.gather": "asyncio.gather", "asyncio.wait": "asyncio.wait", "asyncio.as_completed": "as_completed",
           "concurrent.futures.as_completed": "as_completed", "concurrent.futures.wait": "wait"}  # fmt: skip
FUTURE = External("concurrent.futures.Future")
EVERYTHING = frozenset({"Exception", "BaseException"})
DEEPEST = 12
"""How far into what is given one looks for the answers of models."""


def gatherings(outcome: Outcome, where: Callable[[Happening], Where]) -> Iterator[Gathering]:
    """Every place where several things are run at the same time."""
    yield from _collected(outcome, where)
    told: set[Location] = set()
    for event in outcome.events:
        how = GATHERS.get(event.target.name) if isinstance(event.target, External) else None
        if how is None or event.span.location in told:
            continue
        told.add(event.span.location)
        kept = event.arguments.get(None, "return_exceptions")
        asks = _asks(event, outcome)
        yield Gathering(
            event.span.location,
            where(event),
            how,
            models=bool(asks),
            contained=kept is not None and truth(kept) is not False,
            checked=_is_checked(event, outcome),
            caught=all(_is_caught(ask, event, outcome) for ask in asks),
            alike=isinstance(event.span.node, ast.Call) and _is_spread(event.span.node),
        )


def _collected(outcome: Outcome, where: Callable[[Happening], Where]) -> Iterator[Gathering]:
    """The places where a loop asks a pool for the results of what it was given."""
    told: set[Location] = set()
    for event in outcome.events:
        made = event.target
        again = any(isinstance(one, Round) for one in event.enclosing)
        if not isinstance(made, Traced) or made.callee != FUTURE or not again or event.span.location in told:
            continue
        asks = [one for one in outcome.events if made.created.span in one.calls and asked(one) is not None]
        if asks:
            told.add(event.span.location)
            caught = _is_caught(event, made.created, outcome) or all(
                _is_caught(ask, made.created, outcome) for ask in asks
            )
            yield Gathering(event.span.location, where(event), f"{event.method}()", True, caught=caught, alike=True)


def _asks(event: Event, outcome: Outcome) -> list[Event]:
    """The calls of models in what is gathered: in the same expression, given as they are, or in the functions called.

    What a model answered before, and is given to those functions, is none of them.
    """
    given = [*event.arguments.positional, *([event.arguments.rest] if event.arguments.rest is not None else [])]
    made = {id(created) for value in given for created in _created(value, DEEPEST)}
    direct = {id(created) for value in given for created in _awaited(value)}
    mixed = any({Source.MODEL, Source.STRUCTURED} & set(content(value, None).sources) for value in given)
    before = [one for one in outcome.events if one.serial < event.serial and asked(one) is not None]
    inside = event.span.location
    within = [ask for ask in before if ask.calls[: len(event.calls)] == event.calls]
    deeper = [ask for ask in within if len(ask.calls) > len(event.calls)]
    held = [
        ask
        for ask in within
        if id(ask) in direct
        or (id(ask) in made and ask in deeper)
        or any(inside.covers(one.location) for one in (ask.span, *ask.calls))
    ]
    return held or (deeper if mixed else [])


def _awaited(value: Value) -> Iterator[Event]:
    """The calls that made what is gathered itself."""
    match value:
        case Traced():
            yield value.created
        case Choice() | Tuple() | Sequence() | Items():
            for part in _parts(value):
                yield from _awaited(part)


def _created(value: Value, depth: int) -> Iterator[Event]:
    """The calls that made a value or a part of it."""
    if depth == 0:
        return
    if isinstance(value, Traced):
        yield value.created
    for part in _parts(value):
        yield from _created(part, depth - 1)


def _parts(value: Value) -> Iterable[Value]:
    match value:
        case Choice():
            return [option for option, _ in options(value)]
        case Tuple(items):
            return items
        case Sequence():
            return (value.items,)
        case Items(entries, rest):
            return entries if rest is None else (*entries, rest)
        case Mapping():
            return value.cells.values()
        case Member(base, _):
            return (base,)
        case Traced(callee=callee):
            given = value.created.arguments
            return (callee, *given.positional, *(held for _, held in given.keywords))
        case Unknown(origin=ItemOf(base, _) | AttributeOf(base, _) | ElementOf(base)):
            return (base,)
        case Unknown(origin=ResultOf(callee, arguments)):
            return (callee, *arguments)
        case Unknown(origin=Combination(_, operands)):
            return operands
        case _:
            return ()


def _is_caught(ask: Event, event: Event, outcome: Outcome) -> bool:
    """Whether what is gathered deals with a failure of its own: a handler for everything inside it does not raise."""
    guards = {one.span for one in ask.enclosing if isinstance(one, Guard) and one not in event.enclosing}
    return any(
        isinstance(one, Handled) and one.guard in guards and _is_broad(one) and (one.exits or one.goes_on or one.again)
        for one in outcome.happenings
    )


def _is_spread(call: ast.Call) -> bool:
    return any(isinstance(argument, ast.Starred) for argument in call.args)


def _is_broad(handled: Handled) -> bool:
    return handled.caught is None or any(short(option) in EVERYTHING for option, _ in options(handled.caught))


def _is_checked(event: Event, outcome: Outcome) -> bool:
    """Whether anything is tested for its type afterwards: failures are told from results by that alone."""
    return any(one.serial > event.serial and one.target == Builtin("isinstance") for one in outcome.events)
