"""The tests of a project as text: what they import, which names and constants stand in them, what they call."""

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from agentlint.evaluate.relevance import parts
from agentlint.graph.evidence import Location
from agentlint.source import Project, SourceModule
from agentlint.source.tests import is_test

CLIENT_CALLS = frozenset({"post", "put", "websocket_connect"})
"""How the test client of a web framework sends what a graph is to work on."""


@dataclass(eq=False)
class Written:
    """A file as it is written: its texts, what it names, what it calls and imports."""

    source: SourceModule

    @cached_property
    def constants(self) -> tuple[tuple[str, ast.Constant], ...]:
        """The texts in it, doc strings left out."""
        prose = {id(node.value) for node in parts(self.source.tree) if isinstance(node, ast.Expr)}
        return tuple(
            (node.value, node)
            for node in parts(self.source.tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose
        )

    @cached_property
    def identifiers(self) -> dict[str, ast.AST]:
        """What it imports, takes as an attribute, uses, defines or passes by name, with one place of each."""
        found: dict[str, ast.AST] = {}
        for node in parts(self.source.tree):
            match node:
                case ast.alias(name=name):
                    found.setdefault(name.rpartition(".")[2], node)
                case ast.Attribute(attr=name) | ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                    found.setdefault(name, node)
                case ast.Name(id=name):
                    found.setdefault(name, node)
        return found

    @cached_property
    def calls(self) -> dict[str, list[ast.Call]]:
        """The calls in it, by the last part of the name of what is called."""
        found: dict[str, list[ast.Call]] = {}
        for node in parts(self.source.tree):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "attr", None) or getattr(node.func, "id", None)
                found.setdefault(str(name), []).append(node)
        return found

    def imports(self, paths: Iterable[str]) -> bool:
        """Whether it imports one of the modules at ``paths``, or something from them."""
        dotted = [f".{path.removesuffix('.py').removesuffix('/__init__').replace('/', '.')}" for path in paths]
        return any(module.endswith(f".{name}") for name in self._imported for module in dotted)

    @cached_property
    def _imported(self) -> frozenset[str]:
        found: set[str] = set()
        for node in parts(self.source.tree):
            match node:
                case ast.Import(names=aliases):
                    found |= {alias.name for alias in aliases}
                case ast.ImportFrom(module=module, names=aliases):
                    found |= {module} if module else set()
                    found |= {f"{module}.{alias.name}" if module else alias.name for alias in aliases}
        return frozenset(found)

    def at(self, node: ast.AST) -> Location:
        """The place of a part of it."""
        return self.source.location(node)


class Suite:
    """All tests of a project. They are read only as far as somebody asks."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self.paths = tuple(path for path in project.python_files() if is_test(path))
        self._modules: dict[str, Written] = {}

    def importing(self, paths: Iterable[str]) -> list[Written]:
        """The test files that import one of the modules at ``paths``."""
        wanted = list(paths)
        stems = {path.removesuffix(".py").removesuffix("/__init__").rpartition("/")[2] for path in wanted}
        return [module for module in self._mentioning(stems) if module.imports(wanted)]

    def naming(self, name: str) -> Location | None:
        """The first place in which a test names something: a node, its function, or the value of a route.

        A word that may mean anything must stand alone; a name of several words may be part of a longer text or name.
        """
        within = re.compile(rf"(?<![^\W_]){re.escape(name)}(?![^\W_])") if _is_compound(name) else None
        for module in self._mentioning([name]):
            for text, node in module.constants:
                if text == name or (within is not None and within.search(text)):
                    return module.at(node)
            for identifier, place in module.identifiers.items():
                if within is not None and within.search(identifier):
                    return module.at(place)
        return None

    def _mentioning(self, words: Iterable[str]) -> Iterator[Written]:
        needles = [word.encode("utf-8", "replace") for word in words]
        for source in self._project.modules_where(lambda data: any(one in data for one in needles), self.paths):
            yield self._modules.setdefault(source.path, Written(source))


def _is_compound(name: str) -> bool:
    return bool(re.search(r"\w[\W_]\w|[a-z][A-Z]", name))
