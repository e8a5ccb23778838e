"""Where a model's text is taken for data or for a verdict: parsed, searched for a word, used as a number."""

from collections.abc import Callable, Iterable, Iterator

from agentlint.evaluate.machine import Happening, Outcome
from agentlint.evaluate.values import (
    Builtin,
    Combination,
    Comparison,
    Condition,
    Const,
    Event,
    External,
    Mapping,
    Traced,
    Unknown,
    Value,
    options,
)
from agentlint.frameworks.conditions import leaves
from agentlint.frameworks.content import PARSERS, content, merged
from agentlint.frameworks.pieces import created
from agentlint.graph.effects import Content, Reading, Source, Where
from agentlint.graph.evidence import Location

SEARCHES = frozenset({"re.search", "re.match", "re.fullmatch"})


def readings(outcome: Outcome, root: Value | None, where: Callable[[Happening], Where]) -> Iterator[Reading]:
    """Every place where the function takes a model's free text, or a key of the state, for more than text."""
    told: set[tuple[Location, str]] = set()
    known: set[Condition] = set()
    last = Where(len(outcome.happenings))
    for happening in outcome.happenings:
        at = where(happening)
        found = [*_parsed(happening, root, at), *_tested(happening.conditions, root, at, known)]
        yield from _new(found, told)
    for exit in outcome.exits:
        found = [*_tested(exit.conditions, root, last, known), *_written(exit.value, exit.span.location, root, last)]
        yield from _new(found, told)


def _new(found: Iterable[Reading], told: set[tuple[Location, str]]) -> Iterator[Reading]:
    for reading in found:
        if (reading.location, reading.how) not in told:
            told.add((reading.location, reading.how))
            yield reading


def _parsed(happening: Happening, root: Value | None, at: Where) -> Iterator[Reading]:
    match happening:
        case Event(target=External(name), method="__call__", arguments=given) if name in PARSERS and given.positional:
            text = content(given.positional[0], root)
            if Source.MODEL in text.sources or _kept(text):
                yield Reading(happening.span.location, at, name, text)
        case Event(target=Builtin("int" | "float" as name), method="__call__", arguments=given) if given.positional:
            text = content(given.positional[0], root)
            if (text.sources == (Source.MODEL,) and not _is_parsed(given.positional[0])) or _kept(text):
                yield Reading(happening.span.location, at, name, text)
        case Event(target=Traced(callee=External(name)) as found, method="group" | "groups") if name in SEARCHES:
            text = merged(content(value, root) for value in found.created.arguments.positional[1:2])
            looked = any(leaf == found for test in happening.conditions for leaf in leaves(test.test))
            if text.sources == (Source.MODEL,) and not looked:
                yield Reading(happening.span.location, at, name, text)


def _is_parsed(value: Value) -> bool:
    """Whether a value is part of data that a text was parsed to: what that fails for is told of the parsing."""
    return any(isinstance(made.target, External) and made.target.name in PARSERS for made in created(value))


def _kept(text: Content) -> bool:
    """Whether it is a key of the state, and nothing else: a model may have written it."""
    return text.sources == (Source.STATE,) and len(text.paths) == 1


def _tested(conditions: Iterable[Condition], root: Value | None, at: Where, known: set[Condition]) -> Iterator[Reading]:
    """What the tests on a path compare; one that was seen on another path is not told again."""
    for condition in conditions:
        if condition in known:
            continue
        known.add(condition)
        yield from _compared(condition.test, condition.span.location, root, at)


def _written(value: Value, place: Location, root: Value | None, at: Where) -> Iterator[Reading]:
    """Comparisons whose outcome is given back."""
    for option, _ in options(value):
        match option:
            case Mapping():
                for _, held in option.known():
                    yield from _compared(held, place, root, at)
            case _:
                yield from _compared(option, place, root, at)


def _compared(test: Value, place: Location, root: Value | None, at: Where) -> Iterator[Reading]:
    match test:
        case Unknown(origin=Comparison(left, operator, right)) if operator in ("in", "not in", "==", "!="):
            sides = (left, right)
            text = next((made for side in sides if (made := _model_text(side, root)) is not None), None)
            if text is not None and any(isinstance(side, Const) and isinstance(side.value, str) for side in sides):
                yield Reading(test.span.location if test.span else place, at, operator.removeprefix("not "), text)
        case Unknown(origin=Combination(_, operands)):
            for operand in operands:
                yield from _compared(operand, place, root, at)


def _model_text(value: Value, root: Value | None) -> Content | None:
    made = content(value, root)
    return made if made.sources and made.sources[0] is Source.MODEL else None
