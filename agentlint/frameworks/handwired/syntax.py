"""Where a piece of syntax stands."""

import ast
from functools import lru_cache

from agentlint.evaluate.relevance import parts
from agentlint.source import SourceModule


@lru_cache(maxsize=256)
def around(module: SourceModule) -> dict[int, ast.AST]:
    """The syntax around each piece of syntax, by its identity."""
    return {id(inner): outer for outer in parts(module.tree) for inner in ast.iter_child_nodes(outer)}
