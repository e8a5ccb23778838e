"""What passes along the edges of a graph: which keys, how much of the conversation, how many tokens."""

from dataclasses import replace

from agentlint.graph.effects import Content, Effects
from agentlint.graph.model import END, Edge, EdgeKind, History, Node, Orchestration, Payload
from agentlint.graph.state import StateKey
from agentlint.graph.uses import Tool

CHARACTERS = 4
"""Characters of a token, as English prose has them: an assumption, like the two that follow."""
MESSAGES = 10
"""Messages of a history that is cut to a window."""
LENGTH = 200
"""Tokens of a message."""

ACCUMULATES = frozenset({"add_messages", "_add_messages", "add", "iadd", "concat"})
"""Reducers that only ever make a key longer."""
LISTS = ("list", "List", "Sequence", "tuple")


def with_payloads(graph: Orchestration) -> Orchestration:
    """``graph`` with what its nodes are given of the conversation, and what its edges carry."""
    nodes = tuple(replace(node, history=_history(graph, node)) for node in graph.nodes)
    told = replace(graph, nodes=nodes)
    return replace(told, edges=tuple(replace(edge, payload=_payload(told, edge)) for edge in told.edges))


def accumulating(graph: Orchestration) -> tuple[StateKey, ...]:
    """The keys of the state to which every write adds."""
    return tuple(key for key in (graph.state.keys if graph.state is not None else ()) if _accumulates(key))


def _accumulates(key: StateKey) -> bool:
    listed = "messages" in (key.reducer or "") or not key.type or any(kind in key.type for kind in LISTS)
    return key.reducer in ACCUMULATES and key.reducer_at is None and listed


def constants(node: Node) -> int:
    """The tokens of the constant texts that the model of a node is asked with: the longest of its prompts."""
    asked = [sum(map(len, call.content.texts)) for call in node.effects.models] if node.effects is not None else []
    return max([len(node.instructions or ""), *asked]) // CHARACTERS


def is_raw(tool: Tool) -> bool:
    """Whether a tool gives the model what it got from outside, of whatever size."""
    return bool(tool.bulk)


def _history(graph: Orchestration, node: Node) -> History | None:
    """What the overlay knows of a ready-made agent limits what the function around it passes on."""
    if node.effects is None or node.history in (History.WINDOWED, History.SUMMARY):
        return node.history
    keys = [key.name for key in accumulating(graph)]
    asked = [call.content for call in node.effects.models] + [run.content for run in node.effects.graphs]
    if not asked or not keys:
        return History.NONE if node.effects.complete else None
    if any(_takes_whole(content, keys) for content in asked):
        return History.FULL
    if any(_key(path) in keys for content in asked for path in content.paths):
        return History.WINDOWED
    return History.NONE


def _takes_whole(content: Content, keys: list[str]) -> bool:
    return any(key in content.whole for key in (*keys, ""))


def _payload(graph: Orchestration, edge: Edge) -> Payload | None:
    source, target = graph.node(edge.source), graph.node(edge.target)
    if target is None or edge.target == END or not edge.resolved:
        return None
    told = edge.payload or Payload()
    fields = told.fields or _fields(graph, edge, source, target)
    history = told.history or target.history
    keys = [key.name for key in accumulating(graph)]
    unbounded = tuple(name for name in fields if name in keys) if history is History.FULL else ()
    window = MESSAGES * LENGTH if history is History.WINDOWED else 0
    raw = told.raw or _raw(graph, source, target, history)
    return Payload(fields, history, raw, constants(target) + window or None, unbounded, told.chosen)


def _fields(graph: Orchestration, edge: Edge, source: Node | None, target: Node) -> tuple[str, ...]:
    """The keys that the target reads of those that the source writes, and the conversation where it is given that."""
    if edge.kind is EdgeKind.DISPATCH:
        return ()
    keys = [key.name for key in accumulating(graph)]
    whole = keys if target.history not in (None, History.NONE) else []
    if target.effects is None:
        return tuple(whole)
    taken = [*(read.key for read in target.effects.reads), *_asked(target.effects)]
    known = {key.name for key in graph.state.keys} if graph.state is not None and graph.state.complete else set(taken)
    written = known
    if source is not None and source.effects is not None and source.effects.complete:
        written = {write.key for write in source.effects.writes} | set(keys)
    return tuple(dict.fromkeys(name for name in (*whole, *taken) if name in known and name in written))


def _asked(effects: Effects) -> list[str]:
    return [_key(path) for call in effects.models for path in call.content.paths if path]


def _key(path: str) -> str:
    return path.split(".")[0].split("[")[0]


def _raw(graph: Orchestration, source: Node | None, target: Node, history: History | None) -> tuple[str, ...]:
    """Tools of the source that run in this graph, so that their results stand in the conversation."""
    if source is None or history is not History.FULL:
        return ()
    return tuple(
        tool.name
        for tool in graph.tools
        if is_raw(tool) and tool.runners and source.name in tool.holders and target.name not in tool.holders
    )
