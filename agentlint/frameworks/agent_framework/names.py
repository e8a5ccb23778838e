"""What the nodes of a workflow are called: executors by their id, agents by their name, else by their id."""

from agentlint.evaluate import Machine
from agentlint.evaluate.attributes import attribute
from agentlint.evaluate.outcomes import behind
from agentlint.evaluate.values import Const, Instance, Member, Traced, Value, options
from agentlint.frameworks import members
from agentlint.frameworks.agent_framework.construction import Construction, built, construction, decorator

POSITIONS = {"Executor": 0, "WorkflowExecutor": 1, "RequestInfoExecutor": 0, "FunctionExecutor": 1,
             "BaseGroupChatOrchestrator": 0, "GroupChatOrchestrator": 0}  # fmt: skip
"""Where constructors take the id."""

CALLING = ("FunctionExecutor", "_CallbackAggregator")
"""Executors that are called like the function that they call, where they are given no id."""


def text(machine: Machine, value: Value | None) -> str | None:
    """A constant text, which the name or id of a node is too; None for anything else."""
    match value:
        case Member(base, "name" | "id"):
            return node_name(machine, base)
        case _:
            return members.text(value)


def node_name(machine: Machine, value: Value) -> str | None:
    """The name of the node that a value becomes; None where it is not known."""
    if (held := decorator(value, "executor")) is not None:
        function, given = held
        named = text(machine, given.get(0, "id"))
        return named or next((found.name for found, _ in behind(function)), None)
    made = construction(value)
    if made is None:
        return _own(machine, value, ("name", "id")) if isinstance(value, Instance) else None
    if made.kind in CALLING:
        named = text(machine, made.given.get(1, "id"))
        wrapped = made.given.get(0, "func", "callback")
        return named or next((found.name for found, _ in behind(wrapped)), None) if wrapped is not None else named
    if made.is_executor:
        named = text(machine, made.given.get(POSITIONS.get(made.kind), "id"))
        return named or _agents_name(machine, made) or _own(machine, value, ("id",))
    return _agent(machine, made) or _own(machine, value, ("name", "id"))


def _agents_name(machine: Machine, made: Construction) -> str | None:
    """The name of the agent that an executor runs."""
    position = {"AgentExecutor": 0, "AgentBasedGroupChatOrchestrator": 0}.get(made.kind)
    agent = made.given.get(position, "agent") if position is not None else None
    return next((name for option, _ in options(agent) if (name := node_name(machine, option))), None) if agent else None


def _agent(machine: Machine, made: Construction) -> str | None:
    workflow = built(made.base) if made.base is not None else None
    named = text(machine, made.given.get(None if workflow is None else 0, "name"))
    named = named or text(machine, made.given.get(None, "id"))
    builder = workflow if named is None else None
    inner = construction(builder) if builder is not None else None
    return text(machine, inner.given.get(None, "name")) if inner is not None else named


def _own(machine: Machine, value: Value, names: tuple[str, ...]) -> str | None:
    """The name that an object of a project class has as an attribute."""
    if not isinstance(value, Instance):
        return None
    for name in names:
        for cell in (name, f"_{name}"):
            held = attribute(machine, value, cell, value.created.span)
            if held != Member(value, cell) and (found := text(machine, held)):
                return found
    return None


def workflow_of(value: Value) -> Traced | None:
    """The builder of the workflow that a value is, runs or was made an agent of."""
    match value:
        case Traced(callee=Member(base, "as_agent")) if (builder := built(base)) is not None:
            return builder
        case Traced():
            return built(value)
        case _:
            return None


def constant(value: Value | None) -> int | None:
    """A number that the code fixes."""
    match value:
        case Const(bool()):
            return None
        case Const(int() as number):
            return number
        case _:
            return None
