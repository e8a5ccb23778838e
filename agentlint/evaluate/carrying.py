"""What one round of a loop leaves to the next: where that is nothing, as in most retries, the next is the same."""

import ast
from collections.abc import Iterable
from functools import lru_cache

from agentlint.evaluate.heap import Key
from agentlint.evaluate.values import Cells

AnyLoop = ast.For | ast.AsyncFor | ast.While


def carries(loop: AnyLoop, names: Cells, left: Iterable[Key]) -> bool:
    """Whether a round reads any of the cells that were written in the one before; ``names`` are those around it."""
    return any(cells != id(names) or name in _read(loop) for cells, name in left)


@lru_cache(maxsize=1 << 12)
def _read(loop: AnyLoop) -> frozenset[str]:
    """The names that a round may read before it has set them itself."""
    read: set[str] = set()
    bound: set[str] = set()
    if isinstance(loop, ast.While):
        _visit(loop.test, read, bound)
    else:
        _visit(loop.target, read, bound)
    for statement in loop.body:
        _visit(statement, read, bound)
    return frozenset(read)


def _visit(node: ast.AST, read: set[str], bound: set[str]) -> None:
    """Collect what is read and what is bound, as it is evaluated; what one branch binds is bound in it only."""
    match node:
        case ast.Name(id=name, ctx=ast.Load()):
            read.update({name} - bound)
        case ast.Name(id=name):
            bound.add(name)
        case ast.AugAssign(target=ast.Name(id=name), value=value):
            read.update({name} - bound)
            _visit(value, read, bound)
        case ast.Assign(value=value, targets=targets):
            _visit(value, read, bound)
            for one in targets:
                _visit(one, read, bound)
        case ast.AnnAssign(value=value, target=target) if value is not None:
            _visit(value, read, bound)
            _visit(target, read, bound)
        case ast.NamedExpr(value=value, target=target):
            _visit(value, read, bound)
            _visit(target, read, bound)
        case ast.If() | ast.While():
            _visit(node.test, read, bound)
            for branch in (node.body, node.orelse):
                _aside(branch, read, bound)
        case ast.For() | ast.AsyncFor():
            _visit(node.iter, read, bound)
            _aside([node.target, *node.body, *node.orelse], read, bound)
        case ast.Try(body=body, handlers=handlers, orelse=orelse, finalbody=finalbody):
            for handler in handlers:
                _aside(handler.body, read, bound | {handler.name or ""})
            for statement in (*body, *orelse, *finalbody):
                _visit(statement, read, bound)
        case ast.Match(subject=subject, cases=cases):
            _visit(subject, read, bound)
            for case in cases:
                _aside([case], read, bound)
        case ast.ListComp() | ast.SetComp() | ast.GeneratorExp() | ast.DictComp():
            _aside([*node.generators, *ast.iter_child_nodes(node)], read, bound)
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Lambda():
            _aside([node.args, *(node.body if isinstance(node.body, list) else [node.body])], read, bound)
        case _:
            for part in ast.iter_child_nodes(node):
                _visit(part, read, bound)


def _aside(nodes: Iterable[ast.AST], read: set[str], bound: set[str]) -> None:
    inner = set(bound)
    for node in nodes:
        _visit(node, read, inner)
