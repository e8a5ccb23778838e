"""Constructions that stand in the code and are part of no graph: a blind spot is told, whatever its cause."""

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator

from agentlint.evaluate import Machine
from agentlint.evaluate.relevance import calls, parts
from agentlint.frameworks.base import Overlay
from agentlint.graph.evidence import Location
from agentlint.graph.model import Orchestration, Unresolved
from agentlint.source.page import is_page

Place = tuple[str, int | None]


def unmet(machine: Machine, found: Iterable[Orchestration], overlays: Iterable[Overlay]) -> Iterator[Unresolved]:
    """Calls that make a graph, of which none came. Code whose budget ended is told of by itself."""
    told = _told(found)
    cut = [*machine.starved.values(), *machine.unfollowed]
    words = [(frozenset(overlay.packages), overlay.words - overlay.parts) for overlay in overlays]
    for path, module in machine.relevance.modules.items():
        if is_page(path):
            continue
        spent = {id(part) for span in cut if span.module is module for part in parts(span.node)}
        for packages, makers in words:
            imported = _imported(machine.relevance.indexes[path].imports, packages)
            for call in calls(module.tree, makers) if imported else ():
                known = "*" in imported or _root(call.func) in imported
                if known and id(call) not in spent and not _is_told(module.location(call), told):
                    reason = "a graph is constructed here that could not be followed"
                    yield Unresolved(reason, module.location(call))


def _told(found: Iterable[Orchestration]) -> dict[Place, set[tuple[int, int]]]:
    """The lines that graphs speak of, from the first to the last of each part."""
    lines: dict[Place, set[tuple[int, int]]] = defaultdict(set)
    for graph in found:
        for at in _places(graph):
            lines[(at.path, at.cell)].add((at.line, at.end_line))
    return lines


def _places(graph: Orchestration) -> Iterator[Location]:
    yield graph.location
    yield from (node.location for node in graph.nodes if node.location is not None)
    yield from (edge.location for edge in graph.edges)
    yield from (run.location for run in graph.runs)
    yield from (gap.location for gap in graph.unresolved)


def _is_told(at: Location, told: dict[Place, set[tuple[int, int]]]) -> bool:
    return any(first <= at.end_line and at.line <= last for first, last in told.get((at.path, at.cell), ()))


def _imported(imports: Iterable[ast.Import | ast.ImportFrom], packages: frozenset[str]) -> set[str | None]:
    """The names that a module has of frameworks; None stands for a method of what it has of them."""
    names: set[str | None] = set()
    for node in imports:
        for alias in node.names:
            module = node.module or "" if isinstance(node, ast.ImportFrom) else alias.name
            if module.partition(".")[0] in packages and not (isinstance(node, ast.ImportFrom) and node.level):
                names |= {None, (alias.asname or alias.name).partition(".")[0]}
    return names


def _root(called: ast.expr) -> str | None:
    """The name that something is called by; None for a method, whose object any name may be."""
    match called:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=base, attr=last) if last[:1].isupper():
            return _root(base)
        case _:
            return None
