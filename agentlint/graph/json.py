"""The graphs as published JSON: the dataclasses of the model, field by field, and each element with its identity.

A fact that is absent is left out. A field without a default is always there, and null says something: a bound without
a number, a route without a value. A `Fact` leaves out all that is as by default. `schema.json` describes the result.
"""

import json
import math
from collections.abc import Collection
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any, Literal

from agentlint.graph.evidence import Fact
from agentlint.graph.identity import identity
from agentlint.graph.model import Dangling, Decision, Edge, Loop, Node, Orchestration, Unresolved
from agentlint.graph.summary import Skipped, Summary, summarise

IDENTIFIED = (Orchestration, Node, Edge, Loop, Decision, Dangling)
"""The elements that have an identity."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """All that a run saw. ``unresolved`` is wiring that belongs to no graph; each graph lists its own."""

    schema_version: Literal["1"] = "1"
    graphs: tuple[Orchestration, ...]
    unresolved: tuple[Unresolved, ...]
    skipped: tuple[Skipped, ...]
    summary: Summary


def published(
    graphs: Collection[Orchestration],
    unresolved: Collection[Unresolved] = (),
    skipped: Collection[Skipped] = (),
    *,
    files: int = 0,
) -> str:
    """The JSON text for ``graphs``, in ASCII: names are arbitrary strings, lone surrogates among them."""
    summary = summarise(graphs, unresolved, files=files, skipped=len(skipped))
    document = Document(graphs=tuple(graphs), unresolved=tuple(unresolved), skipped=tuple(skipped), summary=summary)
    return json.dumps(plain(document), indent=2, ensure_ascii=True, allow_nan=False)


def plain(value: Any, graph: Orchestration | None = None) -> Any:
    """``value`` as lists, dictionaries and scalars. Elements of ``graph`` get their identity.

    A number that JSON cannot hold becomes null: to be infinite is to say nothing.
    """
    match value:
        case StrEnum():
            return value.value
        case float():
            return value if math.isfinite(value) else None
        case None | bool() | int() | str():
            return value
        case tuple():
            return [plain(item, graph) for item in value]
        case Orchestration():
            return _members(value, value)
        case _:
            return _members(value, graph)


def _members(element: Any, graph: Orchestration | None) -> dict[str, Any]:
    members: dict[str, Any] = {}
    if graph is not None and isinstance(element, IDENTIFIED):
        members["identity"] = identity(graph, element)
    for field in fields(element):
        member = plain(getattr(element, field.name), graph)
        if isinstance(element, Fact) and getattr(element, field.name) == field.default:
            continue
        if member is not None or field.default is not None:
            members[field.name] = member
    return members
