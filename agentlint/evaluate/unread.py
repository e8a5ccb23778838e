"""Values that are given a name which nothing reads: they are made for nothing."""

import ast
import re
from functools import lru_cache

from agentlint.evaluate.relevance import parts
from agentlint.evaluate.values import Span
from agentlint.source import Project, SourceModule

Scope = ast.Module | ast.FunctionDef | ast.AsyncFunctionDef
ALL_NAMES = frozenset({"eval", "exec", "globals", "locals", "vars"})
"""Functions that may read any name."""


def unread(project: Project, span: Span) -> bool:
    """Whether the value of the call at ``span`` is kept under a name, and nothing in the project ever reads that."""
    kept = _kept(span.module).get(id(span.node))
    if kept is None:
        return False
    name, scope = kept
    if {name, *ALL_NAMES} & _read(scope):
        return False
    return not isinstance(scope, ast.Module) or not _is_named_elsewhere(project, span.module.path, name)


@lru_cache(maxsize=64)
def _kept(module: SourceModule) -> dict[int, tuple[str, Scope]]:
    """The calls whose values are assigned to one plain name, with the function or module that the name belongs to."""
    found: dict[int, tuple[str, Scope]] = {}
    pending: list[tuple[ast.AST, Scope | None]] = [(module.tree, None)]
    while pending:
        node, scope = pending.pop()
        match node:
            case ast.Module() | ast.FunctionDef() | ast.AsyncFunctionDef():
                scope = node
            case ast.ClassDef() | ast.Lambda():
                scope = None
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call() as call) if scope is not None:
                found[id(call)] = name, scope
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.Call() as call) if scope is not None:
                found[id(call)] = name, scope
        pending += [(child, scope) for child in ast.iter_child_nodes(node)]
    return found


@lru_cache(maxsize=256)
def _read(scope: Scope) -> frozenset[str]:
    """The names that are read in a scope, deleted, declared to belong elsewhere, or listed as what a module offers."""
    found: set[str] = set()
    for part in parts(scope):
        match part:
            case ast.Name(id=name, ctx=ast.Load() | ast.Del()):
                found.add(name)
            case ast.Global(names=declared) | ast.Nonlocal(names=declared):
                found.update(declared)
            case ast.Assign(targets=[ast.Name(id="__all__")], value=ast.List(elts=names) | ast.Tuple(elts=names)):
                found.update(str(one.value) for one in names if isinstance(one, ast.Constant))
    return frozenset(found)


def _is_named_elsewhere(project: Project, path: str, name: str) -> bool:
    word = re.compile(rb"\b%s\b" % name.encode())
    others = (module for module in project.modules_where(lambda data: bool(word.search(data))) if module.path != path)
    return next(others, None) is not None
