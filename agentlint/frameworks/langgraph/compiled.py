"""What happens to a compiled graph: its limits, whether it can pause and resume, who calls it."""

from collections.abc import Iterator
from dataclasses import replace

from agentlint.evaluate.operators import contents
from agentlint.evaluate.values import (
    NONE,
    Absent,
    Const,
    Event,
    Mapping,
    Traced,
    Unknown,
    Value,
    options,
)
from agentlint.evaluate.written import argument, call, display
from agentlint.frameworks.draft import Draft
from agentlint.frameworks.langgraph.names import names
from agentlint.frameworks.langgraph.reader import Reader
from agentlint.frameworks.langgraph.runs import run
from agentlint.frameworks.langgraph.vocabulary import RUNS, is_name
from agentlint.graph.bound import Bound, BoundKind
from agentlint.graph.evidence import Location
from agentlint.graph.model import Interrupt
from agentlint.graph.setting import Setting
from agentlint.graph.state import Persistence
from agentlint.source import Project
from agentlint.source.tests import is_test

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
    answers = [made.created.span.location for made in reader.machine.traced if _is_answer(made)]
    for each in reader.drafts.values():
        each.answers = answers
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
                draft.runs.append(run(later, draft))
                if draft.persistence is Persistence.ABSENT and _in_tool(later):
                    draft.persistence = Persistence.INHERITED
            elif later.method in ("update_state", "aupdate_state", "bulk_update_state"):
                draft.steered = True
            elif later.method == "__setattr__" and later.arguments.positional[0] == Const("checkpointer"):
                draft.persistence = Persistence.SET


def _is_answer(made: Traced) -> bool:
    """Whether something is the answer to a pause: `Command(resume=…)`."""
    return is_name(made.callee, "Command") and made.created.arguments.get(2, "resume") is not None


def _in_tool(run: Event) -> bool:
    """Whether a run stands in a tool: the agent that calls the tool may bring its own memory."""
    wrappers = run.scope.decorators if run.scope is not None else ()
    return any(is_name(wrapper.callee if isinstance(wrapper, Traced) else wrapper, "tool") for wrapper in wrappers)


def _compile(draft: Draft, event: Event) -> None:
    given = event.arguments
    found = persistence(given.get(0, "checkpointer"), given.rest)
    order = (Persistence.ABSENT, Persistence.UNKNOWN, Persistence.INHERITED, Persistence.SET)
    draft.persistence = max(draft.persistence, found, key=order.index) if draft.compiled else found
    draft.compiled = True
    pauses(draft, event)


def pauses(draft: Draft, event: Event) -> None:
    """The pauses that a call asks for by ``interrupt_before`` and ``interrupt_after``."""
    for how in ("interrupt_before", "interrupt_after"):
        value = event.arguments.get(None, how)
        if value is None:
            continue
        known = contents(value) if not isinstance(value, Const) else None
        if value != NONE and (known is None or known.entries or known.rest is not None):
            held = known.entries if known is not None else ()
            nodes = tuple(name for entry in held for name, _, _ in names(entry) if name is not None)
            pause = Interrupt(how, event.span.location, nodes)
            if pause not in draft.interrupts:
                draft.interrupts.append(pause)


def persistence(value: Value | None, rest: Value | None) -> Persistence:
    """What a ``checkpointer`` argument says. One that is None by a parameter's default may be given elsewhere."""
    if value is None:
        return Persistence.ABSENT if rest is None else Persistence.UNKNOWN
    found = set()
    for option, _ in options(value):
        match option:
            case Const(False):
                found.add(Persistence.ABSENT)
            case Const(True):
                found.add(Persistence.INHERITED)
            case Unknown() | Absent() | Const(None):
                found.add(Persistence.UNKNOWN)
            case _:
                found.add(Persistence.SET)
    return found.pop() if len(found) == 1 else Persistence.UNKNOWN


def _limits(draft: Draft, event: Event, position: int) -> None:
    """A ``recursion_limit`` in the config of a call or of the graph itself; the first run without one is kept too."""
    given = event.arguments
    config = given.get(position, "config")
    configs = [option for option, _ in options(config)] if config is not None else []
    held = [option.cells.get(Const("recursion_limit")) for option in configs if isinstance(option, Mapping)]
    direct = given.get(None, "recursion_limit") if event.method not in RUNS else None
    found = [value for value in (direct, *held) if value is not None]
    for value in found:
        for option, _ in options(value):
            number = option.value if isinstance(option, Const) and isinstance(option.value, int) else None
            derivation = f"`recursion_limit` given to `{event.method}`"
            bound = Bound(BoundKind.STEP_LIMIT, number, True, "super-steps", derivation, event.span.location)
            if bound not in draft.bounds:
                draft.bounds.append(bound)
    unseen = given.rest is not None or any(not isinstance(option, Mapping | Const | Absent) for option in configs)
    if event.method in RUNS and not found and not unseen:
        draft.limitable += _limitable(event, position)
        draft.bounds = [
            replace(bound, location=event.span.location) if not bound.explicit and bound.location is None else bound
            for bound in draft.bounds
        ]


def _limitable(event: Event, position: int) -> Iterator[Setting]:
    """Where a run could be given a step limit: in the config that it has, or by one. Tests run what they want to."""
    written = display(event.span, position, "config")
    if is_test(event.span.module.path) or call(event.span) is None:
        return
    if written is not None:
        yield Setting(written.location, ("recursion_limit",))
    elif argument(event.span, position, "config") is None:
        yield Setting(event.span.location, ("config", "recursion_limit"))


def environment_limit(project: Project) -> Bound | None:
    """The default that an ``.env`` file of the project sets (`LANGGRAPH_DEFAULT_RECURSION_LIMIT`, since 0.3.10)."""
    for path in project.find(".env"):
        for number, line in enumerate((project.read_text(path) or "").splitlines(), 1):
            name, _, value = line.partition("=")
            if name.strip() == "LANGGRAPH_DEFAULT_RECURSION_LIMIT" and value.strip().isdigit():
                place = Location(path, number, 1, number, len(line) + 1)
                return Bound(BoundKind.STEP_LIMIT, int(value), True, "super-steps", f"set in {path}", place)
    return None
