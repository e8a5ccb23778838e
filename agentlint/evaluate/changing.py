"""What of an object its methods change: that is not known any more when they are called again."""

import ast
from collections.abc import Iterator

from agentlint.evaluate.inheritance import mro
from agentlint.evaluate.relevance import parts
from agentlint.evaluate.values import Class

IN_PLACE = frozenset(
    {"append", "extend", "insert", "pop", "popleft", "popitem", "remove", "clear", "update", "add", "discard",
     "appendleft", "setdefault", "sort", "reverse"}
)  # fmt: skip


def changing(cls: Class) -> frozenset[str]:
    """The attributes that a class or its bases assign, delete or change in place outside of `__init__`."""
    methods = (
        part
        for base in mro(cls)
        if isinstance(base, Class)
        for part in base.node.body
        if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef) and part.name != "__init__" and part.args.args
    )
    return frozenset(name for method in methods for name in _changed(method, method.args.args[0].arg))


def _changed(method: ast.AST, this: str) -> Iterator[str]:
    for part in parts(method):
        match part:
            case ast.Attribute(ctx=ast.Store() | ast.Del()) | ast.Subscript(ctx=ast.Store() | ast.Del()):
                yield from _root(part, this)
            case ast.Call(func=ast.Attribute(value=held, attr=name)) if name in IN_PLACE:
                yield from _root(held, this)


def _root(node: ast.expr, this: str) -> Iterator[str]:
    """The attribute of the object that an expression is, or is a part of (`self.state.rounds` of `state`)."""
    while isinstance(node, ast.Attribute | ast.Subscript):
        match node:
            case ast.Attribute(value=ast.Name(id=name), attr=attribute) if name == this:
                yield attribute
        node = node.value
