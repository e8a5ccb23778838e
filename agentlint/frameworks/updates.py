"""What a function gives back to the graph: the keys of the state that each way out of it writes."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from agentlint.evaluate import Exit
from agentlint.evaluate.operators import truth
from agentlint.evaluate.types import short
from agentlint.evaluate.values import (
    NONE,
    REST,
    Absent,
    Caught,
    Combination,
    Conditions,
    Const,
    Instance,
    Mapping,
    Member,
    Sequence,
    Span,
    Traced,
    Tuple,
    Unknown,
    Value,
    options,
    source_of,
)
from agentlint.frameworks.conditions import compared, told
from agentlint.frameworks.content import content
from agentlint.frameworks.models import RUNS, Schema, is_model, schema_of
from agentlint.frameworks.paths import state_path
from agentlint.graph.effects import Content, Mutation, Source, WayOut, Write
from agentlint.graph.evidence import Location

DUMPS = frozenset({"model_dump", "dict"})


def ways_out(exit: Exit, root: Value | None, mutations: Iterable[Mutation]) -> Iterator[WayOut]:
    """The ways out that a ``return`` stands for: one for each alternative of its value."""
    for option, more in options(exit.value):
        yield _way_out(option, (*exit.conditions, *more), exit.span, root, list(mutations))


def _way_out(value: Value, conditions: Conditions, span: Span, root: Value | None, mutations: list[Mutation]) -> WayOut:
    at, path = span.location, told(conditions)
    tested = compared(conditions)
    raised = any(isinstance(one.test, Unknown) and isinstance(one.test.origin, Caught) for one in conditions)
    writes, whole, update, complete = _update(value, at, root, mutations)
    returns = Content() if update else content(value, root)
    given = (replace(one, checked=_is_checked(value, key, tested)) for key, one in writes.items())
    return WayOut(at, path, tuple(given), whole, update, complete, raised, returns)


def _is_checked(value: Value, key: str, tested: frozenset[Value]) -> bool:
    """Whether what an update gives a key was tested, on the way to the update or where one of its values was chosen."""
    match value:
        case Traced() if short(value.callee) == "Command":
            held = value.created.arguments.get(1, "update")
            return held is not None and _is_checked(held, key, tested)
        case Mapping():
            held = value.cells.get(Const(key))
            ways = options(held) if held is not None else ()
            return any(option in tested | compared(more) for option, more in ways)
        case _:
            return False


Update = tuple[dict[str, Write], bool, bool, bool]


def _update(value: Value, at: Location, root: Value | None, mutations: list[Mutation]) -> Update:
    """The writes of an update, whether it is the whole state, whether it is an update, whether it is all known."""
    match value:
        case Const(None) | Absent():
            return {}, False, False, True
        case Mapping():
            return _of_mapping(value, at, root, mutations)
        case Traced() if short(value.callee) == "Command":
            held = value.created.arguments.get(1, "update")
            if value.created.arguments.get(0, "graph") not in (None, Const(None)):
                return {}, False, True, True  # an update of the graph around this one
            if held is None:
                return {}, False, True, value.created.arguments.rest is None
            return _joined(((option, at) for option, _ in options(held)), root, mutations)
        case Traced() if short(value.callee) == "Send":
            return {}, False, True, True
        case Sequence() | Tuple():
            items = value.items if isinstance(value, Sequence) else None
            entries = value.items if isinstance(value, Tuple) else value.items.entries
            found = _joined(((option, at) for entry in entries for option, _ in options(entry)), root, mutations)
            return found[0], found[1], True, found[3] and (items is None or items.rest is None)
        case Instance():
            written = {name: held for name, held in value.cells.items() if isinstance(name, str)}
            return (
                {
                    name: Write(name, at, content(held, root))
                    for name, held in written.items()
                    if not name.startswith("_")
                },
                False,
                True,
                True,
            )
        case Unknown() if root is not None and state_path(value, root) == "":
            changed = {one.key: Write(one.key, one.location, one.content) for one in mutations}
            return changed, True, True, True
    schema = dumped(value)
    if schema is not None:
        answer = Content((Source.STRUCTURED,), schema=schema.name)
        return {name: Write(name, at, answer) for name in schema.fields}, False, True, bool(schema.fields)
    return {}, False, False, isinstance(value, Const)


def _joined(parts: Iterable[tuple[Value, Location]], root: Value | None, mutations: list[Mutation]) -> Update:
    writes: dict[str, Write] = {}
    whole, complete = False, True
    for value, at in parts:
        more, all_of_it, _, known = _update(value, at, root, mutations)
        writes |= more
        whole, complete = whole or all_of_it, complete and known
    return writes, whole, True, complete


def _of_mapping(value: Mapping, at: Location, root: Value | None, mutations: list[Mutation]) -> Update:
    writes: dict[str, Write] = {}
    complete = True
    whole = False
    inner = source_of(value.rest)
    if inner is not None and root is not None and state_path(inner, root) == "":
        whole = True
        writes |= {one.key: Write(one.key, one.location, one.content) for one in mutations}
    elif inner is not None and (schema := dumped(inner)) is not None and schema.fields:
        answer = Content((Source.STRUCTURED,), schema=schema.name)
        writes |= {name: Write(name, at, answer) for name in schema.fields}
    elif value.rest is not None:
        complete = False
    for key, held in value.cells.items():
        match key:
            case Const(name) if isinstance(name, str):
                every = [option for option, _ in options(held)]
                there = [option for option in every if not isinstance(option, Absent)]
                kept = [option for option in there if state_path(option, root) == name]
                echo = len(kept) == len(there)
                extends = any(_extends(option, name, root) for option in there)
                made = [content(option, root) for option in there]
                counted = any(one.step for one in made)
                partly = not echo and (bool(kept) or len(there) < len(every))
                partly |= counted and any(one.step is None and (one.number or 0) <= 0 for one in made)
                writes[name] = Write(name, at, content(held, root), echo, partly, truth(held), held == NONE, extends)
            case str() if key == REST:
                continue
            case _:
                complete = False
    return writes, whole, True, complete


def _extends(value: Value, key: str, root: Value | None) -> bool:
    """Whether a value is what a key held before with something added (`state["log"] + [entry]`, `state["n"] + 1`)."""
    match value:
        case Sequence():
            return value.rest is not None and state_path(value.rest, root) == f"{key}[]"
        case Unknown(origin=Combination("+", operands)):
            return any(state_path(operand, root) == key for operand in operands)
        case _:
            return False


def dumped(value: Value) -> Schema | None:
    """The schema of a model's answer that is given back as it is, or as a dict of its fields."""
    match value:
        case Traced(callee=Member(base, name)) if name in DUMPS:
            return dumped(base)
        case Traced(callee=Member(base, name)) if name in RUNS and is_model(base):
            return schema_of(base)
        case _:
            return None
