"""Which definitions matter: those that name what overlays watch for, those that name these, and so on.

A function that cannot reach a construction is not worth running on its own; it still runs where one that can calls it.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from agentlint.source import Project, SourceModule

MAX_ROUNDS = 6
REGISTERS = re.compile("regist", re.IGNORECASE)
"""What functions and methods are called that put what they decorate on a shelf, where others find it by a key."""


@dataclass(frozen=True, slots=True)
class Index:
    """What a module binds and names: for each statement at its top the names bound and mentioned, and its imports.

    ``shelves`` are, for each statement, the names by which it registers what it binds.
    """

    statements: tuple[tuple[frozenset[str], frozenset[str]], ...]
    imports: tuple[ast.Import | ast.ImportFrom, ...]
    shelves: tuple[frozenset[str], ...]


@dataclass(slots=True)
class Relevance:
    """For each module that leads to a construction, in the project's order, its names that do."""

    words: frozenset[str]
    names: dict[str, set[str]] = field(default_factory=dict)
    modules: dict[str, SourceModule] = field(default_factory=dict)
    indexes: dict[str, Index] = field(default_factory=dict)
    shelves: set[str] = field(default_factory=set)
    """The names by which something that leads to a construction is registered."""

    def mentions(self, path: str, node: ast.AST) -> bool:
        """Whether the code under a node of a module names something that leads to a construction."""
        return not self.names.get(path, self.words).isdisjoint(named(node))

    def given(self, path: str) -> set[str]:
        """The names that a module gives to others, of which some may be words: what it calls like a package."""
        bound = {name for names, _ in self.indexes[path].statements for name in names}
        return {name for name in self.names[path] if name in bound or name not in self.words}


def relevant(project: Project, packages: Iterable[str], words: Iterable[str]) -> Relevance:
    """The closure of ``words`` over the modules that mention ``packages`` and those that import them."""
    found = Relevance(frozenset(words))
    roots, wanted = [name.encode() for name in packages], [word.encode() for word in words]

    def mentions(data: bytes) -> bool:
        return _has(data, roots) and _has(data, wanted)

    mentioning = (*project.modules_where(mentions), *project.modules_where(mentions, project.pages()))
    pool = {module.path: module for module in mentioning}
    searched: set[tuple[str, frozenset[str]]] = set()
    for _ in range(MAX_ROUNDS):
        before = sum(map(len, found.names.values())), len(pool)
        stems: dict[str, list[str]] = {}
        for path in found.modules:
            stems.setdefault(_stem(path), []).append(path)
        for path, module in pool.items():
            if _absorb(found, module, stems):
                found.modules[path] = module
        state = {(path, frozenset(found.names[path])) for path in found.modules}
        for module in _importers(project, found, [path for path, _ in state - searched]):
            pool.setdefault(module.path, module)
        for module in _shelving(project, found):
            pool.setdefault(module.path, module)
        searched |= state
        if before == (sum(map(len, found.names.values())), len(pool)):
            break
    order = {path: index for index, path in enumerate((*project.python_files(), *project.pages()))}
    found.modules = dict(sorted(found.modules.items(), key=lambda item: order.get(item[0], 0)))
    return found


def _absorb(found: Relevance, module: SourceModule, stems: dict[str, list[str]]) -> bool:
    """Take in the names that a module gives to what leads to a construction; whether it has any."""
    names = found.names.setdefault(module.path, set(found.words))
    if module.path not in found.indexes:
        found.indexes[module.path] = _index(module.tree)
    index = found.indexes[module.path]
    for node in index.imports:
        names.update(_imported(found, node, stems))
    mentioned = False
    pending = True
    top = frozenset().union(*(bound for bound, _ in index.statements))
    for bound, used in index.statements:
        if not found.shelves.isdisjoint(bound):
            names |= bound | (used & top)
    while pending:
        pending = False
        for bound, used in index.statements:
            if not names.isdisjoint(used):
                mentioned = True
                pending = pending or not bound <= names
                names |= bound
    return mentioned


@lru_cache(maxsize=1 << 14)
def _index(tree: ast.Module) -> Index:
    imports = tuple(node for node in parts(tree) if isinstance(node, ast.Import | ast.ImportFrom))
    statements = tuple((frozenset(_defined(node)), named(node)) for node in tree.body)
    return Index(statements, imports, tuple(frozenset(_registered_by(node)) for node in tree.body))


def _registered_by(statement: ast.stmt) -> Iterator[str]:
    """The names that lead to the decorators, or to the method that is called, by which something is registered."""
    match statement:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            by = [one.func if isinstance(one, ast.Call) else one for one in statement.decorator_list]
        case ast.Expr(value=ast.Call(func=func)):
            by = [func]
        case _:
            by = []
    for one in by:
        if any(REGISTERS.search(name) for name in named(one)):
            yield from (part.id for part in parts(one) if isinstance(part, ast.Name))


def _shelving(project: Project, found: Relevance) -> Iterator[SourceModule]:
    """The modules that define by what something is registered that leads to a construction."""
    new = {
        name
        for path, index in found.indexes.items()
        for (_, used), shelves in zip(index.statements, index.shelves, strict=True)
        if shelves and not found.names[path].isdisjoint(used)
        for name in shelves
    } - found.shelves
    found.shelves |= new
    if new:
        defined = re.compile(
            rb"^[ \t]*(?:def[ \t]+)?(?:%s)\b[ \t]*[(:=]" % b"|".join(sorted(name.encode() for name in new)),
            re.MULTILINE,
        )
        yield from project.modules_where(lambda data: bool(defined.search(data)))


def _imported(found: Relevance, node: ast.ImportFrom | ast.Import, stems: dict[str, list[str]]) -> Iterator[str]:
    """The names that an import brings from modules that lead to a construction."""
    for alias in node.names:
        bound = alias.asname or alias.name.partition(".")[0]
        if alias.name.rpartition(".")[2] in stems:
            yield bound
        if isinstance(node, ast.ImportFrom):
            for path in stems.get((node.module or "").rpartition(".")[2], ()):
                if alias.name == "*":
                    yield from found.names[path]
                elif alias.name in found.names[path]:
                    yield bound


def _defined(statement: ast.stmt) -> Iterator[str]:
    """The names that a statement at the top of a module binds."""
    match statement:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.Assign(targets=targets):
            for target in targets:
                yield from (part.id for part in ast.walk(target) if isinstance(part, ast.Name))
        case ast.AnnAssign(target=ast.Name(id=name)):
            yield name
        case ast.If() | ast.Try() | ast.With():
            for inner in ast.iter_child_nodes(statement):
                if isinstance(inner, ast.stmt):
                    yield from _defined(inner)


@lru_cache(maxsize=1 << 16)
def named(node: ast.AST) -> frozenset[str]:
    """Every name and attribute name in the code under a node."""
    found: set[str] = set()
    for part in parts(node):
        match part:
            case ast.Name(id=name) | ast.Attribute(attr=name):
                found.add(name)
            case ast.alias(name=name, asname=other):
                found.add(other or name)
    return frozenset(found)


def parts(node: ast.AST) -> Iterator[ast.AST]:
    """All nodes under a node, in no order: `ast.walk` without its queue, for it is run over whole projects."""
    pending = [node]
    while pending:
        part = pending.pop()
        yield part
        for name in part._fields:
            value = getattr(part, name, None)
            if value.__class__ is list:
                pending.extend(inner for inner in value if isinstance(inner, ast.AST))
            elif isinstance(value, ast.AST):
                pending.append(value)


def calls(tree: ast.Module, words: frozenset[str]) -> list[ast.Call]:
    """The calls of ``words`` in a module's text, in its order."""
    found = (
        node
        for node in parts(tree)
        if isinstance(node, ast.Call)
        for name in (getattr(node.func, "id", None) or getattr(node.func, "attr", None),)
        if name in words
    )
    return sorted(found, key=lambda call: (call.lineno, call.col_offset))


def _stem(path: str) -> str:
    """What an import calls a module: its file's name, or its folder's for a package."""
    return path.removesuffix(".py").removesuffix("/__init__").rpartition("/")[2]


def _importers(project: Project, found: Relevance, paths: list[str]) -> Iterator[SourceModule]:
    """Modules with an import line that names one of the modules, and that name something of it."""
    stems = {_stem(path).encode() for path in paths if _stem(path).isidentifier()}
    names = {name.encode() for path in paths for name in found.given(path)}
    if stems and names:
        line = rb"^[ \t]*(?:from|import)[ \t][^\n]*\b(?:%s)\b" % b"|".join(sorted(stems))
        imports, used = re.compile(line, re.MULTILINE), re.compile(rb"\b(?:%s)\b" % b"|".join(sorted(names)))
        yield from project.modules_where(lambda data: bool(imports.search(data) and used.search(data)))


def _has(data: bytes, needles: list[bytes]) -> bool:
    return any(needle in data for needle in needles)
