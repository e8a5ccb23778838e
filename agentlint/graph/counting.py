"""What the nodes of a loop do to a number in the state: count it, leave it, set it back."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import inf

from agentlint.graph.effects import WayOut, Write
from agentlint.graph.evidence import Location
from agentlint.graph.model import Node, NodeKind, Orchestration

ADDS = frozenset({"add", "iadd", "concat"})
"""Reducers that add what is written to what is there (`operator.add`)."""

GATHERS = ADDS | {"add_messages", "extend"}
"""Reducers under which a list only grows."""


@dataclass(frozen=True, slots=True)
class Move:
    """What one way out of a node does to a counter.

    ``step`` is what it adds, ``to`` what it is set to instead; neither where that is not known.
    """

    step: float | None
    to: float | None = None
    way: WayOut | None = None
    at: Location | None = None

    @property
    def known(self) -> bool:
        """Whether it is known what happens to the counter."""
        return self.step is not None or self.to is not None


UNKNOWN = Move(None)


def moves(node: Node, counter: str, graph: Orchestration) -> tuple[Move, ...]:
    """What each way out of the node does to the number at the key ``counter``, or to its length (`len(messages)`)."""
    length = counter.startswith("len(")
    key = counter[4:-1] if length else counter
    effects = node.effects
    if effects is None:
        return (_without_code(node, key, graph, length=length),)
    generates = node.result is not None and node.result.update and not any(exit.update for exit in effects.exits)
    if not effects.complete or not effects.exits or generates:
        return (UNKNOWN,)
    declared = graph.state.key(key) if graph.state is not None else None
    reducer = declared.reducer if declared is not None else None
    return tuple(_moves(effects.exits, key, reducer, length=length))


def _moves(exits: tuple[WayOut, ...], key: str, reducer: str | None, *, length: bool) -> Iterator[Move]:
    for way in exits:
        write = way.write(key)
        if write is None:
            yield Move(0, way=way, at=way.location) if way.complete else UNKNOWN
        elif write.partly:
            yield UNKNOWN
        elif write.echo and reducer is None:
            yield Move(0, way=way, at=write.location)
        elif length:
            grows = "RemoveMessage" not in write.content.makes and _grows(write, key, reducer)
            yield Move(inf, way=way, at=write.location) if grows else UNKNOWN
        else:
            yield _move(write, reducer, way)


def _grows(write: Write, key: str, reducer: str | None) -> bool:
    return reducer in GATHERS if reducer is not None else key in write.content.paths and not write.content.limited


def _move(write: Write, reducer: str | None, way: WayOut) -> Move:
    made = write.content
    if reducer in ADDS:
        return Move(made.number, way=way, at=write.location) if made.number is not None else UNKNOWN
    if reducer is not None:
        return UNKNOWN
    if made.step is not None and made.paths == (write.key,):
        return Move(made.step, way=way, at=write.location)
    return Move(None, made.number, way, write.location) if made.number is not None else UNKNOWN


def _without_code(node: Node, key: str, graph: Orchestration, *, length: bool) -> Move:
    """What a node does of which the code is the framework's: tools answer, and leave alone what no tool writes."""
    if length and key == "messages" and node.kind in (NodeKind.TOOL, NodeKind.AGENT):
        return Move(inf)
    if node.kind is not NodeKind.TOOL or any(gap.element == node.name for gap in graph.unresolved):
        return UNKNOWN
    tools = [tool.effects for tool in graph.tools if node.name in tool.runners and tool.effects is not None]
    writes = {write.key for effects in tools for write in effects.writes}
    return UNKNOWN if key in writes or not all(effects.complete for effects in tools) else Move(0)
