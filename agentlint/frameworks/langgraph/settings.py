"""What every factory is given besides the shape of its graph: memory, pauses, state, limits."""

from agentlint.evaluate.values import Absent, Arguments, Const, External, Traced, Value, options
from agentlint.frameworks.draft import Draft
from agentlint.frameworks.langgraph.compiled import pauses, persistence
from agentlint.frameworks.langgraph.reader import Reader
from agentlint.frameworks.langgraph.state import schema
from agentlint.graph.bound import Bound, BoundKind

Limits = tuple[tuple[tuple[int, int, int], int], ...]
"""Default limits by the first version that has them, newest first."""

AGENT_STATE = External("langchain.agents.AgentState")


def settle(reader: Reader, draft: Draft, made: Traced) -> None:
    """Mark a draft as a compiled graph of a factory, with the memory, pauses and state that its call asks for."""
    given = made.created.arguments
    draft.prebuilt = draft.compiled = True
    draft.persistence = persistence(given.get(None, "checkpointer"), given.rest)
    pauses(draft, made.created)
    chosen = given.get(None, "state_schema")
    draft.state = schema(reader.machine, chosen if chosen is not None and is_given(chosen) else AGENT_STATE, draft.span)


def is_given(value: Value | None) -> bool:
    """Whether an argument may be anything but None."""
    return value is not None and any(
        not isinstance(option, Absent) and option != Const(None) for option, _ in options(value)
    )


def argument(draft: Draft, given: Arguments, name: str) -> Value | None:
    """An optional argument, None where it is not given. Arguments that are spread from an unknown dict are told."""
    found = given.get(None, name)
    if found is None and given.rest is not None:
        draft.unknown(f"the arguments of `{draft.builder}` are not known", draft.span)
    return found if is_given(found) else None


def default_bound(reader: Reader, draft: Draft, package: str, limits: Limits) -> None:
    """Replace LangGraph's step limit by the one that the factory itself sets, if its version sets one."""
    pinned = reader.machine.project.dependency_version(package, draft.span.module.path)
    exact = pinned.version if pinned is not None and pinned.exact else None
    parts = tuple(int(part) if part.isdigit() else 0 for part in exact.split(".")[:3]) if exact else limits[0][0]
    limit = next((value for since, value in limits if parts >= since), None)
    if limit is not None:
        which = f"{package} {exact}" if exact else f"current {package}"
        derivation = f"set by `{draft.builder}` of {which}"
        draft.bounds = [Bound(BoundKind.STEP_LIMIT, limit, False, "super-steps", derivation)]
