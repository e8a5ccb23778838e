"""The schema that the nodes of a graph share, and how concurrent writes to its keys are merged."""

from agentlint.evaluate import Machine
from agentlint.evaluate.attributes import foreign, mro
from agentlint.evaluate.subscripts import is_typed_dict
from agentlint.evaluate.types import members, short
from agentlint.evaluate.values import (
    Absent,
    Builtin,
    Class,
    Const,
    External,
    Function,
    Instance,
    Mapping,
    Span,
    Subscripted,
    Traced,
    Value,
)
from agentlint.frameworks.langgraph.vocabulary import is_name
from agentlint.graph.state import State, StateKey

MESSAGES = {
    "MessagesState": (), "MessagesStateSchema": (), "SwarmState": ("active_agent",), "CopilotKitState": ("copilotkit",),
    "AgentState": ("remaining_steps", "jump_to", "structured_response"),
    "AgentStatePydantic": ("remaining_steps", "structured_response"),
}  # fmt: skip
"""Schemas that libraries offer, with the keys that they have beside `messages`."""
MANAGED = frozenset({"RemainingSteps", "IsLastStep", "RemainingStepsManager", "IsLastStepManager"})
PLAIN = frozenset({"TypedDict", "BaseModel", "object", "Generic", "Protocol", "ABC"})
"""Bases that bring no keys."""


def schema(machine: Machine, value: Value | None, span: Span) -> State | None:
    """The state schema that a builder is given; None where it is not known."""
    match value:
        case None:
            return None
        case Builtin("dict") | Subscripted(Builtin("dict"), _):
            return State("dict", False, (), span.location)
        case External(name) if name in ("typing.Any", "typing.Dict", "builtins.dict"):
            return State(short(value), False, (), span.location)
        case Subscripted(External(name), _) if name in ("typing.Dict", "typing.Mapping"):
            return State("dict", False, (), span.location)
        case External() if is_name(value, *MESSAGES):
            return State(short(value), True, tuple(_offered(short(value), span)), span.location, True)
        case Class():
            known = all(name.rpartition(".")[2] in PLAIN | MESSAGES.keys() for name in foreign(value))
            return State(value.name, True, tuple(_keys(machine, value)), value.span.location, known)
        case Traced(callee=External(name)) if name.rpartition(".")[2] in ("TypedDict", "create_model"):
            return State(short(value.callee), True, tuple(_functional(value)), value.created.span.location)
        case Subscripted(base, _):
            return State(short(base), True, (), span.location)
        case _:
            return None


def keys_given(value: Value | None) -> dict[str, Value] | None:
    """What a value that is given in the place of the state holds, by key; None where its keys are not all known."""
    held: dict[str, Value] = {}
    match value:
        case Mapping() if value.rest is None:
            for key, inside in value.known():
                if not (isinstance(key, Const) and isinstance(key.value, str)):
                    return None
                held[key.value] = inside
        case Instance():
            held = {name: inside for name, inside in value.cells.items() if isinstance(name, str)}
        case _:
            return None
    return {name: inside for name, inside in held.items() if not isinstance(inside, Absent)}


def _offered(name: str, span: Span) -> list[StateKey]:
    """The keys of a schema that a library offers."""
    more = (StateKey(key, "", None, span.location, default=True, managed=True) for key in MESSAGES[name])
    return [StateKey("messages", "list", "add_messages", span.location, default=True), *more]


def _keys(machine: Machine, cls: Class) -> list[StateKey]:
    found: dict[str, StateKey] = {}
    for base in reversed(list(mro(cls))):
        if not isinstance(base, Class):
            continue
        for name, node in base.fields.items():
            span = Span(base.module.source, node)
            declared = machine.annotation(base, node)
            merge = reducer(declared)
            merges_at = merge.span.location if isinstance(merge, Function) else None
            given = name in base.cells
            typed = is_typed_dict(base)
            found[name] = StateKey(
                name, span.text, _reducer_name(merge), span.location, merges_at,
                merge is not None or (given and not typed), short(declared) in MANAGED, given and typed,
            )  # fmt: skip
    for name in foreign(cls):
        for key in _offered(last, cls.span) if (last := name.rpartition(".")[2]) in MESSAGES else ():
            found.setdefault(key.name, key)
    return list(found.values())


def _functional(made: Traced) -> list[StateKey]:
    span = made.created.span
    fields = made.created.arguments.get(1, "fields")
    names = [key.value for key, _ in fields.known() if isinstance(key, Const)] if isinstance(fields, Mapping) else []
    names += [name for name, _ in made.created.arguments.keywords if name not in ("total", "__base__", "fields")]
    return [StateKey(str(name), "", None, span.location) for name in names]


def reducer(declared: Value) -> Value | None:
    """The function that merges writes: the last item of ``Annotated`` (graph/state.py, 1.2)."""
    match declared:
        case Subscripted(base, (_, *metadata)) if short(base) == "Annotated" and metadata:
            return metadata[-1] if isinstance(metadata[-1], Function | External | Traced) else None
        case Subscripted(base, (inner, *_)) if short(base) in ("Required", "NotRequired"):
            return reducer(inner)
        case _:
            return next(
                (found for part in members(declared) if part is not declared and (found := reducer(part))), None
            )


def _reducer_name(merge: Value | None) -> str | None:
    match merge:
        case Function() as function:
            return function.name
        case External(name):
            return name.rpartition(".")[2]
        case Traced(callee=callee):
            return short(callee) or None
        case _:
            return None
