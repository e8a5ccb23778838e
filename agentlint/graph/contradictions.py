"""Path conditions that cannot hold: a later test asks for what earlier ones have ruled out."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import inf

from agentlint.graph.condition import Condition, Test
from agentlint.graph.tests import outcome

OPPOSITE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}


@dataclass(frozen=True, slots=True)
class Range:
    """The numbers that a value may still be, from ``low`` to ``high``; an open end is not among them."""

    low: float = -inf
    high: float = inf
    low_open: bool = False
    high_open: bool = False

    def within(self, how: str, number: float) -> "Range":
        """The part for which ``how number`` holds."""
        match how:
            case "<" | "<=" if (number, how != "<") < (self.high, not self.high_open):
                return replace(self, high=number, high_open=how == "<")
            case ">" | ">=" if (number, how == ">") > (self.low, self.low_open):
                return replace(self, low=number, low_open=how == ">")
            case "==" if not self.empty and self._has(number):
                return Range(number, number)
            case "==":
                return Range(inf, -inf)
            case _:
                return self

    @property
    def empty(self) -> bool:
        return self.low > self.high or (self.low == self.high and (self.low_open or self.high_open))

    def _has(self, number: float) -> bool:
        above = number > self.low or (number == self.low and not self.low_open)
        return above and (number < self.high or (number == self.high and not self.high_open))


def contradiction(path: tuple[Condition, ...]) -> tuple[Condition, Condition] | None:
    """A test of the path that cannot come out as it has to, and the earlier one that fixed it."""
    for index, later in enumerate(path):
        for before in range(index - 1, -1, -1):
            known = [fact for earlier in path[before:index] for fact in facts(earlier.asks, holds=earlier.holds)]
            if outcome(later.asks, lambda test, known=known: _answer(test, known)) is (not later.holds):  # type: ignore[misc]
                return later, path[before]
    return None


Fact = tuple[Test, bool]


def facts(test: Test, *, holds: bool) -> Iterator[Fact]:
    """The single questions that a test answers by its outcome."""
    match test.how:
        case "and" if holds:
            for part in test.parts:
                yield from facts(part, holds=True)
        case "or" if not holds:
            for part in test.parts:
                yield from facts(part, holds=False)
        case "not":
            yield from facts(test.parts[0], holds=not holds)
        case "and" | "or" | "":
            return
        case _:
            yield test, holds


def _answer(test: Test, known: list[Fact]) -> bool | None:
    """What a question comes to, by what is known of the same value. What a call gives may change."""
    vague = test.how in OPPOSITE and test.number is None and test.text is None
    if not test.path or "()" in test.path or vague:
        return None
    same = [(fact, holds) for fact, holds in known if fact.path == test.path]
    if any(fact == test for fact, _ in same):
        return next(holds for fact, holds in same if fact == test)
    if test.number is not None and test.how in OPPOSITE:
        return _compared(test.how, test.number, same)
    if test.text is not None and test.how in ("==", "!="):
        equal = next((fact.text for fact, holds in same if fact.text is not None and (fact.how, holds) in EQUAL), None)
        return None if equal is None else (equal == test.text) is (test.how == "==")
    return None


EQUAL = frozenset({("==", True), ("!=", False)})


def _compared(how: str, number: float, known: list[Fact]) -> bool | None:
    room = Range()
    for fact, holds in known:
        if fact.number is not None and fact.how in OPPOSITE:
            room = room.within(fact.how if holds else OPPOSITE[fact.how], fact.number)
    if room.empty or room == Range():
        return None
    if room.within(how, number).empty:
        return False
    return True if room.within(OPPOSITE[how], number).empty else None
