"""What a function does when it runs, told in the words of the graph."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from agentlint.evaluate import Outcome
from agentlint.evaluate.machine import Handled, Happening, Looped, Raised, Recalled
from agentlint.evaluate.types import literals, short
from agentlint.evaluate.values import (
    Arguments,
    Comparison,
    Conditions,
    Const,
    Event,
    External,
    Guard,
    Held,
    Mapping,
    Member,
    Rescue,
    Round,
    Sequence,
    Traced,
    Tuple,
    Unknown,
    Value,
    Wrapped,
    options,
)
from agentlint.frameworks.conditions import decider, is_compared, lookups, told
from agentlint.frameworks.content import content, merged, verbatim
from agentlint.frameworks.gatherings import gatherings
from agentlint.frameworks.graph_runs import CONVERSATIONS, TEAM_RUNS, graph_run, makers
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
from agentlint.frameworks.outside import INTERRUPTS, changes, is_human, limit, reach, repeatable
from agentlint.frameworks.outside import name_of as qualified
from agentlint.frameworks.paths import state_path
from agentlint.frameworks.readings import readings
from agentlint.frameworks.retries import differs, is_retry, tries
from agentlint.frameworks.updates import ways_out
from agentlint.frameworks.whole import filled, shortens
from agentlint.graph.effects import (
    Content,
    Effects,
    Failure,
    GraphRun,
    Handler,
    Lookup,
    ModelCall,
    Mutation,
    OutsideCall,
    Pause,
    Read,
    Repeat,
    Where,
)
from agentlint.graph.evidence import Location

WAIT_FOR = "asyncio.wait_for"
REGISTERS = ("agent_framework.",)
"""Packages whose decorators only register a function: they neither catch what it raises nor limit its time."""
BROAD = frozenset({"Exception", "BaseException"})

Named = Callable[[Value], str | None]


def effects(
    found: Iterable[Outcome], graph_of: Named, tool_name: Named, *, stateful: bool = True, each: bool = False
) -> Effects | None:
    """What the functions behind ``found`` do; None where there are none.

    ``graph_of`` names the graph that a value runs, None where it runs none; ``tool_name`` names a tool. ``stateful``:
    their first argument is the state. ``each``: what is asked at one place is told for each way that leads there.
    """
    parts = [_of(outcome, outcome.given if stateful else None, graph_of, tool_name, each=each) for outcome in found]
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


def _of(outcome: Outcome, root: Value | None, graph_of: Named, tool_name: Named, *, each: bool = False) -> Effects:
    where = _Places(outcome)
    made = _Collected(each)
    for happening in outcome.happenings:
        at = where.of(happening)
        _retries(made, happening, at)
        match happening:
            case Event():
                _event(made, happening, at, root, graph_of, tool_name)
            case Looped():
                who = dict.fromkeys(decider(leave) for leave in happening.leaves)
                made.repeats[happening.span.location] = Repeat(
                    happening.span.location, at, _kind(happening), _rounds(happening), _is_finite(happening),
                    tuple(told(leave) for leave in happening.leaves), tuple(who), _is_alike(happening),
                )  # fmt: skip
            case Recalled(span=span):
                made.repeats.setdefault(span.location, Repeat(
                    span.location, at, "recursion", None, differs(happening), function=happening.function.span.location
                ))  # fmt: skip
            case Handled():
                made.handlers[(happening.span.location, at.calls if each else ())] = _handler(happening, at, root)
            case Raised(value=value):
                what = "" if value is None else short(value.callee) if isinstance(value, Traced) else short(value)
                failure = Failure(happening.span.location, at, what)
                made.failures[failure.location] = failure if each else made.failures.get(failure.location, failure)
    return Effects(
        reads=tuple(made.reads.values()),
        exits=tuple(one for exit in outcome.exits for one in ways_out(exit, root, made.mutations)),
        mutations=tuple(dict.fromkeys(made.mutations)),
        models=tuple(made.models.values()),
        outside=tuple(made.outside.values()),
        graphs=tuple(made.graphs.values()),
        readings=tuple(readings(outcome, root, where.of)),
        gatherings=tuple(gatherings(outcome, where.of)),
        repeats=tuple(made.repeats.values()),
        handlers=tuple(made.handlers.values()),
        failures=tuple(made.failures.values()),
        lookups=tuple(_lookups(outcome, root)),
        pauses=tuple(made.pauses.values()),
        complete=outcome.complete and not outcome.yields,
    )


def _lookups(outcome: Outcome, root: Value | None) -> Iterator[Lookup]:
    """The tables that are asked for a key on the way to anything that happens, or for what is given back."""
    ways = [happening.conditions for happening in outcome.happenings]
    ways += [(*exit.conditions, *more) for exit in outcome.exits for more in _choices(exit.value)]
    told_of: set[Location] = set()
    for key, span, others in (found for way in ways for found in lookups(way)):
        if span.location not in told_of:
            told_of.add(span.location)
            typed = isinstance(key, Unknown) and literals(key.annotation) is not None
            yield Lookup(span.location, content(key, root), typed or is_compared(key, others))


def _choices(value: Value) -> Iterator[Conditions]:
    """Under what conditions a value, or what it holds under a key, is one or the other."""
    for option, more in options(value):
        yield more
        if isinstance(option, Mapping):
            yield from ((*more, *inner) for _, held in option.known() for _, inner in options(held))


class _Places:
    """Where in a function each thing happens."""

    def __init__(self, outcome: Outcome) -> None:
        self._order = {id(happening): index for index, happening in enumerate(outcome.happenings)}
        self._timed = [event for event in outcome.events if _limits_time(event)]

    def of(self, happening: Happening) -> Where:
        around = happening.enclosing
        return Where(
            self._order[id(happening)],
            told(happening.conditions),
            tuple(one.span.location for one in around if isinstance(one, Round) or is_retry(one)),
            tuple(one.span.location for one in around if isinstance(one, Guard)),
            tuple(one.span.location for one in around if isinstance(one, Rescue)),
            (
                *(
                    name
                    for one in around
                    if isinstance(one, Held | Wrapped)
                    if (name := _holder(one.value)) and not name.startswith(REGISTERS)
                ),
                *(WAIT_FOR for limit in self._timed if isinstance(happening, Event) and _awaits(limit, happening)),
            ),
            tuple(span.location for span in happening.calls[1:]),
        )


def _limits_time(event: Event) -> bool:
    limit = event.arguments.get(1, "timeout")
    return event.target == External(WAIT_FOR) and limit is not None and limit != Const(None)


def _awaits(limit: Event, event: Event) -> bool:
    """Whether what happens belongs to what is waited for: the call that made it, or one in the same expression."""
    waited = limit.arguments.get(0, "fut")
    if isinstance(waited, Traced) and waited.created is event:
        return True
    inside = limit.span.location
    return limit is not event and any(inside.covers(span.location) for span in (event.span, *event.calls))


def _holder(value: Value) -> str | None:
    return qualified(value.callee) if isinstance(value, Traced) else qualified(value)


class _Collected:
    """What was seen so far, by its place: what stands in a loop happens once."""

    def __init__(self, each: bool) -> None:
        self.each = each
        self.reads: dict[tuple[str, Location], Read] = {}
        self.mutations: list[Mutation] = []
        self.models: dict[tuple[Location, tuple[Location, ...]], ModelCall] = {}
        self.outside: dict[Location, OutsideCall] = {}
        self.graphs: dict[Location, GraphRun] = {}
        self.repeats: dict[Location, Repeat] = {}
        self.handlers: dict[tuple[Location, tuple[Location, ...]], Handler] = {}
        self.failures: dict[Location, Failure] = {}
        self.pauses: dict[Location, Pause] = {}


def _event(made: _Collected, event: Event, at: Where, root: Value | None, graph_of: Named, tool_name: Named) -> None:
    place, given = event.span.location, event.arguments
    callee = event.target
    if root is not None and event.target == root:
        _on_state(made, event, at, root)
        return
    if event.method in RUNS and (name := graph_of(callee)) is not None:
        made.graphs.setdefault(place, graph_run(event, at, root, name))
        return
    if (model := asked(event)) is not None:
        schema = schema_of(model, given)
        maker = client(model)
        made.models.setdefault((place, at.calls if made.each else ()), ModelCall(
            place, at, (qualified(maker.callee) if maker is not None else None) or "",
            name_of(given.get(None, "model")) or name_of(maker), schema.name if schema else None,
            schema.fields if schema else (), tuple(name for tool in bound_tools(model) if (name := tool_name(tool))),
            forced(model), _asked_with(model, given, root), timeout(model, given), retries(model),
            schema.cls.span.location if schema is not None and schema.cls is not None else None, serial(model),
            verbatim=tuple(dict.fromkeys(text for part in _given(given) for text in verbatim(part))),
        ))  # fmt: skip
        return
    if event.method in RUNS or event.method in TEAM_RUNS:
        made.graphs.setdefault(place, graph_run(event, at, root, None, tuple(dict.fromkeys((*makers(callee), place)))))
        if event.method in RUNS:
            return
    if isinstance(callee, External) and callee.name.rpartition(".")[2] in CONVERSATIONS:
        made.graphs.setdefault(place, graph_run(event, at, root, None, (place,)))
    if event.method != "__call__":
        callee = Member(callee, event.method)
    if is_human(callee):
        raised = INTERRUPTS if isinstance(callee, External) and callee.name.endswith(".interrupt") else ()
        made.pauses.setdefault(place, Pause(place, at, f"{short(callee)}()", raised))
    elif (how := reach(callee)) is not None:
        what = qualified(callee) or ""
        made.outside.setdefault(place, OutsideCall(
            place, at, what, how, limit(callee, given), changes(callee, given), repeatable(callee, given)
        ))  # fmt: skip


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
            attribute = event.method == "__getattribute__"
            made.reads.setdefault((key, place), Read(key, place, at, _tested(key, event, root), attribute))
        case (("get" | "setdefault"), (Const(str(key)), *_)):
            made.reads[(key, place)] = Read(key, place, at, True)
        case (("__setitem__" | "__setattr__"), (Const(str(key)), value)):
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


def _retries(made: _Collected, happening: Happening, at: Where) -> None:
    """The decorators around what happens that run their function again when it fails."""
    for one in happening.enclosing:
        if isinstance(one, Wrapped) and (known := tries(one.value)) is not None:
            place = one.span.location
            outside = Where(at.order, (), at.loops[: at.loops.index(place)])
            made.repeats.setdefault(place, Repeat(place, outside, "retry", known.count, known.finite, alike=True))


def _kind(looped: Looped) -> str:
    if looped.over is None:
        return "while"
    return "retry" if tries(looped.over) is not None else "for"


def _rounds(looped: Looped) -> int | None:
    known = tries(looped.over) if looped.over is not None else None
    return known.count if known is not None else looped.count


def _is_alike(looped: Looped) -> bool:
    """Whether every round is for the same: it counts, or it tries again."""
    return (isinstance(looped.over, Sequence) and looped.over.kind == "range") or _kind(looped) == "retry"


def _is_finite(looped: Looped) -> bool:
    """Whether a loop ends by itself. Streams and counters without end do not."""
    if looped.over is None:
        return False
    if (known := tries(looped.over)) is not None:
        return known.finite
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
