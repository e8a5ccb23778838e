"""What happens to a compiled graph: its limits, whether it can pause and resume, who calls it."""

from agentlint.evaluate.operators import contents
from agentlint.evaluate.values import (
    NONE,
    Absent,
    Const,
    Event,
    Mapping,
    Unknown,
    Value,
    options,
)
from agentlint.frameworks.draft import Draft
from agentlint.frameworks.langgraph.reader import Reader
from agentlint.frameworks.langgraph.vocabulary import RUNS
from agentlint.graph.model import Bound, BoundKind, Interrupt, Persistence

DEFAULTS = (((1, 1, 4), 10_007), ((1, 0, 6), 10_000), ((0, 0, 0), 25))
"""Default ``recursion_limit`` by the first langgraph version that has it (wheels 0.0.20 to 1.2.22)."""


def default_limit(version: str | None) -> int:
    """The step limit that holds where none is set."""
    if version is None:
        return DEFAULTS[0][1]
    parts = tuple(int(part) if part.isdigit() else 0 for part in version.split(".")[:3])
    return next(limit for since, limit in DEFAULTS if parts >= since)


def read_compiled(reader: Reader) -> None:
    """Attach what is done to compiled graphs to their drafts."""
    for made in reader.machine.traced:
        draft = reader.graph(made)
        if draft is None:
            continue
        event = made.created
        if event.method == "compile":
            _compile(draft, event)
        if event.method == "with_config":
            _limits(draft, event, 0)
        for later in made.events:
            if later.method in RUNS:
                _limits(draft, later, 1)
            elif later.method == "__setattr__" and later.arguments.positional[0] == Const("checkpointer"):
                draft.persistence = Persistence.SET


def _compile(draft: Draft, event: Event) -> None:
    given = event.arguments
    draft.compiled = True
    found = persistence(given.get(0, "checkpointer"), given.rest)
    order = (Persistence.ABSENT, Persistence.UNKNOWN, Persistence.INHERITED, Persistence.SET)
    if draft.persistence is Persistence.UNKNOWN and found is Persistence.ABSENT:
        draft.persistence = found
    else:
        draft.persistence = max(draft.persistence, found, key=order.index)
    pauses(draft, event)


def pauses(draft: Draft, event: Event) -> None:
    """The pauses that a call asks for by ``interrupt_before`` and ``interrupt_after``."""
    for how in ("interrupt_before", "interrupt_after"):
        value = event.arguments.get(None, how)
        if value is None:
            continue
        known = contents(value) if not isinstance(value, Const) else None
        if value not in (NONE,) and (known is None or known.entries or known.rest is not None):
            pause = Interrupt(how, event.span.location)
            if pause not in draft.interrupts:
                draft.interrupts.append(pause)


def persistence(value: Value | None, rest: Value | None) -> Persistence:
    """What a ``checkpointer`` argument says."""
    if value is None:
        return Persistence.ABSENT if rest is None else Persistence.UNKNOWN
    found = set()
    for option, _ in options(value):
        match option:
            case Const(None | False):
                found.add(Persistence.ABSENT)
            case Const(True):
                found.add(Persistence.INHERITED)
            case Unknown() | Absent():
                found.add(Persistence.UNKNOWN)
            case _:
                found.add(Persistence.SET)
    return found.pop() if len(found) == 1 else Persistence.UNKNOWN


def _limits(draft: Draft, event: Event, position: int) -> None:
    """A ``recursion_limit`` in the config of a call or of the graph itself."""
    given = event.arguments
    direct = given.get(None, "recursion_limit")
    config = given.get(position, "config")
    found = [direct] if direct is not None else []
    for option, _ in options(config) if config is not None else ():
        if isinstance(option, Mapping) and (held := option.cells.get(Const("recursion_limit"))) is not None:
            found.append(held)
    for value in found:
        for option, _ in options(value):
            number = option.value if isinstance(option, Const) and isinstance(option.value, int) else None
            derivation = f"`recursion_limit` given to `{event.method}`"
            bound = Bound(BoundKind.STEP_LIMIT, number, True, "super-steps", derivation, event.span.location)
            if bound not in draft.bounds:
                draft.bounds.append(bound)

