"""What an agent keeps from one message to the next: attributes whose values nobody knows when a message comes."""

import ast
from collections.abc import Iterator

from agentlint.evaluate.inheritance import mro
from agentlint.evaluate.values import AttributeOf, Class, Instance, Parameter, unknown

CHANGES = frozenset({"add", "append", "appendleft", "clear", "discard", "extend", "insert", "pop", "popleft", "remove",
                     "setdefault", "sort", "update"})  # fmt: skip
"""Methods that change the list, set or dict that they are called on."""


def forget(agent: Instance) -> None:
    """Make those attributes of an agent unknown that its methods change after it was made."""
    this = unknown("the agent itself", None, Parameter("self"))
    for name in changing(agent.cls):
        if name in agent.cells:
            agent.cells[name] = unknown(f"`{name}` changes with each message", None, AttributeOf(this, name))


def changing(cls: Class) -> frozenset[str]:
    """The attributes that methods of a class change, other than the one that makes the object."""
    return frozenset(
        name
        for base in mro(cls)
        if isinstance(base, Class)
        for method in base.node.body
        if isinstance(method, ast.FunctionDef | ast.AsyncFunctionDef) and method.name != "__init__"
        for name in _changed(method)
    )


def _changed(method: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[str]:
    this = next((argument.arg for argument in (*method.args.posonlyargs, *method.args.args)), "")
    for node in ast.walk(method):
        match node:
            case ast.Attribute(ctx=ast.Store() | ast.Del()) | ast.Subscript(ctx=ast.Store() | ast.Del()):
                yield from _root(node, this)
            case ast.Call(func=ast.Attribute(value=held, attr=name)) if name in CHANGES:
                yield from _root(held, this)


def _root(node: ast.expr, this: str) -> Iterator[str]:
    """The attribute of the object that an expression is, or is a part of."""
    while isinstance(node, ast.Attribute | ast.Subscript):
        match node:
            case ast.Attribute(value=ast.Name(id=name), attr=attribute) if name == this:
                yield attribute
        node = node.value
