"""What a function does when it runs, told in the words of the graph."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from types import MappingProxyType

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
    Traced,
    Unknown,
    Value,
    Wrapped,
    options,
)
from agentlint.frameworks.bulk import poured
from agentlint.frameworks.conditions import is_compared, lookups, told
from agentlint.frameworks.content import content, merged, verbatim
from agentlint.frameworks.gatherings import gatherings
from agentlint.frameworks.graph_runs import CONVERSATIONS, TEAM_RUNS, graph_run, makers
from agentlint.frameworks.handlers import again, handled
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
from agentlint.frameworks.repeats import looped, recursion, retried
from agentlint.frameworks.retries import is_retry
from agentlint.frameworks.snapshots import Told
from agentlint.frameworks.stand_ins import Standing, stand_ins
from agentlint.frameworks.talks import growing
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
    Scope,
    Where,
)
from agentlint.graph.evidence import Location

WAIT_FOR = "asyncio.wait_for"
REGISTERS = ("agent_framework.",)
"""Packages whose decorators only register a function: they neither catch what it raises nor limit its time."""

Named = Callable[[Value], str | None]


def effects(
    found: Iterable[Outcome],
    graph_of: Named,
    tool_name: Named,
    *,
    stateful: bool = True,
    each: bool = False,
    said: Told = MappingProxyType({}),
) -> Effects | None:
    """What the functions behind ``found`` do; None where there are none.

    ``graph_of`` names the graph that a value runs, None where it runs none; ``tool_name`` names a tool. ``stateful``:
    their first argument is the state. ``each``: what is asked at one place is told for each way that leads there.
    ``said`` is what models were asked with when they were, where that was kept.
    """
    parts = [_of(outcome, outcome.given if stateful else None, graph_of, tool_name, each, said) for outcome in found]
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


def _of(outcome: Outcome, root: Value | None, graph_of: Named, tool_name: Named, each: bool, said: Told) -> Effects:
    where = _Places(outcome)
    made = _Collected(each, said)
    longer = growing(outcome, said)
    for happening in outcome.happenings:
        at = where.of(happening)
        for place, repeat in retried(happening, at):
            made.repeats.setdefault(place, repeat)
        match happening:
            case Event():
                _event(made, happening, at, root, graph_of, tool_name)
            case Looped():
                made.repeats[happening.span.location] = looped(happening, at)
            case Recalled(span=span):
                made.repeats.setdefault(span.location, recursion(happening, at))
            case Handled():
                key = (happening.span.location, at.calls if each else ())
                handler = handled(happening, at, root)
                made.handlers[key] = again(made.handlers[key], handler) if key in made.handlers else handler
            case Raised(value=value):
                what = "" if value is None else short(value.callee) if isinstance(value, Traced) else short(value)
                failure = Failure(happening.span.location, at, what)
                made.failures[failure.location] = failure if each else made.failures.get(failure.location, failure)
    return Effects(
        reads=tuple(made.reads.values()),
        exits=tuple(one for exit in outcome.exits for one in ways_out(exit, root, made.mutations)),
        mutations=tuple(dict.fromkeys(made.mutations)),
        models=tuple(replace(call, grows=True) if key in longer else call for key, call in made.models.items()),
        outside=tuple(made.outside.values()),
        graphs=tuple(made.graphs.values()),
        readings=tuple(readings(outcome, root, where.of)),
        gatherings=tuple(gatherings(outcome, where.of)),
        repeats=tuple(made.repeats.values()),
        handlers=tuple(made.handlers.values()),
        failures=tuple(made.failures.values()),
        lookups=tuple(_lookups(outcome, root)),
        pauses=tuple(made.pauses.values()),
        scopes=tuple(_scopes(outcome)) if each else (),
        complete=outcome.complete and not outcome.yields,
    )


def _scopes(outcome: Outcome) -> Iterator[Scope]:
    """The functions that run inside, each once."""
    inside = dict.fromkeys(function.span for event in outcome.events for function, _ in event.running)
    names = {function.span: function.name for event in outcome.events for function, _ in event.running}
    for span in inside:
        if names[span].isidentifier() and span != outcome.function.span:
            yield Scope(names[span], span.location)


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

    def __init__(self, each: bool, said: Told) -> None:
        self.each = each
        self.said = said
        self.reads: dict[tuple[str, Location], Read] = {}
        self.mutations: list[Mutation] = []
        self.models: dict[tuple[Location, tuple[Location, ...]], ModelCall] = {}
        self.outside: dict[Location, OutsideCall] = {}
        self.graphs: dict[Location, GraphRun] = {}
        self.repeats: dict[Location, Repeat] = {}
        self.handlers: dict[tuple[Location, tuple[Location, ...]], Handler] = {}
        self.failures: dict[Location, Failure] = {}
        self.pauses: dict[Location, Pause] = {}
        self.standing: Standing = {}


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
        given = made.said.get(event.serial, given)
        schema = schema_of(model, given)
        maker = client(model)
        key = (place, at.calls if made.each else ())
        call = ModelCall(
            place, at, (qualified(maker.callee) if maker is not None else None) or "",
            name_of(given.get(None, "model")) or name_of(maker), schema.name if schema else None,
            schema.fields if schema else (), tuple(name for tool in bound_tools(model) if (name := tool_name(tool))),
            forced(model), _asked_with(model, given, root), timeout(model, given), retries(model),
            schema.cls.span.location if schema is not None and schema.cls is not None else None, serial(model),
            verbatim=tuple(dict.fromkeys(text for part in _given(given) for text in verbatim(part))),
            stand_ins=stand_ins(_given(given), root, made.standing), bulk=tuple(poured(_given(given))),
        )  # fmt: skip
        made.models[key] = _in_rounds(made.models[key], call) if key in made.models else call
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


def _in_rounds(first: ModelCall, later: ModelCall) -> ModelCall:
    """A call of which a later round of a loop shows more."""
    return replace(
        first,
        stand_ins=tuple(dict.fromkeys((*first.stand_ins, *later.stand_ins))),
        bulk=tuple(dict.fromkeys((*first.bulk, *later.bulk))),
    )


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
