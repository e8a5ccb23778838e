"""Where a piece of syntax stands."""

import ast
from collections.abc import Iterator
from functools import lru_cache

from agentlint.evaluate.relevance import parts
from agentlint.evaluate.values import Span
from agentlint.source import SourceModule


@lru_cache(maxsize=256)
def around(module: SourceModule) -> dict[int, ast.AST]:
    """The syntax around each piece of syntax, by its identity."""
    return {id(inner): outer for outer in parts(module.tree) for inner in ast.iter_child_nodes(outer)}


def instead(one: Span, other: Span) -> bool:
    """Whether two places stand in different branches of one statement: where one is run, the other is not."""
    if one.module is not other.module:
        return False
    outside = around(one.module)
    branches = {id(statement): branch for statement, branch in _branches(one.node, outside)}
    return any(branches.get(id(statement), branch) != branch for statement, branch in _branches(other.node, outside))


def _branches(node: ast.AST, outside: dict[int, ast.AST]) -> Iterator[tuple[ast.AST, str]]:
    """The tests around a piece of syntax, each with the branch in which it stands."""
    inner = node
    while (outer := outside.get(id(inner))) is not None:
        match outer:
            case ast.If(body=body) | ast.IfExp(body=body) if inner is not outer.test:
                yield outer, "body" if inner is body or (isinstance(body, list) and inner in body) else "orelse"
            case ast.Match():
                yield outer, str(id(inner))
            case _:
                pass
        inner = outer
