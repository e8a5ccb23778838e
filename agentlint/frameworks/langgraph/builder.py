"""`StateGraph` and its kin: what the calls on a builder make of the graph."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from agentlint.evaluate import Outcome, outcomes
from agentlint.evaluate.names import present
from agentlint.evaluate.operators import contents, plain
from agentlint.evaluate.values import (
    TRUE,
    Absent,
    Arguments,
    Conditions,
    Const,
    Event,
    External,
    Instance,
    Mapping,
    Sequence,
    Span,
    Traced,
    Tuple,
    Unknown,
    Value,
    options,
    unknown,
)
from agentlint.frameworks.conditions import decider, told
from agentlint.frameworks.draft import Draft, reason
from agentlint.frameworks.langgraph.actions import facts, tool_targets
from agentlint.frameworks.langgraph.names import each, inferred, names
from agentlint.frameworks.langgraph.reader import Reader
from agentlint.frameworks.langgraph.routing import Routing, Target, commands, route
from agentlint.frameworks.langgraph.vocabulary import is_name
from agentlint.graph.evidence import Confidence, Location
from agentlint.graph.model import END, START, Decider, Decision, EdgeKind, NodeKind, Route


def read_builder(reader: Reader, draft: Draft, made: Traced | Instance) -> None:
    """Fill a draft from everything that happened to a builder."""
    for event in _once(made.events):
        match event.method:
            case "add_node":
                _add_node(reader, draft, event)
            case "add_sequence":
                _add_sequence(reader, draft, event)
            case "add_edge":
                _add_edge(draft, event, _given(event, 0, "start_key", "start"), _given(event, 1, "end_key", "end"))
            case "add_conditional_edges":
                _branch(reader, draft, event, _given(event, 0, "source", "start_key"), 1)
            case "set_conditional_entry_point":
                _branch(reader, draft, event, Const(START), 0)
            case "set_entry_point":
                _add_edge(draft, event, Const(START), _given(event, 0, "key"))
            case "set_finish_point":
                _add_edge(draft, event, _given(event, 0, "key"), Const(END))
            case "set_node_defaults":
                _defaults(reader, draft, event)


def _once(events: list[Event]) -> Iterator[Event]:
    """Events in program order; a place that was met again with the same arguments counts once."""
    seen: set[tuple[str, Span, Arguments]] = set()
    for event in sorted(events, key=lambda event: event.serial):
        key = (event.method, event.span, event.arguments)
        if key not in seen:
            seen.add(key)
            yield event


def _given(event: Event, position: int, *names: str) -> Value:
    found = event.arguments.get(position, *names)
    if found is not None:
        return found
    return event.arguments.rest or unknown("an argument is missing", event.span)


def _add_node(reader: Reader, draft: Draft, event: Event) -> None:
    given = event.arguments
    first = _given(event, 0, "node", "key")
    action = given.get(1, "action")
    for option, _ in options(first):
        runs: Value = option
        if isinstance(option, Absent):
            continue
        if action is None:
            name = inferred(option)
            found: list[tuple[str | None, Conditions, Value]] = [(name, (), option)]
        else:
            found, runs = names(option), action
        for name, _, named in found:
            if name is None:
                draft.unknown(f"the name of a node is not known: {reason(named)}", event.span)
                draft.open_nodes = True
            else:
                _node(reader, draft, name, runs, event)


def _node(reader: Reader, draft: Draft, name: str, action: Value, event: Event) -> None:
    given = event.arguments
    found = outcomes(reader.machine, action, Arguments(), event.span)
    subgraph = reader.graph_in(action, found)
    known = facts(reader, action, found, subgraph)
    known |= _options(given)
    if subgraph is not None:
        draft.subgraphs[name] = subgraph
        known["subgraph"] = subgraph.name
    draft.node(name, known.pop("kind"), event.span, **known)  # type: ignore[arg-type]
    _commands(reader, draft, name, action, found, event)
    handler = given.get(None, "error_handler")
    if handler is not None and handler != Const(None):
        _error_handler(reader, draft, f"__error_handler__{name}", handler, event)


def _options(given: Arguments) -> dict[str, object]:
    """What `add_node` says besides the action: when the node runs, how often it is tried, how long it may take."""
    found: dict[str, object] = {}
    if given.get(None, "defer") == TRUE:
        found["deferred"] = True
    for policy, _ in each(given.get(None, "retry_policy", "retry") or Const(None)):
        if isinstance(policy, Traced) and is_name(policy.callee, "RetryPolicy"):
            attempts = policy.created.arguments.get(4, "max_attempts")
            found["retry"] = attempts.value if isinstance(attempts, Const) and isinstance(attempts.value, int) else 3
    timeout = given.get(None, "timeout")
    if isinstance(timeout, Const) and isinstance(timeout.value, int | float):
        found["timeout"] = float(timeout.value)
    return found


def _error_handler(reader: Reader, draft: Draft, name: str, handler: Value, event: Event) -> None:
    """LangGraph makes a node of its own for an error handler (langgraph 1.2, graph/state.py)."""
    found = outcomes(reader.machine, handler, Arguments(), event.span)
    draft.node(name, NodeKind.FUNCTION, event.span)
    routing = commands(reader.machine, found)
    _leave(reader, draft, name, routing, event.span)


def _defaults(reader: Reader, draft: Draft, event: Event) -> None:
    handler = event.arguments.get(None, "error_handler")
    if handler is not None and handler != Const(None):
        _error_handler(reader, draft, "__default_error_handler__", handler, event)


def _commands(reader: Reader, draft: Draft, name: str, action: Value, found: tuple[Outcome, ...], event: Event) -> None:
    """Edges that a node's own commands make, and those that its declaration promises."""
    routing = commands(reader.machine, found)
    destinations = event.arguments.get(None, "destinations")
    declared = _destinations(destinations)
    if declared is not None:
        for target, at in declared:
            draft.edge(name, target, EdgeKind.HANDOFF, at or event.span, decided_by=Decider.UNKNOWN)
        routing = replace(routing, declared=tuple(target for target, _ in declared), exact=True)
    extra = tool_targets(reader, action)
    if extra:
        routing = replace(routing, targets=(*routing.targets, *extra))
    _leave(reader, draft, name, routing, event.span)


def _destinations(value: Value | None) -> list[tuple[str, Span | None]] | None:
    match value:
        case Mapping():
            return [(name, None) for key, _ in value.known() for name, _, _ in names(key) if name is not None]
        case Tuple() | Sequence():
            return [(name, None) for entry, _ in each(value) for name, _, _ in names(entry) if name is not None]
        case _:
            return None


def _leave(reader: Reader, draft: Draft, name: str, routing: Routing, span: Span) -> None:
    """The edges out of a node that routes itself."""
    own = [target for target in routing.targets if not target.parent]
    reader.parents[id(draft)] += [target for target in routing.targets if target.parent]
    known = [target for target in own if target.name is not None]
    for target in known:
        kind = EdgeKind.DISPATCH if target.dispatch else EdgeKind.HANDOFF
        draft.edge(name, target.name or "", kind, target.span, target.conditions, _who(target))
    at = routing.functions[0].span if routing.functions else span
    for promised in routing.declared or ():
        if not any(target.name == promised for target in known):
            draft.edge(name, promised, EdgeKind.HANDOFF, at, decided_by=Decider.UNKNOWN)
    for target in own:
        if target.name is None and not routing.declared:
            kind = EdgeKind.DISPATCH if target.dispatch else EdgeKind.HANDOFF
            draft.anywhere(name, target.span, kind, target.value, _who(target))
    if own or routing.declared:
        routes = tuple(map(_route, _told(own)))
        complete = routing.complete and len(routes) == len(own)
        draft.decisions.append(
            Decision(
                name,
                _label(routing, "Command"),
                at.location,
                routes,
                complete,
                None,
                routing.declared,
                True,
                at.location,
            )
        )


def _who(target: Target) -> Decider:
    if target.name is None or (isinstance(target.value, Unknown) and not target.conditions):
        return decider(target.conditions) if target.conditions else Decider.UNKNOWN
    return decider(target.conditions)


def _told(targets: Iterable[Target]) -> list[Target]:
    """The targets that the code names; one that only a declared type allows is no value that was seen."""
    return [target for target in targets if target.name is not None and not isinstance(target.value, Unknown)]


def _route(target: Target) -> Route:
    return Route(target.name, target.span.location, told(target.conditions), _who(target), target.dispatch)


def _label(routing: Routing, otherwise: str) -> str:
    return routing.functions[0].name if routing.functions else otherwise


def _add_sequence(reader: Reader, draft: Draft, event: Event) -> None:
    """``add_sequence``: nodes in a row. A tuple brings its own name; others are named by `__name__` or their type."""
    before: str | None = None
    nodes = _given(event, 0, "nodes")
    items = contents(nodes)
    if items.rest is not None:
        draft.unknown("the length of a sequence of nodes is not known", event.span)
        draft.open_nodes = True
    for entry in items.entries:
        step = present(entry)
        match step:
            case Tuple((first, action)):
                found = [name for name, _, _ in names(first)]
            case _:
                action, found = step, [_sequence_name(step)]
        for name in found[:1]:
            if name is None:
                draft.unknown("the name of a node is not known", event.span)
                continue
            _node(reader, draft, name, action, event)
            if before is not None:
                draft.edge(before, name, EdgeKind.SEQUENCE, event.span, wired=event.conditions)
            before = name


def _sequence_name(action: Value) -> str | None:
    match action:
        case Traced(callee=External(name)):
            return name.rpartition(".")[2]
        case Traced():
            return "CompiledStateGraph"
        case _:
            return inferred(action)


def _add_edge(draft: Draft, event: Event, start: Value, end: Value) -> None:
    for option, _ in options(start):
        kind = EdgeKind.JOIN if isinstance(option, Sequence | Tuple) else EdgeKind.SEQUENCE
        sources = [found for member, _ in each(option) for found in names(member)]
        targets = [found for member, _ in each(end) for found in names(member)]
        for source, _, held in sources:
            if source is None:
                draft.unknown(f"the start of an edge is not known: {reason(held)}", event.span)
                continue
            for target, _, other in targets:
                if target is None:
                    draft.anywhere(source, event.span, kind, other, Decider.UNKNOWN)
                else:
                    draft.edge(source, target, kind, event.span, wired=event.conditions)


def _branch(reader: Reader, draft: Draft, event: Event, start: Value, position: int) -> None:
    """``add_conditional_edges``: what the router may return, through the table where there is one."""
    path = _given(event, position, "path", "condition")
    table = event.arguments.get(position + 1, "path_map", "conditional_edge_mapping")
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
        _decision(draft, source, path, routing, mapping, event)
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
                _who(target),
                wired=event.conditions,
            )
    for label, name, _ in table:
        at = event.span
        chosen = by_label.get(label)
        shown = label if label != name else None
        if chosen is not None:
            draft.edge(
                source, name, EdgeKind.CONDITIONAL, at, chosen.conditions, _who(chosen), shown, wired=event.conditions
            )
        else:
            draft.edge(
                source,
                name,
                EdgeKind.CONDITIONAL,
                at,
                decided_by=_anyone(routing),
                label=shown,
                wired=event.conditions,
            )
    return [name for _, name, _ in table]


def _anyone(routing: Routing) -> Decider:
    """Who decides a branch of which the value is not known."""
    for target in routing.targets:
        if target.name is None and (who := decider(target.conditions)) is not Decider.ALWAYS:
            return who
    return Decider.UNKNOWN


def _open(draft: Draft, source: str, routing: Routing, event: Event, table: Value | None) -> list[str]:
    """A router without a table: what it returns are node names."""
    reached: list[str] = []
    for target in routing.targets:
        if target.name is not None:
            kind = EdgeKind.DISPATCH if target.dispatch else EdgeKind.CONDITIONAL
            draft.edge(source, target.name, kind, target.span, target.conditions, _who(target), wired=event.conditions)
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
                    decided_by=_anyone(routing),
                    confidence=sure,
                    wired=event.conditions,
                )
                reached.append(name)
    elif unknown_targets:
        for target in unknown_targets:
            kind = EdgeKind.DISPATCH if target.dispatch else EdgeKind.CONDITIONAL
            draft.anywhere(source, target.span, kind, target.value, _who(target))
    elif not routing.targets and not routing.complete:
        why = table if table is not None else unknown("the router is not in the project", event.span)
        draft.anywhere(source, event.span, EdgeKind.CONDITIONAL, why, Decider.UNKNOWN)
    return reached


def _decision(draft: Draft, source: str, path: Value, routing: Routing, table: Table | None, event: Event) -> None:
    seen = _told(routing.targets)
    routes = [_route(target) for target in seen]
    routes += [Route(None, span.location, told(path), decider(path)) for span, path in routing.nothing]
    routes += [Route(END, span.location, told(path), decider(path), True) for span, path in routing.ends]
    complete = routing.complete and len(seen) == len(routing.targets)
    defined = routing.functions[0].span.location if routing.functions else None
    draft.decisions.append(
        Decision(
            source,
            _label(routing, inferred(path) or "condition"),
            event.span.location,
            tuple(routes),
            complete,
            tuple(table) if table is not None else None,
            routing.declared if routing.exact else None,
            False,
            defined,
            told(event.conditions),
        )
    )
