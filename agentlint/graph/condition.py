"""Path conditions: what must hold for something to happen, and whose word that is."""

from dataclasses import dataclass
from enum import StrEnum

from agentlint.graph.evidence import Fact, Location


class Decider(StrEnum):
    """Who decides whether a conditional edge is taken."""

    MODEL = "model"
    COUNTER = "counter"
    STATE = "state"
    HUMAN = "human"
    ALWAYS = "always"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Test(Fact):
    """What a test asks, as far as it can be told.

    ``how`` is `and`, `or` and `not` of the ``parts``; else what is asked of the value at ``path`` (an access path, or
    its length, `len(state.messages)`): whether it counts as true (`true`), whether it is `none`, how it compares (`<`,
    `==`) to ``number``, ``text`` or the value at ``other``, whether it `contains`, `starts` or `ends` with ``text``. It
    is empty where something else is asked. ``fixed``: what it is compared to is no call, so it stays the same.
    """

    how: str = ""
    path: str = ""
    number: float | None = None
    text: str | None = None
    other: str | None = None
    fixed: bool = False
    parts: tuple["Test", ...] = ()


@dataclass(frozen=True, slots=True)
class Condition(Fact):
    """A test that must hold (or fail, where not ``holds``) for something to happen.

    ``text`` is the test as written. ``reads`` are the access paths that it depends on (`state.count`), and ``compares``
    says that it compares a number, as a counter's guard does; ``asks`` is the test in its parts. ``raised``: it holds
    where an exception is raised, and ``text`` is what is caught.
    """

    text: str
    holds: bool
    location: Location
    reads: tuple[str, ...] = ()
    compares: bool = False
    raised: bool = False
    asks: Test = Test()
