"""Teams in JSON files that no code loads by name: those that AutoGen Studio and servers read from a folder."""

import ast
from collections.abc import Iterator

from agentlint.evaluate import Machine
from agentlint.evaluate.values import Arguments, Event, External, Mapping, Sequence, Span, Traced, Value
from agentlint.frameworks.autogen.components import component, content
from agentlint.frameworks.autogen.vocabulary import TEAMS
from agentlint.source import SourceModule

MOST = 2_000
"""As many JSON files are looked into."""


def stored_teams(machine: Machine, loaded: frozenset[str]) -> Iterator[Traced]:
    """The teams in the files of a project that speaks of AutoGen, those inside others too, but for ``loaded`` files."""
    if not any("autogen" in module.text for module in machine.relevance.modules.values()):
        return
    for path in machine.project.ending(".json")[:MOST]:
        text = machine.project.read_text(path) if path not in loaded else None
        if text is not None and '"autogen_agentchat.teams.' in text and (held := content(machine, path)) is not None:
            yield from _teams(component(held, _event(machine, path, text), _places(machine, path, text)))


def _teams(value: Value) -> Iterator[Traced]:
    match value:
        case Traced(callee=External(name)):
            yield from (team for _, held in value.created.arguments.keywords for team in _teams(held))
            if name.rpartition(".")[2] in TEAMS:
                yield value
        case Mapping():
            yield from (team for _, held in value.known() for team in _teams(held))
        case Sequence():
            yield from (team for held in value.items.entries for team in _teams(held))


def _module(machine: Machine, path: str, text: str) -> SourceModule:
    """A file of data as if it were a module: JSON reads as a Python expression does."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        tree = ast.parse("{}")
    return SourceModule(path, machine.project.root / path, text, tuple(text.splitlines()), tree)


def _event(machine: Machine, path: str, text: str) -> Event:
    module = _module(machine, path, text)
    made = External("json.load")
    return Event(made, "__call__", Arguments(), Span(module, module.tree.body[0]), (), (), (), machine.serial)


def _places(machine: Machine, path: str, text: str) -> Iterator[Span]:
    """Where the components stand, in the order of the file."""
    module = _module(machine, path, text)
    pending: list[ast.AST] = [module.tree]
    while pending:
        node = pending.pop()
        if isinstance(node, ast.Dict):
            if any(isinstance(key, ast.Constant) and key.value == "provider" for key in node.keys):
                yield Span(module, node)
            pending += reversed(node.values)
        else:
            pending += reversed(list(ast.iter_child_nodes(node)))
