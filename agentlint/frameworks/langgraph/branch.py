"""`add_conditional_edges`: what a router may return, through the table where there is one."""

from agentlint.evaluate.names import present
from agentlint.evaluate.operators import plain
from agentlint.evaluate.values import (
    Event,
    Mapping,
    Sequence,
    Unknown,
    Value,
    options,
    unknown,
)
from agentlint.evaluate.written import display
from agentlint.frameworks.conditions import decider, told
from agentlint.frameworks.draft import Draft, reason
from agentlint.frameworks.langgraph.actions import effects_of
from agentlint.frameworks.langgraph.decisions import anyone, argument_of, as_route, label, opened, seen, who
from agentlint.frameworks.langgraph.history import sent
from agentlint.frameworks.langgraph.names import each, inferred, names
from agentlint.frameworks.langgraph.reader import Reader
from agentlint.frameworks.langgraph.routing import Routing, Target, route
from agentlint.frameworks.langgraph.state import schema
from agentlint.graph.condition import Decider
from agentlint.graph.evidence import Confidence, Location
from agentlint.graph.model import END, Decision, EdgeKind, Route
from agentlint.graph.state import State

TABLE = ("path_map", "conditional_edge_mapping")


def read_branch(reader: Reader, draft: Draft, event: Event, start: Value, position: int) -> None:
    """``add_conditional_edges``: what the router may return, through the table where there is one."""
    path = argument_of(event, position, "path", "condition")
    table = event.arguments.get(position + 1, *TABLE)
    routing = route(reader.machine, path, event.span)
    mapping = _table(draft, table, event)
    then = event.arguments.get(position + 2, "then")
    for source, _, held in names(start):
        if source is None:
            draft.unknown(f"the start of a conditional edge is not known: {reason(held)}", event.span)
            continue
        reached = (
            _mapped(draft, source, routing, mapping, event)
            if mapping is not None
            else _open(draft, source, routing, event, table)
        )
        _decision(reader, draft, source, path, routing, mapping, event, position)
        if then is not None:
            for name, _, _ in names(then):
                for target in reached if name is not None else ():
                    draft.edge(target, name or "", EdgeKind.SEQUENCE, event.span, wired=event.conditions)


Table = list[tuple[str, str, Location]]


def _table(draft: Draft, table: Value | None, event: Event) -> Table | None:
    """The entries of a path map: label, node. Only dicts and lists count (langgraph/graph/_branch.py, 1.2)."""
    if table is None:
        return None
    found: Table = []
    at = event.span.location
    seen = False
    for option, _ in options(table):
        match option:
            case Mapping():
                seen = True
                for key, value in option.known():
                    label = _label_of(key)
                    if label is None:
                        draft.unknown("a value in the table of a router is not known", event.span)
                        label = "?"
                    for name, _, held in names(present(value)):
                        if name is None:
                            draft.unknown(f"a target in the table of a router is not known: {reason(held)}", event.span)
                        else:
                            found.append((label, name, at))
                if option.rest is not None:
                    draft.unknown("the table of a router is not known", event.span)
            case Sequence(kind="list"):
                seen = True
                for entry, _ in each(option):
                    for name, _, held in names(entry):
                        if name is None:
                            draft.unknown(f"a target in the table of a router is not known: {reason(held)}", event.span)
                        else:
                            found.append((name, name, at))
    return found if seen else None


def _label_of(key: Value) -> str | None:
    """A router's value as text; None where it is not known."""
    named = next((name for name, _, _ in names(key) if name is not None), None)
    constant = plain(key)
    return named if named is not None or constant is None else str(constant.value)


def _mapped(draft: Draft, source: str, routing: Routing, table: Table, event: Event) -> list[str]:
    by_label: dict[str, Target] = {}
    for target in routing.targets:
        label = target.name if target.name is not None else _label_of(target.value)
        if label is not None and not target.dispatch:
            by_label.setdefault(label, target)
        if target.dispatch and target.name is not None:
            draft.edge(
                source,
                target.name,
                EdgeKind.DISPATCH,
                target.span,
                target.conditions,
                who(target),
                wired=event.conditions,
                payload=sent(target),
            )
    for label, name, _ in table:
        at = event.span
        chosen = by_label.get(label)
        shown = label if label != name else None
        if chosen is not None:
            draft.edge(
                source, name, EdgeKind.CONDITIONAL, at, chosen.conditions, who(chosen), shown, wired=event.conditions
            )
        else:
            draft.edge(
                source,
                name,
                EdgeKind.CONDITIONAL,
                at,
                decided_by=anyone(routing.targets),
                label=shown,
                wired=event.conditions,
            )
    return [name for _, name, _ in table]


def _open(draft: Draft, source: str, routing: Routing, event: Event, table: Value | None) -> list[str]:
    """A router without a table: what it returns are node names."""
    reached: list[str] = []
    for target in routing.targets:
        if target.name is not None:
            kind = EdgeKind.DISPATCH if target.dispatch else EdgeKind.CONDITIONAL
            draft.edge(
                source, target.name, kind, target.span, target.conditions, who(target),
                wired=event.conditions, payload=sent(target),
            )  # fmt: skip
            reached.append(target.name)
    at = routing.functions[0].span if routing.functions else event.span
    unknown_targets = [target for target in routing.targets if target.name is None]
    if routing.declared and (routing.exact or unknown_targets):
        sure = Confidence.PROVEN if routing.exact else Confidence.LIKELY
        for name in routing.declared:
            if name not in reached:
                draft.edge(
                    source,
                    name,
                    EdgeKind.CONDITIONAL,
                    at,
                    decided_by=anyone(routing.targets),
                    confidence=sure,
                    wired=event.conditions,
                )
                reached.append(name)
    elif unknown_targets:
        for target in unknown_targets:
            kind = EdgeKind.DISPATCH if target.dispatch else EdgeKind.CONDITIONAL
            draft.anywhere(source, target.span, kind, target.value, who(target))
    elif not routing.targets and not routing.complete:
        why = table if table is not None else unknown("the router is not in the project", event.span)
        draft.anywhere(source, event.span, EdgeKind.CONDITIONAL, why, Decider.UNKNOWN)
    return reached


def _decision(
    reader: Reader,
    draft: Draft,
    source: str,
    path: Value,
    routing: Routing,
    table: Table | None,
    event: Event,
    position: int,
) -> None:
    chosen = seen(routing.targets)
    routes = [as_route(target) for target in chosen]
    routes += [Route(None, span.location, told(path), decider(path)) for span, path in routing.nothing]
    routes += [Route(END, span.location, told(path), decider(path), True) for span, path in routing.ends]
    complete = routing.complete and len(chosen) == len(routing.targets)
    defined = routing.functions[0].span.location if routing.functions else None
    written = display(event.span, position + 1, *TABLE)
    draft.decisions.append(
        Decision(
            source,
            label(routing, inferred(path) or "condition"),
            event.span.location,
            tuple(routes),
            complete,
            tuple(table) if table is not None else None,
            routing.declared if routing.exact else None,
            False,
            defined,
            told(event.conditions),
            opened(routing.targets),
            effects_of(reader, routing.outcomes),
            _receives(reader, draft, routing),
            written.location if written is not None and table is not None else None,
        )
    )


def _receives(reader: Reader, draft: Draft, routing: Routing) -> State | None:
    """The schema that a router declares for its input by a type hint (`_get_branch_path_input_schema`, 1.2)."""
    for outcome in routing.outcomes:
        declared = outcome.given.annotation if isinstance(outcome.given, Unknown) else None
        found = schema(reader.machine, declared, draft.span)
        if found is not None and found.typed:
            return found
    return None
