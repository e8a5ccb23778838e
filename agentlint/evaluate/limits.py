"""How much the evaluator does before it says that it does not know."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one run. Exceeding one yields an unknown value with that reason, never an exception, never a blow-up.

    ``fuel`` counts expressions and statements of one entry point; a call must leave one part in ``share`` of what is
    left, so that one hostile function cannot starve what follows it; into a module that has nothing to do with a
    framework goes only ``aside``. ``outcome`` is for one look at what a function does, ``annotation`` for a declared
    type. ``total`` bounds all entry points together and ``looks`` all outcomes, in the same unit. A function is run
    ``habit`` times before a call that tells it nothing is taken to give the same again. ``recursion`` bounds how often
    a function may be running at once, ``descent`` does where known data differ each time. ``rounds`` is how often the
    body of a loop of unknown length is run: once stands for any number, from twice on what one round leaves is met by
    the next.
    """

    fuel: int = 40_000
    outcome: int = 30_000
    annotation: int = 2_000
    aside: int = 6_000
    share: int = 2
    total: int = 1_600_000
    looks: int = 600_000
    habit: int = 24
    depth: int = 28
    recursion: int = 2
    descent: int = 12
    unroll: int = 128
    rounds: int = 1
    width: int = 4_096
    text: int = 100_000


class OutOfFuel(Exception):  # noqa: N818 - an end that is planned for, not an error
    """The budget of the call being evaluated is used up; caught where the call was made."""
