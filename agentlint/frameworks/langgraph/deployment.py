"""`langgraph.json`: which graphs the platform serves, under which names (langgraph-cli, `schemas.py`)."""

import json
from posixpath import dirname, normpath

from agentlint.evaluate.values import Class, Function, Value
from agentlint.frameworks.draft import Draft
from agentlint.frameworks.langgraph.reader import Reader
from agentlint.graph.state import Persistence


def read_deployments(reader: Reader) -> None:
    """Name the graphs that `langgraph.json` files serve. The platform brings a checkpointer of its own."""
    for path in reader.machine.project.find("langgraph.json"):
        for name, target in _served(reader.machine.project.read_text(path)):
            file, _, attribute = target.rpartition(":")
            module = reader.machine.modules.get(normpath(f"{dirname(path)}/{file}").lstrip("/"))
            if module is None:
                continue
            for draft in _drafts(reader, module.cells.get(attribute)):
                if name not in draft.entry_points:
                    draft.entry_points.append(name)
                draft.exported = True
                if draft.persistence is not Persistence.SET:
                    draft.persistence = Persistence.INHERITED


def _served(text: str | None) -> list[tuple[str, str]]:
    """Names and targets (``./file.py:attribute``); none where the file is not what it should be."""
    try:
        graphs = json.loads(text or "{}")["graphs"]
    except (ValueError, KeyError, TypeError):
        return []
    if not isinstance(graphs, dict):
        return []
    targets = ((name, spec.get("path") if isinstance(spec, dict) else spec) for name, spec in graphs.items())
    return [(name, target) for name, target in targets if isinstance(target, str)]


def _drafts(reader: Reader, value: Value | None) -> list[Draft]:
    """The graphs behind an attribute: the graph itself, or those that a factory constructs."""
    if value is None:
        return []
    if (own := reader.graph(value)) is not None:
        return [own]
    if not isinstance(value, Function | Class):
        return []
    return [draft for maker, draft in reader.drafts.items() if maker.created.scope is value]
