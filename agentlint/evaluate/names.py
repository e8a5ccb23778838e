"""Names: which value a name has in a scope."""

import ast
import builtins

from agentlint.evaluate.heap import join
from agentlint.evaluate.machine import Frame, Machine
from agentlint.evaluate.narrowing import refine
from agentlint.evaluate.values import Absent, Builtin, Cells, Choice, External, Unknown, Value, unknown

SUPPORTED = frozenset(dir(builtins))


def lookup(machine: Machine, frame: Frame, name: str, node: ast.AST) -> Value:
    """The value of a name: local, enclosing, global, builtin, or unknown."""
    for scope in frame.scopes:
        if (found := scope.get(name)) is not None:
            return refine(machine, present(found))
    if name in SUPPORTED:
        return External(f"builtins.{name}") if name[0].isupper() else Builtin(name)
    match frame.scopes[-1].get("*"):
        case External(package):
            return External(f"{package}.{name}")
        case Unknown() as missing:
            return missing
    return unknown(f"`{name}` is not defined here", frame.span(node))


def present(value: Value) -> Value:
    """The value without the possibility that there is none: on that path the program would have failed."""
    if isinstance(value, Choice) and any(isinstance(option, Absent) for option, _ in value.options):
        return join((option, conditions) for option, conditions in value.options if not isinstance(option, Absent))
    return value


def bind(machine: Machine, frame: Frame, name: str, value: Value) -> None:
    """Assign a name in the scope that it belongs to."""
    machine.heap.write(scope_of(frame, name), name, value)


def scope_of(frame: Frame, name: str) -> Cells:
    """The scope that an assignment to a name writes to."""
    return frame.shared.get(name, frame.scopes[0])
