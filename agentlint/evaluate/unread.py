"""Values that are given a name which nothing reads: they are made for nothing."""

import ast
import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from agentlint.evaluate.relevance import parts
from agentlint.evaluate.values import Span
from agentlint.source import Project, SourceModule

Scope = ast.Module | ast.FunctionDef | ast.AsyncFunctionDef
ALL_NAMES = frozenset({"eval", "exec", "globals", "locals", "vars"})
"""Functions that may read any name."""
QUEUES = frozenset({"Queue", "SimpleQueue", "LifoQueue", "PriorityQueue", "JoinableQueue", "deque"})
FILLS = frozenset({"put", "put_nowait", "append", "appendleft", "add"})


def unread(project: Project, span: Span) -> bool:
    """Whether the value of the call at ``span`` is kept under a name, and nothing in the project ever reads that."""
    kept = _kept(span.module).get(id(span.node))
    if kept is None:
        return False
    name, scope = kept
    if scope is None:
        return not any(_reads_attribute(module, name) for module in _naming(project, name))
    if {name, *ALL_NAMES} & _read(scope):
        return False
    return not isinstance(scope, ast.Module) or not _is_named_elsewhere(project, span.module.path, name)


@lru_cache(maxsize=64)
def _kept(module: SourceModule) -> dict[int, tuple[str, Scope | None]]:
    """The calls whose values are assigned to one plain name, with the function or module that the name belongs to, and
    to one attribute, which belongs to an object."""
    found: dict[int, tuple[str, Scope | None]] = {}
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
            case ast.Assign(targets=[ast.Attribute(value=ast.Name(), attr=name)], value=ast.Call() as call):
                found[id(call)] = name, None
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
    return any(module.path != path for module in _naming(project, name))


def _naming(project: Project, name: str) -> Iterator[SourceModule]:
    """The modules whose text has a name."""
    word = re.compile(rb"\b%s\b" % name.encode())
    yield from project.modules_where(lambda data: bool(word.search(data)))


def _reads_attribute(module: SourceModule, name: str) -> bool:
    """Whether a module reads an attribute of a name, or may read any."""
    return any(
        (isinstance(part, ast.Attribute) and part.attr == name and not isinstance(part.ctx, ast.Store))
        or (isinstance(part, ast.Name) and part.id in {"getattr", "vars"})
        for part in parts(module.tree)
    )


def only_filled(project: Project, module: SourceModule, named: Callable[[str], bool]) -> Iterator[tuple[str, ast.AST]]:
    """The queues and lists that a module makes empty under a name that is ``named`` so, that something is put into, and
    that nothing in the project ever looks at."""
    for name, node in _emptied(module):
        if named(name) and {_looked_at(other, name) for other in _naming(project, name)} - {None} == {False}:
            yield name, node


def _emptied(module: SourceModule) -> Iterator[tuple[str, ast.AST]]:
    for part in parts(module.tree):
        match part:
            case (
                ast.Assign(targets=[target], value=value) | ast.AnnAssign(target=target, value=ast.expr() as value)
            ) if _is_empty(value):
                match target:
                    case ast.Name(id=name) | ast.Attribute(attr=name):
                        yield name, part


def _is_empty(value: ast.expr) -> bool:
    match value:
        case ast.List(elts=[]):
            return True
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
            return name in QUEUES
        case _:
            return False


def _looked_at(module: SourceModule, name: str) -> bool | None:
    """Whether a module does more with what has a name than to put something into it; None where it does nothing."""
    filled: set[int] = set()
    others = False
    used: list[ast.AST] = []
    for part in parts(module.tree):
        match part:
            case ast.Call(func=ast.Attribute(value=held, attr=method)) if method in FILLS:
                filled.add(id(held))
            case ast.Name(id=found, ctx=ast.Load() | ast.Del()) | ast.Attribute(attr=found, ctx=ast.Load() | ast.Del()):
                if found == name:
                    used.append(part)
            case ast.Constant(value=str(found)):
                others |= found == name
            case ast.alias(name=found):
                others |= found == name
    if not used and not others:
        return None
    return others or any(id(part) not in filled for part in used)
