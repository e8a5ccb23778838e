"""The schema that the nodes of a graph share."""

from dataclasses import dataclass
from enum import StrEnum

from agentlint.graph.evidence import Location


@dataclass(frozen=True, slots=True)
class StateKey:
    """A key of the shared state. ``reducer`` merges concurrent writes; without one the last write wins.

    ``reducer_at`` is where a reducer of the project is defined. ``default``: reading it before a write gives a value
    (a field of a dataclass or a model with a default, a key whose reducer begins empty). ``managed``: the framework
    writes it. ``assigned``: the schema gives it a value that the framework does not use (`n: int = 0` in a TypedDict).
    """

    name: str
    type: str
    reducer: str | None = None
    location: Location | None = None
    reducer_at: Location | None = None
    default: bool = False
    managed: bool = False
    assigned: bool = False


@dataclass(frozen=True, slots=True)
class State:
    """The schema that the nodes of a graph share. ``typed`` is false for a bare dict or Any.

    ``complete``: all of its keys are known.
    """

    name: str
    typed: bool
    keys: tuple[StateKey, ...] = ()
    location: Location | None = None
    complete: bool = False

    def key(self, name: str) -> StateKey | None:
        """The key of that name, or None."""
        return next((key for key in self.keys if key.name == name), None)


class Persistence(StrEnum):
    """Whether a run can be paused and resumed."""

    SET = "set"
    ABSENT = "absent"
    INHERITED = "inherited"
    UNKNOWN = "unknown"
