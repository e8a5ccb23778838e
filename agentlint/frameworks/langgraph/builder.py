"""`StateGraph` and its kin: what the calls on a builder make of the graph."""

from collections.abc import Iterator
from dataclasses import replace

from agentlint.evaluate import Outcome, outcomes
from agentlint.evaluate.names import present
from agentlint.evaluate.operators import contents
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
)
from agentlint.frameworks.draft import Draft, reason
from agentlint.frameworks.langgraph.actions import facts, tool_node, tool_targets, tool_values
from agentlint.frameworks.langgraph.branch import read_branch
from agentlint.frameworks.langgraph.decisions import anyone, argument_of, as_route, label, opened, seen, who
from agentlint.frameworks.langgraph.history import sent
from agentlint.frameworks.langgraph.names import each, inferred, names
from agentlint.frameworks.langgraph.reader import Reader
from agentlint.frameworks.langgraph.routing import Routing, commands
from agentlint.frameworks.langgraph.state import schema
from agentlint.frameworks.langgraph.tools import containable, contains_errors, offered
from agentlint.frameworks.langgraph.vocabulary import is_name
from agentlint.frameworks.models import asked, bound_tools
from agentlint.graph.condition import Decider
from agentlint.graph.model import END, START, Decision, EdgeKind, NodeKind
from agentlint.graph.state import State
from agentlint.graph.uses import Misuse

ENDS = frozenset({"start_key", "end_key", "start", "end"})
"""The arguments of ``add_edge`` (graph/state.py, 1.2)."""


def read_builder(reader: Reader, draft: Draft, made: Traced | Instance) -> None:
    """Fill a draft from everything that happened to a builder."""
    for event in _once(made.events):
        match event.method:
            case "add_node":
                _add_node(reader, draft, event)
            case "add_sequence":
                _add_sequence(reader, draft, event)
            case "add_edge":
                _add_edge(
                    draft, event, argument_of(event, 0, "start_key", "start"), argument_of(event, 1, "end_key", "end")
                )
            case "add_conditional_edges":
                read_branch(reader, draft, event, argument_of(event, 0, "source", "start_key"), 1)
            case "set_conditional_entry_point":
                read_branch(reader, draft, event, Const(START), 0)
            case "set_entry_point":
                _add_edge(draft, event, Const(START), argument_of(event, 0, "key"))
            case "set_finish_point":
                _add_edge(draft, event, argument_of(event, 0, "key"), Const(END))
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


def _add_node(reader: Reader, draft: Draft, event: Event) -> None:
    given = event.arguments
    first = argument_of(event, 0, "node", "key")
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
        known["output_contract"] = subgraph.contract
    known["receives"] = _receives(reader, draft, given, found)
    tools = tool_node(action)
    runs_tools = tools is not None
    if runs_tools and tools is action and given.get(None, "error_handler") is None:
        known["contains_errors"] = contains_errors(reader, draft, action)
        known["containable"] = containable(action)
    draft.node(name, known.pop("kind"), event.span, **known)  # type: ignore[arg-type]
    offered(reader, draft, tool_values(action), None if runs_tools else name, name)
    for model in (model for outcome in found for one in outcome.events if (model := asked(one)) is not None):
        offered(reader, draft, bound_tools(model), name, None)
    _commands(reader, draft, name, action, found, event)
    handler = given.get(None, "error_handler")
    if handler is not None and handler != Const(None):
        _error_handler(reader, draft, f"__error_handler__{name}", handler, event)


def _receives(reader: Reader, draft: Draft, given: Arguments, found: tuple[Outcome, ...]) -> State | None:
    """The schema of a node's input where it is not the graph's; a type hint counts (graph/state.py, 1.2)."""
    declared = given.get(None, "input_schema", "input")
    for outcome in found if declared is None else ():
        declared = outcome.given.annotation if isinstance(outcome.given, Unknown) else None
    own = schema(reader.machine, declared, draft.span) if declared is not None else None
    known = {one.location for one in (draft.state, draft.input) if one is not None}
    return own if own is not None and own.location not in known else None


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
            draft.edge(name, target, EdgeKind.HANDOFF, at or event.span, decided_by=anyone(routing.targets))
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
        draft.edge(name, target.name or "", kind, target.span, target.conditions, who(target), payload=sent(target))
    at = routing.functions[0].span if routing.functions else span
    for promised in routing.declared or ():
        if not any(target.name == promised for target in known):
            draft.edge(name, promised, EdgeKind.HANDOFF, at, decided_by=anyone(own))
    for target in own:
        if target.name is None and not routing.declared:
            kind = EdgeKind.DISPATCH if target.dispatch else EdgeKind.HANDOFF
            draft.anywhere(name, target.span, kind, target.value, who(target))
    if own or routing.declared:
        routes = tuple(map(as_route, seen(own)))
        complete = routing.complete and len(routes) == len(own)
        draft.decisions.append(
            Decision(
                name,
                label(routing, "Command"),
                at.location,
                routes,
                complete,
                None,
                routing.declared,
                True,
                at.location,
                (),
                opened(own),
            )
        )


def _add_sequence(reader: Reader, draft: Draft, event: Event) -> None:
    """``add_sequence``: nodes in a row. A tuple brings its own name; others are named by `__name__` or their type."""
    before: str | None = None
    nodes = argument_of(event, 0, "nodes")
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


def _tell_once(draft: Draft, what: str, event: Event) -> None:
    """A mistake that is made for one edge is made for all of them."""
    why = "it takes no such argument and raises a TypeError"
    remedy = "use `add_conditional_edges` with a function that chooses the next node"
    if all(known.what != what for known in draft.misuses):
        draft.misuses.append(Misuse(what, why, event.span.location, None, remedy))


def _add_edge(draft: Draft, event: Event, start: Value, end: Value) -> None:
    for name, _ in event.arguments.keywords:
        if name not in ENDS:
            draft.unknown(f"`add_edge` takes no `{name}`", event.span)
            _tell_once(draft, f"`{name}` given to `add_edge`", event)
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
