"""Middleware of `create_agent`: which hooks an object overrides, where each may jump, what it brings along.

Read from langchain 1.4.7: `agents/middleware/types.py` (hooks, decorators, `hook_config`), `agents/factory.py`.
"""

from dataclasses import dataclass, field

from agentlint.evaluate import Machine, outcomes
from agentlint.evaluate.attributes import find, foreign
from agentlint.evaluate.values import (
    Arguments,
    Class,
    External,
    Function,
    Instance,
    Method,
    Partial,
    Property,
    Span,
    Traced,
    Value,
)
from agentlint.frameworks.draft import Draft, reason
from agentlint.frameworks.langgraph.builtin_middleware import BuiltIn, builtin
from agentlint.frameworks.langgraph.names import each, inferred, text
from agentlint.frameworks.langgraph.reader import Reader
from agentlint.frameworks.langgraph.toolset import Toolset, toolset
from agentlint.frameworks.langgraph.vocabulary import is_from, last

NODE_HOOKS = ("before_agent", "before_model", "after_model", "after_agent")
"""Hooks that become nodes of their own."""

HOOKS = (*NODE_HOOKS, "wrap_model_call", "wrap_tool_call")
DECORATORS = {**{hook: hook for hook in HOOKS}, "dynamic_prompt": "wrap_model_call"}
"""Decorators that make a middleware of a function, and the hook that it becomes."""

PLAIN_BASES = frozenset({"AgentMiddleware", "Generic", "ABC", "Protocol", "object"})


@dataclass(frozen=True, slots=True)
class Hook:
    """A hook that a middleware overrides: the function that runs, and where it may jump (`end`, `tools`, `model`)."""

    action: Value | None = None
    jumps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Middleware:
    """A middleware object as its agent sees it; ``made`` is the object itself, where the project makes it."""

    name: str
    span: Span
    hooks: dict[str, Hook] = field(default_factory=dict)
    tools: Toolset = field(default_factory=Toolset)
    made: Traced | Instance | None = None

    def is_a(self, name: str) -> bool:
        """Whether it is an object of a built-in class, or of a project class that derives from it."""
        match self.made:
            case Traced(callee=External() as callee):
                return last(callee) == name
            case Instance(cls=cls):
                return any(base.rpartition(".")[2] == name for base in foreign(cls))
            case _:
                return False


def stack(reader: Reader, draft: Draft, value: Value | None) -> list[Middleware]:
    """The middleware behind a ``middleware`` argument, in order; what is not known is told."""
    found: dict[str, Middleware] = {}
    for option, _ in each(value) if value is not None else ():
        made = _middleware(reader.machine, draft, option)
        if made is None:
            draft.unknown(f"which middleware runs is not known: {reason(option)}", draft.span)
        else:
            found.setdefault(made.name, made)
    return list(found.values())


def ready_made(package: str, name: str, span: Span) -> Middleware:
    """A built-in middleware that a factory adds by itself."""
    known = builtin(f"{package}.{name}")
    assert known is not None
    return Middleware(known.name or name, span, _hooks_of(known), Toolset(added=known.tools))


def _middleware(machine: Machine, draft: Draft, value: Value) -> Middleware | None:
    match value:
        case Traced(callee=External(qualified)) if (known := builtin(qualified)) is not None:
            return _of_builtin(known, qualified, value)
        case Traced() if (decorated := _decorated(value)) is not None:
            return decorated
        case Instance() if any(base.rpartition(".")[2].endswith("Middleware") for base in foreign(value.cls)):
            return _of_instance(machine, draft, value)
        case _:
            return None


def _hooks_of(known: BuiltIn) -> dict[str, Hook]:
    return {hook: Hook(jumps=known.jumps.get(hook, ())) for hook in known.hooks}


def _of_builtin(known: BuiltIn, qualified: str, made: Traced) -> Middleware:
    name = known.name or qualified.rpartition(".")[2]
    if known.tag is not None:
        position, keyword = known.tag
        tag = text(made.created.arguments.get(position, keyword))
        name = f"{name}[{tag}]" if tag else name
    return Middleware(name, made.created.span, _hooks_of(known), Toolset(added=known.tools), made)


def _decorated(made: Traced) -> Middleware | None:
    """``@before_model`` and its kin, with or without arguments: the function's name is the middleware's."""
    match made.callee:
        case External() as decorator:
            settings = made.created.arguments
        case Traced(callee=External() as decorator, created=created):
            settings = created.arguments
        case _:
            return None
    hook = DECORATORS.get(last(decorator))
    action = made.created.arguments.get(0, "func")
    if hook is None or action is None or not is_from(decorator, "langchain"):
        return None
    name = text(settings.get(None, "name")) or inferred(action)
    if name is None:
        return None
    declared = settings.get(None, "can_jump_to")
    jumps = _names(declared) if declared is not None else _jumps(action)
    tools = toolset(settings.get(None, "tools"))
    return Middleware(name, made.created.span, {hook: Hook(action, jumps)}, tools, made)


def _of_instance(machine: Machine, draft: Draft, made: Instance) -> Middleware:
    """An object of a project class: its own hooks, and those of the library's classes that it derives from."""
    hooks: dict[str, Hook] = {}
    added: tuple[str, ...] = ()
    for base in foreign(made.cls):
        if (known := builtin(base)) is not None:
            hooks |= _hooks_of(known)
            added += known.tools
        elif base.rpartition(".")[2] not in PLAIN_BASES:
            draft.unknown(f"`{made.cls.name}` derives from `{base}`, of which the hooks are not known", made.cls.span)
    for hook in HOOKS:
        overrides = [found[0] for name in (hook, f"a{hook}") if (found := find(made.cls, name)) is not None]
        if overrides:
            jumps = next((jumps for override in overrides if (jumps := _jumps(override))), ())
            hooks[hook] = Hook(Method(overrides[0], made), jumps)
    brought = made.cells.get("tools") or next(iter(find(made.cls, "tools") or ()), None)
    return Middleware(_name(machine, made), made.created.span, hooks, toolset(brought) | Toolset(added=added), made)


def _name(machine: Machine, made: Instance) -> str:
    """The name of a middleware: its class's, unless the class has a ``name`` of its own."""
    found = find(made.cls, "name")
    own = made.cells.get("name") or (found[0] if found is not None else None)
    match own:
        case Property(function):
            for outcome in outcomes(machine, Method(function, made), Arguments(), made.created.span):
                for way in outcome.exits:
                    if (name := text(way.value)) is not None:
                        return name
            return made.cls.name
        case _:
            return text(own) or made.cls.name


def _jumps(action: Value) -> tuple[str, ...]:
    """What ``@hook_config(can_jump_to=…)`` above a function allows."""
    match action:
        case Traced(callee=Traced(callee=External() as decorator, created=created)) if last(decorator) == "hook_config":
            return _names(created.arguments.get(None, "can_jump_to"))
        case Traced():
            inner = action.created.arguments.get(0)
            return _jumps(inner) if isinstance(inner, Traced | Function | Partial | Class) else ()
        case Method(function, _):
            return _jumps(function)
        case _:
            return ()


def _names(value: Value | None) -> tuple[str, ...]:
    return tuple(name for option, _ in each(value) if (name := text(option))) if value is not None else ()
