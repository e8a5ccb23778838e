"""What a function does when it runs, told in the words of the graph."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from agentlint.evaluate import Outcome
from agentlint.evaluate.machine import Handled, Happening, Looped, Raised
from agentlint.evaluate.operators import truth
from agentlint.evaluate.types import short
from agentlint.evaluate.values import (
    Arguments,
    Comparison,
    Const,
    Event,
    External,
    Guard,
    Held,
    Member,
    Rescue,
    Round,
    Sequence,
    Traced,
    Tuple,
    Unknown,
    Value,
    options,
)
from agentlint.frameworks.conditions import decider, told
from agentlint.frameworks.content import content, merged
from agentlint.frameworks.models import (
    RUNS,
    asked,
    bound_tools,
    client,
    forced,
    name_of,
    retries,
    schema_of,
    serial,
    timeout,
)
from agentlint.frameworks.outside import changes, is_human, limit, reach
from agentlint.frameworks.outside import name_of as qualified
from agentlint.frameworks.paths import state_path
from agentlint.frameworks.readings import readings
from agentlint.frameworks.updates import ways_out
from agentlint.frameworks.whole import filled, shortens
from agentlint.graph.effects import (
    Content,
    Effects,
    Failure,
    Gathering,
    GraphRun,
    Handler,
    ModelCall,
    Mutation,
    OutsideCall,
    Pause,
    Read,
    Repeat,
    Where,
)
from agentlint.graph.evidence import Location

BROAD = frozenset({"Exception", "BaseException"})
GATHERS = {"asyncio.gather": "asyncio.gather", "asyncio.wait": "asyncio.wait", "asyncio.as_completed": "as_completed",
           "concurrent.futures.as_completed": "as_completed", "concurrent.futures.wait": "wait"}  # fmt: skip

Named = Callable[[Value], str | None]


def effects(found: Iterable[Outcome], graph_of: Named, tool_name: Named, *, stateful: bool = True) -> Effects | None:
    """What the functions behind ``found`` do; None where there are none.

    ``graph_of`` names the graph that a value runs, None where it runs none; ``tool_name`` names a tool. ``stateful``:
    their first argument is the state.
    """
    parts = [_of(outcome, outcome.given if stateful else None, graph_of, tool_name) for outcome in found]
    if not parts:
        return None
    if len(parts) == 1:
        return parts[0]
    return Effects(
        **{
            name: tuple(dict.fromkeys(one for part in parts for one in getattr(part, name)))
            for name in Effects.__slots__
            if name != "complete"
        },
        complete=all(part.complete for part in parts),
    )


def _of(outcome: Outcome, root: Value | None, graph_of: Named, tool_name: Named) -> Effects:
    where = _Places(outcome)
    made = _Collected()
    for happening in outcome.happenings:
        at = where.of(happening)
        match happening:
            case Event():
                _event(made, happening, at, root, graph_of, tool_name)
            case Looped():
                who = dict.fromkeys(decider(leave) for leave in happening.leaves)
                made.repeats[happening.span.location] = Repeat(
                    happening.span.location, at, _kind(happening), happening.count, _is_finite(happening),
                    tuple(told(leave) for leave in happening.leaves), tuple(who),
                )  # fmt: skip
            case Handled():
                made.handlers[happening.span.location] = _handler(happening, at, root)
            case Raised(value=value):
                what = "" if value is None else short(value.callee) if isinstance(value, Traced) else short(value)
                made.failures.setdefault(happening.span.location, Failure(happening.span.location, at, what))
    return Effects(
        reads=tuple(made.reads.values()),
        exits=tuple(one for exit in outcome.exits for one in ways_out(exit, root, made.mutations)),
        mutations=tuple(dict.fromkeys(made.mutations)),
        models=tuple(made.models.values()),
        outside=tuple(made.outside.values()),
        graphs=tuple(made.graphs.values()),
        readings=tuple(readings(outcome, root, where.of)),
        gatherings=tuple(made.gatherings.values()),
        repeats=tuple(made.repeats.values()),
        handlers=tuple(made.handlers.values()),
        failures=tuple(made.failures.values()),
        pauses=tuple(made.pauses.values()),
        complete=outcome.complete,
    )


class _Places:
    """Where in a function each thing happens."""

    def __init__(self, outcome: Outcome) -> None:
        self._order = {id(happening): index for index, happening in enumerate(outcome.happenings)}

    def of(self, happening: Happening) -> Where:
        around = happening.enclosing
        return Where(
            self._order[id(happening)],
            told(happening.conditions),
            tuple(one.span.location for one in around if isinstance(one, Round)),
            tuple(one.span.location for one in around if isinstance(one, Guard)),
            tuple(one.span.location for one in around if isinstance(one, Rescue)),
            tuple(name for one in around if isinstance(one, Held) and (name := _holder(one.value))),
            tuple(span.location for span in happening.calls[1:]) if isinstance(happening, Event) else (),
        )


def _holder(value: Value) -> str | None:
    return qualified(value.callee) if isinstance(value, Traced) else qualified(value)


class _Collected:
    """What was seen so far, by its place: what stands in a loop happens once."""

    def __init__(self) -> None:
        self.reads: dict[tuple[str, Location], Read] = {}
        self.mutations: list[Mutation] = []
        self.models: dict[Location, ModelCall] = {}
        self.outside: dict[Location, OutsideCall] = {}
        self.graphs: dict[Location, GraphRun] = {}
        self.gatherings: dict[Location, Gathering] = {}
        self.repeats: dict[Location, Repeat] = {}
        self.handlers: dict[Location, Handler] = {}
        self.failures: dict[Location, Failure] = {}
        self.pauses: dict[Location, Pause] = {}


def _event(made: _Collected, event: Event, at: Where, root: Value | None, graph_of: Named, tool_name: Named) -> None:
    place, given = event.span.location, event.arguments
    callee = event.target
    if root is not None and event.target == root:
        _on_state(made, event, at, root)
        return
    if (model := asked(event)) is not None:
        schema = schema_of(model, given)
        maker = client(model)
        made.models.setdefault(place, ModelCall(
            place, at, (qualified(maker.callee) if maker is not None else None) or "",
            name_of(given.get(None, "model")) or name_of(maker), schema.name if schema else None,
            schema.fields if schema else (), tuple(name for tool in bound_tools(model) if (name := tool_name(tool))),
            forced(model), _asked_with(model, given, root), timeout(model, given), retries(model),
            serial(model),
        ))  # fmt: skip
        return
    if event.method in RUNS:
        if (name := graph_of(callee)) is not None:
            handed = merged(content(part, root) for part in given.positional[:1])
            made.graphs.setdefault(place, GraphRun(place, at, event.method, name, handed))
        return
    if event.method != "__call__":
        callee = Member(callee, event.method)
    if is_human(callee):
        made.pauses.setdefault(place, Pause(place, at, f"{short(callee)}()"))
    elif (how := reach(callee)) is not None:
        what = qualified(callee) or ""
        made.outside.setdefault(place, OutsideCall(place, at, what, how, limit(callee, given), changes(callee, given)))
    elif isinstance(callee, External) and callee.name in GATHERS:
        kept = given.get(None, "return_exceptions")
        contained = kept is not None and truth(kept) is not False
        made.gatherings.setdefault(place, Gathering(place, at, GATHERS[callee.name], contained=contained))


def _given(given: Arguments) -> list[Value]:
    return [
        *given.positional[:1],
        *(value for name, value in given.keywords if name in ("messages", "input", "prompt")),
    ]


def _asked_with(model: Value, given: Arguments, root: Value | None) -> Content:
    """What a model, or a chain with a prompt before it, is asked with."""
    asked_with = merged(content(part, root) for part in _given(given))
    keys = frozenset() if shortens(model) else filled(frozenset(asked_with.whole), model)
    return replace(asked_with, whole=tuple(sorted(keys)))


def _on_state(made: _Collected, event: Event, at: Where, root: Value) -> None:
    """What is done to the state object itself."""
    place = event.span.location
    match event.method, event.arguments.positional:
        case (("__getitem__" | "__getattribute__"), (Const(str(key)), *_)) if key not in (
            "get",
            "keys",
            "items",
            "copy",
        ):
            made.reads.setdefault((key, place), Read(key, place, at, _tested(key, event, root)))
        case (("get" | "setdefault" | "pop"), (Const(str(key)), *_)):
            made.reads[(key, place)] = Read(key, place, at, True)
        case "__setitem__", (Const(str(key)), value):
            made.mutations.append(Mutation(key, place, at, content(value, root)))


def _tested(key: str, event: Event, root: Value) -> bool:
    """Whether what is read was seen to be there: a test for the key, or an exception for its lack, is around."""
    for condition in event.conditions:
        match condition.test:
            case Unknown(origin=Comparison(Const(str(tested)), "in" | "not in", container)):
                if tested == key and container == root:
                    return True
            case test if state_path(test, root) == key:
                return True
    return False


def _kind(looped: Looped) -> str:
    return "for" if looped.over is not None else "while"


def _is_finite(looped: Looped) -> bool:
    """Whether a loop ends by itself. Streams and counters without end do not."""
    if looped.over is None:
        return False
    match looped.over:
        case Traced(callee=External("itertools.count" | "itertools.cycle" | "itertools.repeat")):
            return False
        case _:
            return True


def _handler(handled: Handled, at: Where, root: Value | None) -> Handler:
    caught = _types(handled.caught)
    exits = tuple(one for exit in handled.exits for one in ways_out(exit, root, ()))
    return Handler(
        handled.span.location, handled.guard.location, at, caught, not caught or bool(BROAD & set(caught)),
        not (handled.goes_on or handled.again or exits), handled.goes_on, handled.again, exits,
    )  # fmt: skip


def _types(caught: Value | None) -> tuple[str, ...]:
    """The names of the exceptions that a handler catches."""
    if caught is None:
        return ()
    names: list[str] = []
    for option, _ in options(caught):
        match option:
            case Tuple(items):
                names += [short(item) or "?" for item in items]
            case Sequence():
                names += [short(item) or "?" for item in option.items.entries]
            case _:
                names.append(short(option) or "?")
    return tuple(names)
