"""What the functions that a team is given may choose: names of members, or nothing."""

from dataclasses import dataclass

from agentlint.evaluate import Outcome, outcomes
from agentlint.evaluate.values import NONE, Absent, Arguments, Conditions, Span, Value, options
from agentlint.frameworks.autogen.names import text
from agentlint.frameworks.autogen.reader import Reader
from agentlint.frameworks.members import each
from agentlint.graph.evidence import Location


@dataclass(frozen=True, slots=True)
class Target:
    """A member that is chosen; ``name`` is None where it is not known, ``value`` says why."""

    name: str | None
    conditions: Conditions
    span: Span
    value: Value


@dataclass(frozen=True, slots=True)
class Choosing:
    """All that a function may choose. ``leaves_open``: on some way out it chooses nobody, or nobody can tell."""

    targets: tuple[Target, ...]
    leaves_open: bool
    outcomes: tuple[Outcome, ...]

    @property
    def names(self) -> list[str]:
        """The members that are known to be chosen, each once."""
        return list(dict.fromkeys(target.name for target in self.targets if target.name is not None))

    @property
    def is_closed(self) -> bool:
        """Whether ``names`` are all that it may choose."""
        return not self.leaves_open and bool(self.targets) and all(target.name is not None for target in self.targets)

    @property
    def name(self) -> str:
        """What the function is called."""
        return self.outcomes[0].function.name if self.outcomes else "condition"

    @property
    def location(self) -> Location | None:
        """Where the function is defined."""
        return self.outcomes[0].function.span.location if self.outcomes else None


def choosing(reader: Reader, function: Value | None, span: Span) -> Choosing | None:
    """What a ``selector_func`` or a ``candidate_func`` may return; None where there is none."""
    if function is None or function == NONE or isinstance(function, Absent):
        return None
    found = tuple(
        outcome for option, _ in options(function) for outcome in outcomes(reader.machine, option, Arguments(), span)
    )
    targets: list[Target] = []
    leaves_open = not found
    for outcome in found:
        leaves_open = leaves_open or not outcome.complete
        for exit in outcome.exits:
            chosen = each(exit.value)
            leaves_open = leaves_open or not chosen or any(value == NONE for value, _ in chosen)
            targets += [
                Target(text(value), exit.conditions + more, exit.span, value) for value, more in chosen if value != NONE
            ]
    return Choosing(tuple(targets), leaves_open, found)
