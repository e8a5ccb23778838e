"""Where something stands in the source word for word, so that an edit can change it there."""

import ast
from collections.abc import Iterator

from agentlint.evaluate.values import Span


def call(span: Span) -> ast.Call | None:
    """The call that stands at ``span``; None for what happens without one (an operator, a decorator)."""
    return span.node if isinstance(span.node, ast.Call) else None


def callee(span: Span) -> str | None:
    """The last name of what the call at ``span`` calls, as it is written there."""
    match span.node:
        case ast.Call(func=ast.Name(id=name)) | ast.Call(func=ast.Attribute(attr=name)):
            return name
        case _:
            return None


def argument(span: Span, position: int, *names: str) -> ast.expr | None:
    """The expression that the call at ``span`` is given at ``position`` or under one of ``names``."""
    found = call(span)
    if found is None:
        return None
    named = (keyword.value for keyword in found.keywords if keyword.arg in names)
    placed = found.args[position : position + 1]
    plain = placed if not any(isinstance(one, ast.Starred) for one in found.args[: position + 1]) else []
    return next(named, next(iter(plain), None))


def display(span: Span, position: int, *names: str) -> Span | None:
    """The dict or list that is written as that argument, or as the only value of the variable that is given there."""
    given = argument(span, position, *names)
    if isinstance(given, ast.Name):
        bound = list(_bound(span.module.tree, given.id))
        given = bound[0] if len(bound) == 1 else None
    return Span(span.module, given) if isinstance(given, ast.Dict | ast.List) else None


def literal(span: Span, text: str) -> Span | None:
    """The one string in ``span`` that says ``text``; None where there is none, or more than one."""
    found = [node for node in _strings(span.node) if node.value == text]
    return Span(span.module, found[0]) if len(found) == 1 else None


def _strings(node: ast.AST) -> Iterator[ast.Constant]:
    """The strings in a piece of syntax. Parts of an f-string are none."""
    match node:
        case ast.Constant(value=str()):
            yield node
        case ast.JoinedStr():
            return
        case _:
            for child in ast.iter_child_nodes(node):
                yield from _strings(child)


def _bound(tree: ast.AST, name: str) -> Iterator[ast.expr | None]:
    """What is assigned to a name anywhere in a module, None for what is bound in another way."""
    for node in ast.walk(tree):
        match node:
            case ast.Assign(targets=targets, value=value) if any(_is(target, name) for target in targets):
                yield value
            case ast.AnnAssign(target=target, value=value) if _is(target, name):
                yield value
            case ast.AugAssign(target=target) | ast.NamedExpr(target=target) if _is(target, name):
                yield None
            case ast.arg(arg=bound) if bound == name:
                yield None


def _is(target: ast.expr, name: str) -> bool:
    return isinstance(target, ast.Name) and target.id == name
