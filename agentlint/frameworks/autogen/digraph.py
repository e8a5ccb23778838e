"""The graph of a `GraphFlow` as the code writes it: with a `DiGraphBuilder`, or as a `DiGraph` of nodes and edges.

Read from autogen-agentchat 0.7.5, `teams/_group_chat/_graph/`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from agentlint.evaluate.values import (
    NONE,
    Absent,
    Conditions,
    Const,
    Event,
    Mapping,
    Member,
    Span,
    Traced,
    Value,
    options,
    unknown,
)
from agentlint.frameworks.autogen.construction import construction
from agentlint.frameworks.autogen.names import named, text
from agentlint.frameworks.members import each


@dataclass(frozen=True, slots=True)
class Arc:
    """An edge: ``condition`` is a text to be mentioned, or a function; ``group`` are the edges that wait together."""

    source: str
    target: str
    condition: Value | None
    group: str
    waits: bool
    span: Span
    wired: Conditions = ()


@dataclass(slots=True)
class Wiring:
    """The edges of a graph, where it begins if that is said, and the values that stayed unknown.

    ``lenient`` are the nodes that are said to wait for any of their edges, which only versions before 0.6 heed.
    """

    arcs: list[Arc] = field(default_factory=list)
    entry: str | None = None
    lenient: set[str] = field(default_factory=set)
    unknown: list[tuple[str, Value, Span]] = field(default_factory=list)

    def connect(
        self, sources: Value, targets: Value, condition: Value | None, group: Value | None, waits: bool, span: Span,
        wired: Conditions = (),
    ) -> None:  # fmt: skip
        """Add the edges between what two values name."""
        for source, before, held in named(sources):
            for target, after, aim in named(targets):
                if source is None or target is None:
                    self.unknown.append(("an end of an edge is not known", held if source is None else aim, span))
                    continue
                path = (*wired, *before, *after)
                kept = condition if condition != NONE else None
                self.arcs.append(Arc(source, target, kept, text(group) or target, waits, span, path))


def wiring(value: Value | None, span: Span) -> Wiring:
    """The graph that a ``graph`` argument holds."""
    found = Wiring()
    for option, _ in options(value) if value is not None else ():
        made = construction(option)
        match option:
            case Traced(callee=Member(Traced() as builder, "build")):
                _built(found, builder)
            case _ if made is not None and made.kind == "DiGraph":
                _literal(found, made.given.get(None, "nodes"), span)
                found.entry = text(made.given.get(None, "default_start_node"))
            case Absent():
                continue
            case _:
                found.unknown.append(("the graph is not known", option, span))
    return found


def _built(found: Wiring, builder: Traced) -> None:
    for event in _once(builder.events):
        given = event.arguments
        match event.method:
            case "add_node" if given.get(1, "activation") not in (None, Const("all")):
                found.lenient.update(name for name, _, _ in named(_argument(event, 0, "agent")) if name)
            case "add_edge":
                waits = given.get(4, "activation_condition") != Const("any")
                found.connect(
                    _argument(event, 0, "source"), _argument(event, 1, "target"), given.get(2, "condition"),
                    given.get(3, "activation_group"), waits, event.span, event.conditions,
                )  # fmt: skip
            case "add_conditional_edges":
                _branches(found, event)
            case "set_entry_point":
                found.entry = next((name for name, _, _ in named(_argument(event, 0, "name")) if name), None)


def _once(events: list[Event]) -> Iterator[Event]:
    seen: set[object] = set()
    for event in sorted(events, key=lambda event: event.serial):
        key = (event.method, event.span, event.arguments)
        if key not in seen:
            seen.add(key)
            yield event


def _argument(event: Event, position: int, name: str) -> Value:
    found = event.arguments.get(position, name)
    return found if found is not None else event.arguments.rest or unknown("an argument is missing", event.span)


def _branches(found: Wiring, event: Event) -> None:
    for table, _ in options(_argument(event, 1, "condition_to_target")):
        match table:
            case Mapping() if table.rest is None:
                for key, target in table.known():
                    source = _argument(event, 0, "source")
                    found.connect(source, target, key, None, True, event.span, event.conditions)
            case _:
                found.unknown.append(("the table of an edge is not known", table, event.span))


def _literal(found: Wiring, nodes: Value | None, span: Span) -> None:
    if not isinstance(nodes, Mapping):
        found.unknown.append(
            ("the nodes of the graph are not known", nodes or unknown("they are not given", span), span)
        )
        return
    for key, value in nodes.known():
        for option, _ in options(value):
            made = construction(option)
            if made is not None and made.given.get(None, "activation") not in (None, Const("all")):
                found.lenient.update(name for name in (text(key),) if name)
            edges = made.given.get(None, "edges") if made is not None else None
            for edge, wired in each(edges) if edges is not None else ():
                one = construction(edge)
                if one is None:
                    found.unknown.append(("an edge is not known", edge, span))
                    continue
                given = one.given
                waits = given.get(None, "activation_condition") != Const("any")
                target = given.get(None, "target") or unknown("an argument is missing", one.span)
                group = given.get(None, "activation_group")
                found.connect(key, target, given.get(None, "condition"), group, waits, one.span, wired)
    if nodes.rest is not None:
        found.unknown.append(("the nodes of the graph are not known", nodes.rest, span))
