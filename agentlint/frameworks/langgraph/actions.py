"""What runs behind a node: its kind, what it returns, whether it pauses for a human, which tools it holds."""

from agentlint.evaluate import Outcome, outcomes
from agentlint.evaluate.names import present
from agentlint.evaluate.operators import contents
from agentlint.evaluate.types import short
from agentlint.evaluate.values import (
    Absent,
    Arguments,
    Const,
    External,
    Function,
    Instance,
    Mapping,
    Member,
    Parameter,
    Sequence,
    Traced,
    Tuple,
    Unknown,
    Value,
    options,
)
from agentlint.frameworks.draft import Draft
from agentlint.frameworks.effects import effects
from agentlint.frameworks.langgraph.handoffs import library_handoff
from agentlint.frameworks.langgraph.names import each, inferred
from agentlint.frameworks.langgraph.reader import Reader
from agentlint.frameworks.langgraph.routing import Target, commands
from agentlint.frameworks.langgraph.vocabulary import REBOUND, is_name
from agentlint.frameworks.models import called, name_of
from agentlint.graph.effects import Effects
from agentlint.graph.model import Interrupt, NodeKind, Result


def facts(reader: Reader, action: Value, found: tuple[Outcome, ...], subgraph: Draft | None) -> dict[str, object]:
    """What is known of a node from what it runs, as fields of a `Node`."""
    pauses = interrupts(found)
    known: dict[str, object] = {"kind": _kind(action, found, subgraph, pauses), "interrupts": pauses}
    tools = tool_values(action)
    if tools:
        known["open_tools"] = None in map(inferred, tools)
        known["tools"] = tuple(name for tool in tools if (name := inferred(tool)))
    if found:
        known["defined_at"] = found[0].function.span.location
        known["target"] = found[0].function.qualname
        known["result"] = result(found)
        known["effects"] = effects_of(reader, found)
        model = next((event for outcome in found if (event := called(outcome.events))), None)
        if model is not None and isinstance(model.target, Traced):
            known["model"] = name_of(model.target)
        asked = [call for effects in [known["effects"]] if isinstance(effects, Effects) for call in effects.models]
        known["forced"] = bool(asked) and all(call.forced for call in asked)
        known["serial"] = bool(asked) and all(call.serial for call in asked)
    elif subgraph is not None:
        known["defined_at"] = subgraph.span.location
    elif isinstance(action, Traced | Instance):
        known["defined_at"] = action.created.span.location
    return known


def effects_of(reader: Reader, found: tuple[Outcome, ...], *, stateful: bool = True) -> Effects | None:
    """What functions do, with the graphs and tools of this run by their names.

    ``stateful``: their first argument is the state.
    """

    def graph_of(value: Value) -> str | None:
        draft = reader.graph(value)
        return draft.name if draft is not None else None

    return effects(found, graph_of, inferred, stateful=stateful)


def _kind(action: Value, found: tuple[Outcome, ...], subgraph: Draft | None, pauses: tuple[Interrupt, ...]) -> NodeKind:
    if tool_node(action) is not None:
        return NodeKind.TOOL
    if pauses:
        return NodeKind.HUMAN
    if subgraph is not None:
        return NodeKind.AGENT if subgraph.prebuilt else NodeKind.SUBGRAPH
    if any(called(outcome.events) for outcome in found):
        return NodeKind.AGENT
    return NodeKind.FUNCTION


def interrupts(found: tuple[Outcome, ...]) -> tuple[Interrupt, ...]:
    """The places where a function pauses for a human."""
    places: dict[object, Interrupt] = {}
    for outcome in found:
        for event in outcome.events:
            if event.method == "__call__" and is_name(event.target, "interrupt", "NodeInterrupt"):
                how = f"{short(event.target)}()"
                places.setdefault(event.span, Interrupt(how, event.span.location))
    return tuple(places.values())


def result(found: tuple[Outcome, ...]) -> Result:
    """What a node's function gives back, over all its ways out."""
    texts: dict[str, None] = {}
    update = command = nothing = False
    complete = all(outcome.complete for outcome in found)
    for outcome in found:
        for value in (*(exit.value for exit in outcome.exits), *outcome.yields):
            for option, _ in options(value):
                match option:
                    case Const(str(text)):
                        texts[text] = None
                    case Const(None):
                        nothing = True
                    case Traced() if is_name(option.callee, "Command"):
                        command = True
                    case Sequence() | Tuple() if any(
                        isinstance(entry, Traced) and is_name(entry.callee, "Command", "Send")
                        for entry, _ in each(option)
                    ):
                        command = True
                    case Mapping() | Instance() | Sequence() | Tuple() | Unknown(origin=Parameter()):
                        update = True
                    case Absent():
                        continue
                    case _:
                        complete = False
    return Result(tuple(texts), update, command, nothing, complete)


def tool_node(action: Value) -> Traced | None:
    """The `ToolNode` that an action is, be it with other settings, or with fallbacks for when it fails."""
    match action:
        case Traced(callee=Member(base, method)) if method in REBOUND:
            return tool_node(base)
        case Traced() if is_name(action.callee, "ToolNode"):
            return action
        case _:
            return None


def tool_values(action: Value) -> list[Value]:
    """The tools that a `ToolNode` or a prebuilt agent holds."""
    made = tool_node(action) or action
    match made:
        case Traced(callee=External()) if is_name(made.callee, "ToolNode"):
            given = made.created.arguments.get(0, "tools")
        case Traced(callee=External()) if is_name(
            made.callee, "create_react_agent", "create_agent", "create_deep_agent"
        ):
            given = made.created.arguments.get(1, "tools")
        case _:
            return []
    return listed(given)


def listed(value: Value | None) -> list[Value]:
    """The members of a list argument; a `ToolNode` given in its place brings its own."""
    found: list[Value] = []
    for option, _ in options(value) if value is not None else ():
        match option:
            case Tuple() | Sequence():
                items = contents(option)
                found += [present(entry) for entry in items.entries]
                found += [items.rest] if items.rest is not None else []
            case Traced() if is_name(option.callee, "ToolNode"):
                found += tool_values(option)
            case Absent() | Const(None):
                continue
            case _:
                found.append(option)
    return found


def tool_targets(reader: Reader, action: Value) -> list[Target]:
    """Where the tools of a `ToolNode` send control by the commands they return."""
    if tool_node(action) is None:
        return []
    return [target for tool in tool_values(action) for target in handoffs(reader, tool)]


def handoffs(reader: Reader, tool: Value) -> list[Target]:
    """The commands that a tool returns, as targets."""
    found: list[Target] = []
    for option, _ in options(tool):
        found += library_handoff(option)
        function = tool_function(option)
        if function is not None:
            found += commands(reader.machine, outcomes(reader.machine, function, Arguments(), function.span)).targets
    return found


def tool_function(tool: Value) -> Function | None:
    """The project function behind a tool."""
    match tool:
        case Function():
            return tool
        case Traced():
            given = tool.created.arguments
            for value in (given.get(0, "func", "coroutine"), given.get(None, "func"), given.get(None, "coroutine")):
                if isinstance(value, Function):
                    return value
            return None
        case _:
            return None
