"""Limits: what ends a loop or a run, who counts it, and what a run may cost."""

from dataclasses import dataclass
from enum import StrEnum

from agentlint.graph.condition import Condition, Decider
from agentlint.graph.evidence import Location


class BoundKind(StrEnum):
    """What limits a loop."""

    STEP_LIMIT = "recursion_limit"
    TURNS = "max_turns"
    COUNTER = "counter"
    CALLS = "call_limit"
    TERMINATION = "termination"
    NONE = "none"


class SignalKind(StrEnum):
    """What somebody must say or do for a conversation to end."""

    TEXT = "text"
    MESSAGE = "message"
    TURN = "turn"
    HANDOFF = "handoff"
    CALL = "call"
    STOP = "stop"
    OUTSIDE = "outside"
    FUNCTION = "function"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Signal:
    """What ends a conversation as soon as somebody says or does it.

    ``text`` is the word that must be mentioned, the target of the handoff, or the name of the function to call; None
    where it is not known or there is none. ``sources`` are those whose messages count: none are named where they are
    not all known, None is everybody, whoever gives the task included. ``OTHER`` is a limit that must be met too.
    """

    kind: SignalKind
    text: str | None = None
    sources: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Bound:
    """A limit on how often something runs. ``unit`` says what ``value`` counts (`super-steps`, `turns`, `seconds`).

    ``explicit`` is false for a framework's default. ``derivation`` says in a sentence where the number comes from.
    ``decided_by`` a counter or a clock it holds by itself; else ``signals`` are what must be said or done, all of it.
    ``within`` are the nodes whose rounds it bounds, None for all of the graph.
    """

    kind: BoundKind
    value: int | None
    explicit: bool
    unit: str = "super-steps"
    derivation: str = ""
    location: Location | None = None
    decided_by: Decider = Decider.COUNTER
    signals: tuple[Signal, ...] = ()
    within: tuple[str, ...] | None = None

    @property
    def counts_no_rounds(self) -> bool:
        """Whether it is a clock or a budget: how many rounds fit into it is not known."""
        return self.unit in ("seconds", "tokens")


class Slip(StrEnum):
    """How a loop goes round without coming nearer to the limit of its counter."""

    NEVER = "never"
    MISSED = "missed"
    RESET = "reset"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Counter:
    """A number in the state that a decision compares: past the limit, every way on from it leaves the loop.

    ``key`` is the key of the state, or the length of one (`len(messages)`), ``source`` the node that decides, ``test``
    what it tests. ``rounds`` is how often control comes there at most, where that is known; ``counted`` are the nodes
    that count. ``holds``: every round counts. ``slip`` is how one does not, ``round`` its nodes, and ``slips_at`` the
    place where it should. ``fixed``: what the number is compared to stays the same.
    """

    key: str
    source: str
    test: Condition
    limit: float | None = None
    rounds: int | None = None
    counted: tuple[str, ...] = ()
    holds: bool = False
    slip: Slip | None = None
    round: tuple[str, ...] = ()
    slips_at: Location | None = None
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class Cost:
    """The largest number of model calls that one run can make. ``calls`` is None where nothing limits them.

    ``derivation`` says in words how they come about. ``per`` is what they are counted for once and what may come any
    number of times (each item of a list, each task that is sent), ``unbounded_by`` the loop that has no end.
    ``default``: nothing but the framework's own step limit bounds them.
    """

    calls: int | None
    derivation: str
    per: tuple[str, ...] = ()
    unbounded_by: str | None = None
    default: bool = False
