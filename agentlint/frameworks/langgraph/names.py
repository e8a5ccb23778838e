"""Which nodes a value names, and how LangGraph names a node that is given without a name."""

from agentlint.evaluate.operators import plain
from agentlint.evaluate.types import literals
from agentlint.evaluate.values import (
    Absent,
    Class,
    Conditions,
    Const,
    External,
    Function,
    Instance,
    Mapping,
    Member,
    Method,
    Partial,
    Traced,
    Unknown,
    Value,
    options,
)
from agentlint.frameworks.langgraph.vocabulary import CONSTANTS, REBOUND, is_name, last
from agentlint.frameworks.members import each as each
from agentlint.frameworks.members import text as text


def names(value: Value) -> list[tuple[str | None, Conditions, Value]]:
    """The node names that a value may be; None stands for one that is not known."""
    found: list[tuple[str | None, Conditions, Value]] = []
    for option, conditions in options(value):
        match option:
            case Absent() | Const(None):
                continue
            case External() if is_name(option, *CONSTANTS):
                found.append((CONSTANTS[last(option)], conditions, option))
            case Unknown(annotation=declared) if (known := literals(declared)) is not None:
                found.extend((str(constant.value), conditions, option) for constant in known)
            case Instance() if isinstance(held := option.cells.get("__value__"), Const) and plain(option) is None:
                found.append((str(held.value), conditions, option))
            case _:
                constant = plain(option)
                known_text = constant is not None and isinstance(constant.value, str)
                found.append((str(constant.value) if constant and known_text else None, conditions, option))
    return found


def inferred(action: Value) -> str | None:
    """The name that ``add_node(action)`` gives a node (graph/state.py, 1.2: `__name__`, else its class)."""
    match action:
        case Function():
            held = action.cells.get("__name__")
            return held.value if isinstance(held, Const) and isinstance(held.value, str) else action.name
        case Method(function, _):
            return inferred(function)
        case Partial():
            return "partial"
        case Class():
            return action.name
        case Instance():
            held = action.cells.get("__name__")
            return held.value if isinstance(held, Const) and isinstance(held.value, str) else action.cls.name
        case Mapping():
            return "dict"
        case Traced():
            return _of_traced(action)
        case External(name):
            return name.rpartition(".")[2]
        case _:
            return None


def _of_traced(action: Traced) -> str | None:
    given = action.created.arguments
    match action.callee:
        case Member(base, "compile"):
            return text(given.get(None, "name")) or "LangGraph"
        case Member(base, method) if method in REBOUND:
            return inferred(base)
        case Member(_, "__or__" | "__ror__" | "pipe"):
            return "RunnableSequence"
        case External() as callee:
            match last(callee):
                case "ToolNode":
                    return text(given.get(None, "name")) or "tools"
                case "RunnableLambda":
                    wrapped = given.get(0, "func", "afunc")
                    named = text(given.get(None, "name"))
                    inner = inferred(wrapped) if wrapped is not None else None
                    return named or ("RunnableLambda" if inner in (None, "<lambda>") else inner)
                case "create_react_agent" | "create_agent" | "create_supervisor" | "create_swarm" | "create_deep_agent":
                    return text(given.get(None, "name")) or "LangGraph"
                case "tool":
                    wrapped = given.get(0)
                    return text(wrapped) or (inferred(wrapped) if wrapped is not None else None)
                case _:
                    wrapped = given.get(0)
                    if isinstance(wrapped, Function) and len(given.positional) == 1:
                        return inferred(wrapped)
                    return text(given.get(None, "name")) if last(callee)[:1].islower() else last(callee)
        case Traced(callee=External() as decorator) if given.positional and isinstance(given.positional[0], Function):
            return (
                text(action.callee.created.arguments.get(0))
                if last(decorator) == "tool"
                else inferred(given.positional[0])
            )
        case _:
            return None
