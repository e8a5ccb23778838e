"""Path conditions: what must hold for something to happen, and whose word that is."""

from dataclasses import dataclass
from enum import StrEnum

from agentlint.graph.evidence import Location


class Decider(StrEnum):
    """Who decides whether a conditional edge is taken."""

    MODEL = "model"
    COUNTER = "counter"
    STATE = "state"
    HUMAN = "human"
    ALWAYS = "always"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Condition:
    """A test that must hold (or fail, where not ``holds``) for something to happen.

    ``text`` is the test as written. ``reads`` are the access paths that it depends on (`state.count`), and ``compares``
    says that it compares a number, as a counter's guard does. ``raised``: it holds where an exception is raised, and
    ``text`` is what is caught.
    """

    text: str
    holds: bool
    location: Location
    reads: tuple[str, ...] = ()
    compares: bool = False
    raised: bool = False
