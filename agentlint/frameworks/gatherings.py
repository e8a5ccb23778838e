"""What is run at the same time: whether models are asked in it, and what becomes of a failure."""

import ast
from collections.abc import Callable, Iterator

from agentlint.evaluate import Outcome
from agentlint.evaluate.machine import Handled, Happening, Looped
from agentlint.evaluate.operators import truth
from agentlint.evaluate.relevance import named, parts
from agentlint.evaluate.types import short
from agentlint.evaluate.values import (
    Builtin,
    Choice,
    Event,
    External,
    Guard,
    Items,
    Round,
    Sequence,
    Span,
    Traced,
    Tuple,
    Value,
    options,
)
from agentlint.frameworks.content import content
from agentlint.frameworks.models import asked
from agentlint.frameworks.pieces import created, pieces
from agentlint.graph.effects import Gathering, Source, Where
from agentlint.graph.evidence import Location

GATHERS = frozenset({"asyncio.gather", "asyncio.wait", "asyncio.as_completed", "concurrent.futures.as_completed",
                     "concurrent.futures.wait"})  # fmt: skip
"""What waits for several things that run at the same time."""
FUTURE = External("concurrent.futures.Future")
EVERYTHING = frozenset({"Exception", "BaseException", "OpenAIError", "AnthropicError", "APIError"})
"""Exceptions that all failures of a model are: those of everything, and the roots of the clients' own."""
MAPS = frozenset({"map", "imap", "imap_unordered", "starmap"})


def gatherings(outcome: Outcome, where: Callable[[Happening], Where]) -> Iterator[Gathering]:
    """Every place where several things are run at the same time."""
    told: set[Location] = set()
    for found in (_gathered(outcome, where), _mapped(outcome, where), _each(outcome, where), _results(outcome, where)):
        for one in found:
            if one.location not in told:
                told.add(one.location)
                yield one


def _gathered(outcome: Outcome, where: Callable[[Happening], Where]) -> Iterator[Gathering]:
    """All at once, by ``asyncio.gather``."""
    for event in _calls("asyncio.gather", outcome):
        kept = event.arguments.get(None, "return_exceptions")
        asks = _asks(event, outcome)
        yield Gathering(
            event.span.location,
            where(event),
            "asyncio.gather",
            models=bool(asks),
            contained=kept is not None and truth(kept) is not False,
            checked=_is_checked(event, outcome),
            caught=all(_is_caught(ask, event, outcome) for ask in asks),
            alike=isinstance(event.span.node, ast.Call) and _is_alike(event.span.node),
        )


def _mapped(outcome: Outcome, where: Callable[[Happening], Where]) -> Iterator[Gathering]:
    """A function that a pool runs for each of many things: the first failure ends the results."""
    for event in outcome.events:
        pool = event.target
        kept = isinstance(pool, Traced) and isinstance(pool.callee, External) and not _is_dropped(event)
        if event.method in MAPS and kept:
            asks = _asks(event, outcome)
            caught = all(_is_caught(ask, event, outcome) for ask in asks)
            yield Gathering(
                event.span.location, where(event), f"{event.method}()", models=bool(asks), caught=caught, alike=True
            )


def _each(outcome: Outcome, where: Callable[[Happening], Where]) -> Iterator[Gathering]:
    """A loop that waits for one after the other as they come (``asyncio.as_completed``)."""
    for event in _calls("asyncio.as_completed", outcome):
        loop = next((one.span for one in outcome.happenings if _goes_through(one, event)), None)
        handled = [one for one in outcome.happenings if isinstance(one, Handled) and _is_broad(one)]
        if loop is not None:
            asks = _asks(event, outcome)
            rounds = [around.span for one in handled for around in one.enclosing if isinstance(around, Round)]
            yield Gathering(
                event.span.location, where(event), "await", models=bool(asks), caught=loop in rounds, alike=True
            )


def _goes_through(happening: Happening, event: Event) -> bool:
    node = happening.span.node if isinstance(happening, Looped) else None
    return isinstance(node, ast.For | ast.AsyncFor) and any(part is event.span.node for part in ast.walk(node.iter))


def _results(outcome: Outcome, where: Callable[[Happening], Where]) -> Iterator[Gathering]:
    """A loop that asks for the results of what was begun: of a pool's futures, and of tasks that are done."""
    waited = [ask for event in _calls("asyncio.wait", outcome) for ask in _asks(event, outcome)]
    looked = [event.target for event in outcome.events if event.method == "exception"]
    for event in outcome.events:
        made = event.target
        again = _rounds(event)
        if event.method not in ("result", "get") or not again or made in looked:
            continue
        if isinstance(made, Traced) and made.callee == FUTURE:
            begun = made.created
            if not _rounds(begun) - again:  # one thing at a time
                continue
            asks = [one for one in outcome.events if begun.span in one.calls and asked(one) is not None]
        else:
            begun = event
            asks = [one for one in created(made) if one in waited]
        if asks and not _is_dropped(event):
            caught = _is_caught(event, begun, outcome) or all(_is_caught(ask, begun, outcome) for ask in asks)
            yield Gathering(event.span.location, where(event), f"{event.method}()", True, caught=caught, alike=True)


def _is_dropped(event: Event) -> bool:
    """Whether nobody takes what a call gives: it stands alone, or in a loop that does not look at it.

    What was done is kept by those who did it, in a file as a rule: a failure costs none of it.
    """
    for part in parts(event.span.module.tree):
        match part:
            case ast.Expr(value=alone) if alone is event.span.node:
                return True
            case ast.For(iter=over, target=target, body=body) if any(one is event.span.node for one in parts(over)):
                names = named(target)
                return not any(isinstance(one, ast.Name) and one.id in names for line in body for one in parts(line))
    return False


def _rounds(event: Event) -> set[Span]:
    return {one.span for one in event.enclosing if isinstance(one, Round)}


def _calls(name: str, outcome: Outcome) -> Iterator[Event]:
    return (event for event in outcome.events if event.target == External(name) and event.method == "__call__")


def _asks(event: Event, outcome: Outcome) -> list[Event]:
    """The calls of models in what is gathered: in the same expression, given as they are, or in the functions called.

    What a model answered before, and is given to those functions, is none of them.
    """
    given = [*event.arguments.positional, *([event.arguments.rest] if event.arguments.rest is not None else [])]
    made = {id(one) for value in given for one in created(value)}
    direct = {id(one) for value in given for one in _awaited(value)}
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
            for part in pieces(value):
                yield from _awaited(part)


def _is_caught(ask: Event, event: Event, outcome: Outcome) -> bool:
    """Whether what is gathered deals with a failure of its own: a handler for everything inside it does not raise."""
    guards = {one.span for one in ask.enclosing if isinstance(one, Guard) and one not in event.enclosing}
    return any(
        isinstance(one, Handled) and one.guard in guards and _is_broad(one) and (one.exits or one.goes_on or one.again)
        for one in outcome.happenings
    )


def _is_alike(call: ast.Call) -> bool:
    """Whether what is gathered are many of one kind: of a collection, or one function that is called with others."""
    named = [ast.unparse(one.func) for one in call.args if isinstance(one, ast.Call)]
    same = len(named) > 2 and len({*named}) == 1 and len(named) == len(call.args)
    return same or any(isinstance(argument, ast.Starred) for argument in call.args)


def _is_broad(handled: Handled) -> bool:
    return handled.caught is None or any(short(option) in EVERYTHING for option, _ in options(handled.caught))


def _is_checked(event: Event, outcome: Outcome) -> bool:
    """Whether anything is tested for its type afterwards: failures are told from results by that alone."""
    return any(one.serial > event.serial and one.target == Builtin("isinstance") for one in outcome.events)
