"""What nodes give back and the framework drops, because the state has no such keys."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from agentlint.graph.effects import Write
from agentlint.graph.evidence import Location
from agentlint.graph.model import Node, Orchestration
from agentlint.graph.state import State
from agentlint.graph.state_flow import answered, lost, meant, readers, waiting


@dataclass(frozen=True, slots=True)
class Dropped:
    """Fields of an answer that was held to a ``schema``, lost where it is given back to the ``state``.

    ``waiting`` are the keys that were probably meant, each with where it is read. ``read``: somebody reads a field.
    """

    schema: str
    schema_at: Location
    state: State
    fields: tuple[str, ...]
    location: Location
    waiting: tuple[tuple[str, Location | None], ...]
    read: bool


def dropped(node: Node, graph: Orchestration) -> Iterator[Dropped]:
    """The answers of a node that lose fields."""
    gone = {write.key for write in lost(node, graph)}
    for call, writes in answered(node) if not graph.prebuilt else ():
        fields = tuple(write.key for write in writes if write.key in gone)
        keys = [key for field in fields if (key := meant(graph, field)) is not None]
        waiting = tuple((key, next((read.location for read in readers(graph, key)), None)) for key in keys)
        if fields and graph.state is not None:
            read = any(readers(graph, field) for field in fields)
            schema, place = str(call.schema), call.schema_at or call.location
            yield Dropped(schema, place, graph.state, fields, writes[0].location, waiting, read)


@dataclass(frozen=True, slots=True)
class Undeclared:
    """Writes to keys that no schema declares, by what comes of them.

    ``awaited`` are those of each node that somebody reads, or in whose place another key is awaited: each key where it
    is written first. ``unread`` are those that nobody misses.
    """

    awaited: Mapping[str, list[Write]]
    unread: tuple[tuple[Node, Write], ...]


def undeclared(graph: Orchestration) -> Undeclared:
    """The writes of a graph that are lost, but for structured answers that are given back whole."""
    awaited: defaultdict[str, list[Write]] = defaultdict(list)
    unread: list[tuple[Node, Write]] = []
    told: set[str] = set()
    for node in graph.nodes if not graph.prebuilt else ():
        dumped = {write for _, writes in answered(node) for write in writes}
        for write in lost(node, graph):
            if write in dumped:
                continue
            if not waiting(graph, node, write.key) and meant(graph, write.key) is None:
                unread.append((node, write))
            elif write.key not in told:
                told.add(write.key)
                awaited[node.name].append(write)
    return Undeclared(awaited, tuple(unread))
