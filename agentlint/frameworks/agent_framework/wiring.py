"""What a `WorkflowBuilder` is told: nodes, and edges between them (`_workflow_builder.py`, 1.0.0b251001 to 1.23.0)."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from agentlint.evaluate import outcomes
from agentlint.evaluate.values import (
    NONE,
    Absent,
    Arguments,
    Conditions,
    Event,
    Span,
    Traced,
    Value,
    options,
    unknown,
)
from agentlint.frameworks import members
from agentlint.frameworks.agent_framework.construction import construction
from agentlint.frameworks.agent_framework.reader import Reader
from agentlint.frameworks.draft import reason
from agentlint.frameworks.members import each


@dataclass(frozen=True, slots=True)
class Arc:
    """An edge between two nodes. ``how`` is the method that made it; those of one group share ``group``.

    ``condition`` is the function that decides about it, None where none does. ``default`` is taken where no other of
    its group is.
    """

    source: str
    target: str
    how: str
    span: Span
    group: int
    condition: Value | None = None
    default: bool = False
    wired: Conditions = ()


@dataclass(slots=True)
class Wiring:
    """Nodes with their values, edges in program order, where a run begins, and what stayed unknown."""

    nodes: dict[str, Value] = field(default_factory=dict)
    others: dict[str, list[Value]] = field(default_factory=dict)
    arcs: list[Arc] = field(default_factory=list)
    entries: list[str] = field(default_factory=list)
    unknown: list[tuple[str, Span]] = field(default_factory=list)
    registered: dict[str, list[tuple[str, Value]]] = field(default_factory=dict)
    limit: tuple[Value, Span] | None = None


def wiring(reader: Reader, builder: Traced) -> Wiring:
    """All that a builder was told, in program order."""
    found = Wiring()
    made = construction(builder)
    assert made is not None
    given = made.given
    if (limit := given.get(0, "max_iterations")) is not None:
        found.limit = limit, made.span
    events = list(_once(builder.events))
    for event in events:
        if event.method in ("register_executor", "register_agent"):
            _register(reader, found, event)
    start = given.get(None, "start_executor")
    if start is not None:
        found.entries += [name for name, _, _ in _named(reader, found, start, made.span)]
    for index, event in enumerate(events):
        _tell(reader, found, event, index)
    return found


def _once(events: list[Event]) -> Iterator[Event]:
    """Events in program order; a call that was evaluated again with the same arguments counts once."""
    seen: set[object] = set()
    for event in sorted(events, key=lambda event: event.serial):
        key = (event.method, event.span, event.arguments, event.calls)
        if key not in seen:
            seen.add(key)
            yield event


def _tell(reader: Reader, found: Wiring, event: Event, index: int) -> None:
    given, span = event.arguments, event.span
    match event.method:
        case "set_start_executor":
            found.entries += [name for name, _, _ in _named(reader, found, _at(event, 0, "executor"), span)]
        case "set_max_iterations":
            found.limit = _at(event, 0, "max_iterations"), span
        case "add_agent":
            _named(reader, found, _at(event, 0, "agent"), span)
        case "add_edge":
            condition = given.get(2, "condition")
            held = condition if condition is not None and condition != NONE else None
            _connect(reader, found, _at(event, 0, "source"), _at(event, 1, "target"), event, index, held)
        case "add_fan_out_edges":
            for target, wired in each(_at(event, 1, "targets")):
                _connect(reader, found, _at(event, 0, "source"), target, event, index, wired=wired)
        case "add_multi_selection_edge_group":
            held = _at(event, 2, "selection_func")
            for target, wired in each(_at(event, 1, "targets")):
                _connect(reader, found, _at(event, 0, "source"), target, event, index, held, wired=wired)
        case "add_fan_in_edges":
            for source, wired in each(_at(event, 0, "sources")):
                _connect(reader, found, source, _at(event, 1, "target"), event, index, wired=wired)
        case "add_switch_case_edge_group":
            _cases(reader, found, event, index)
        case "add_chain":
            chain = each(_at(event, 0, "executors"))
            for step, ((one, _), (other, wired)) in enumerate(pairwise(chain)):
                _connect(reader, found, one, other, event, index * 1000 + step, wired=wired)


def _cases(reader: Reader, found: Wiring, event: Event, index: int) -> None:
    for case, wired in each(_at(event, 1, "cases")):
        made = construction(case)
        if made is None or made.kind not in ("Case", "Default"):
            found.unknown.append((f"a case is not known: {reason(case)}", event.span))
            continue
        condition = made.given.get(0, "condition") if made.kind == "Case" else None
        target = made.given.get(0 if made.kind == "Default" else 1, "target") or unknown("it is not given", made.span)
        _connect(reader, found, _at(event, 0, "source"), target, event, index, condition,
                 default=made.kind == "Default", wired=wired)  # fmt: skip


def _at(event: Event, position: int, name: str) -> Value:
    held = event.arguments.get(position, name)
    return held if held is not None else event.arguments.rest or unknown("an argument is missing", event.span)


def _connect(
    reader: Reader, found: Wiring, source: Value, target: Value, event: Event, group: int,
    condition: Value | None = None, *, default: bool = False, wired: Conditions = (),
) -> None:  # fmt: skip
    for before, _, one in _named(reader, found, source, event.span):
        for after, _, other in _named(reader, found, target, event.span):
            path = (*event.conditions, *one, *other, *wired)
            found.arcs.append(Arc(before, after, event.method, event.span, group, condition, default, path))


def _named(reader: Reader, found: Wiring, value: Value, span: Span) -> list[tuple[str, Value, Conditions]]:
    """The nodes that a value is or names; they become nodes of the workflow."""
    nodes: list[tuple[str, Value, Conditions]] = []
    for option, conditions in options(value):
        if isinstance(option, Absent) or option == NONE:
            continue
        label = members.text(option)
        if label is not None:
            held = found.registered.get(label, [])
            held = held or [(label, found.nodes[label])] if held or label in found.nodes else []
        else:
            name = reader.name(option)
            held = [(name, option)] if name is not None else []
        if not held:
            what = f"`{label}` is not registered" if label is not None else reason(option)
            found.unknown.append((f"a node of the workflow is not known: {what}", span))
        for name, node in held:
            found.nodes.setdefault(name, node)
            if node is not found.nodes[name]:
                kept = found.others.setdefault(name, [])
                if not any(node is one for one in kept):
                    kept.append(node)
            nodes.append((name, node, conditions))
    return nodes


def _register(reader: Reader, found: Wiring, event: Event) -> None:
    """The node that a factory makes goes by the name under which it is registered, and is called by its own."""
    factory = _at(event, 0, "factory_func")
    labels = [label for option, _ in each(_at(event, 1, "name")) if (label := members.text(option))]
    made: list[tuple[str, Value]] = []
    for outcome in outcomes(reader.machine, factory, Arguments(), event.span):
        for exit in outcome.exits:
            for option, _ in options(exit.value):
                if (name := reader.name(option)) is not None:
                    made.append((name, option))
    for label in labels:
        found.registered[label] = made or [(label, factory)]
