"""Termination conditions: what ends a team's conversation, and whether it ends for certain.

A condition is taken apart into ways to end it, each a number of stops that must all have been met
(autogen-agentchat 0.7.5, `base/_termination.py`, `conditions/_terminations.py`).
"""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice, product

from agentlint.evaluate import Machine
from agentlint.evaluate.values import (
    NONE,
    Absent,
    Arguments,
    Const,
    Instance,
    Member,
    Span,
    Traced,
    Value,
    options,
)
from agentlint.frameworks.autogen.construction import construction
from agentlint.frameworks.autogen.names import text
from agentlint.frameworks.members import each
from agentlint.frameworks.predicates import last_word, truths
from agentlint.graph.bound import Bound, BoundKind, Signal, SignalKind
from agentlint.graph.condition import Decider

MOST = 16
"""As many ways to end a conversation are told."""

LIMITS = {
    "MaxMessageTermination": ("messages", ("max_messages",)),
    "TimeoutTermination": ("seconds", ("timeout_seconds",)),
    "TokenUsageTermination": ("tokens", ("max_total_token", "max_prompt_token", "max_completion_token")),
}


@dataclass(frozen=True, slots=True)
class Stop:
    """One condition: a limit with its number where that is known, or a signal; ``decided_by`` says who meets it."""

    how: str
    decided_by: Decider
    span: Span
    value: int | None = None
    unit: str = ""
    signal: Signal | None = None


Way = tuple[Stop, ...]


def ways(machine: Machine, condition: Value | None, span: Span) -> list[Way]:
    """The ways in which a termination condition is met; none where there is no condition."""
    found: list[Way] = []
    for option, _ in options(condition) if condition is not None else ():
        if option != NONE and not isinstance(option, Absent):
            found += _ways(machine, option, span)
    return found[:MOST]


def _ways(machine: Machine, value: Value, span: Span) -> list[Way]:
    match value:
        case Traced(callee=Member(left, "__or__")):
            return [way for side in (left, *value.created.arguments.positional) for way in ways(machine, side, span)]
        case Traced(callee=Member(left, "__and__")):
            return _all(ways(machine, side, span) for side in (left, *value.created.arguments.positional))
    made = construction(value)
    match made.kind if made is not None else "":
        case "OrTerminationCondition" if made is not None:
            return [way for side in _sides(made.given) for way in ways(machine, side, span)]
        case "AndTerminationCondition" if made is not None:
            return _all(ways(machine, side, span) for side in _sides(made.given))
        case kind if made is not None and made.cls is None:
            return [(_stop(machine, kind, made.given, made.span),)]
        case _ if isinstance(value, Instance):
            return [(_function(machine, value.cls.name, value, value.created.span),)]
        case _:
            return [(Stop("a condition that is not known", Decider.UNKNOWN, span),)]


def _sides(given: Arguments) -> list[Value]:
    """The conditions that are joined: arguments of a call, a list in stored data."""
    stored = given.get(None, "conditions")
    return [*given.positional, *([side for side, _ in each(stored)] if stored is not None else [])]


def _all(sides: Iterable[list[Way]]) -> list[Way]:
    return [tuple(stop for way in chosen for stop in way) for chosen in islice(product(*sides), MOST)]


def _stop(machine: Machine, kind: str, given: Arguments, span: Span) -> Stop:
    if kind in LIMITS:
        unit, names = LIMITS[kind]
        numbers = [_number(given.get(at, name)) for at, name in enumerate(names)]
        known = [number for number in numbers if number is not None]
        return Stop(kind, Decider.COUNTER, span, min(known, default=None), unit)
    match kind:
        case "TextMentionTermination":
            signal = Signal(SignalKind.TEXT, text(given.get(0, "text")), _sources(given.get(1, "sources")))
        case "TextMessageTermination":
            source = given.get(0, "source")
            signal = Signal(SignalKind.MESSAGE, None, _sources(source))
        case "SourceMatchTermination":
            signal = Signal(SignalKind.TURN, None, _sources(given.get(0, "sources")))
        case "HandoffTermination":
            signal = Signal(SignalKind.HANDOFF, text(given.get(0, "target")))
        case "FunctionCallTermination":
            signal = Signal(SignalKind.CALL, text(given.get(0, "function_name")))
        case "StopMessageTermination":
            return Stop(kind, Decider.STATE, span, signal=Signal(SignalKind.STOP))
        case "ExternalTermination":
            return Stop(kind, Decider.HUMAN, span, signal=Signal(SignalKind.OUTSIDE))
        case "FunctionalTermination":
            return _function(machine, kind, given.get(0, "func"), span)
        case _:
            return Stop(kind, Decider.UNKNOWN, span)
    return Stop(kind, Decider.MODEL, span, signal=signal)


def _number(value: Value | None) -> int | None:
    match value:
        case Const(int() | float() as number) if math.isfinite(number):
            return math.ceil(number)
        case _:
            return None


def _sources(value: Value | None) -> tuple[str, ...] | None:
    """The agents whose messages count: None for all of them, none of them where they are not all known."""
    if value is None or value == NONE:
        return None
    names = [text(option) for option, _ in each(value)]
    known = tuple(name for name in names if name is not None)
    return known if len(known) == len(names) else ()


def _function(machine: Machine, how: str, function: Value | None, span: Span) -> Stop:
    """A condition that project code tests: whose word its last test goes by."""
    chosen = last_word(truths(machine, function, Arguments(), span) if function is not None else ())
    return Stop(how, chosen, span, signal=Signal(SignalKind.FUNCTION))


def bounds(found: Iterable[Way], *, in_turn: bool = False) -> Iterator[Bound]:
    """A limit for each way to end. ``in_turn``: everybody speaks in every round, so a turn is sure to come."""
    for way in found:
        stops = [(stop, Decider.COUNTER if in_turn and is_turn(stop) else stop.decided_by) for stop in way]
        order = (Decider.UNKNOWN, Decider.STATE, Decider.MODEL, Decider.HUMAN, Decider.COUNTER)
        who = min((who for _, who in stops), key=order.index, default=Decider.UNKNOWN)
        first = way[0]
        told = any(stop.signal is not None for stop in way)
        yield Bound(
            BoundKind.TERMINATION, first.value if len(way) == 1 else None, True, first.unit or "signals",
            " and ".join(f"`{stop.how}`" if stop.how[:1].isupper() else stop.how for stop in way),
            first.span.location, who, tuple(stop.signal or Signal(SignalKind.OTHER) for stop in way if told),
        )  # fmt: skip


def is_turn(stop: Stop) -> bool:
    """Whether a stop is met as soon as one of its agents has spoken."""
    return stop.signal is not None and stop.signal.kind is SignalKind.TURN
