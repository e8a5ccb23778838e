"""How the keys of the shared state flow: who declares them, what a run brings, who may write and who needs them."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from difflib import get_close_matches

from agentlint.graph.effects import Content, Effects, ModelCall, Read, Source, Write
from agentlint.graph.model import END, START, EdgeKind, Node, Orchestration
from agentlint.graph.queries import reachable
from agentlint.graph.state import State

MISSING = frozenset({"KeyError", "LookupError", "AttributeError"})
"""What is raised where a key is not there."""


def declared(graph: Orchestration) -> frozenset[str] | None:
    """Every key that some schema of the graph declares; None where they are not all known."""
    own = [schema for schema in (graph.state, graph.input, graph.output) if schema is not None]
    asked = [*(node.receives for node in graph.nodes), *(decision.receives for decision in graph.decisions)]
    private = [schema for schema in asked if schema is not None and schema.typed]
    if graph.state is None or not all(schema.typed and schema.complete for schema in (*own, *private)):
        return None
    return frozenset(key.name for schema in (*own, *private) for key in schema.keys)


def received(node: Node, graph: Orchestration) -> State | None:
    """The schema of what a node is given; None where it is not known whole, or is no state at all."""
    schema = node.receives if node.receives is not None and node.receives.typed else graph.state
    dispatched = any(edge.kind is EdgeKind.DISPATCH for edge in graph.edges if edge.target == node.name)
    return schema if schema is not None and schema.typed and schema.complete and not dispatched else None


def may_write(node: Node) -> frozenset[str] | None:
    """The keys that a node may give a new value; None where they are not all known."""
    if node.name in (START, END):
        return frozenset()
    if node.effects is not None:
        exits = node.effects.exits
        if not node.effects.complete or not all(exit.complete for exit in exits):
            return None
        return frozenset(write.key for write in node.effects.writes if not write.echo)
    if node.gives is not None and node.gives.typed and node.gives.complete:
        return frozenset(key.name for key in node.gives.keys)
    return None


def written(nodes: Iterable[Node]) -> frozenset[str] | None:
    """The keys that any of the nodes may write; None where they are not all known."""
    found: set[str] = set()
    for node in nodes:
        keys = may_write(node)
        if keys is None:
            return None
        found |= keys
    return frozenset(found)


def before(graph: Orchestration, name: str, *, included: bool) -> tuple[Node, ...]:
    """The nodes that may run before what follows ``name`` (``included``), or before ``name`` itself, runs first."""
    without = replace(graph, edges=tuple(edge for edge in graph.edges if edge.source != name))
    names = reachable(without, START)
    return tuple(node for node in graph.nodes if node.name in names and (included or node.name != name))


def brought(graph: Orchestration) -> tuple[frozenset[str], ...] | None:
    """The keys of the state that each run begins with; None where runs are not known.

    A schema for the input lets nothing else in, whoever runs the graph.
    """
    begun = [run.keys for run in graph.runs if not run.test and not run.resumes]
    entry = graph.input or graph.state
    if entry is None or not entry.complete:
        return None
    may_enter = frozenset(key.name for key in entry.keys)
    if graph.steered:
        return None
    if graph.exported or not begun or None in begun:
        return (may_enter,) if graph.input is not None else None
    return tuple(frozenset(keys or ()) & may_enter for keys in begun)


def needed(effects: Effects) -> Iterator[Read]:
    """The first read of each key that has to be there: not optional, and not given a value by the function itself."""
    seen: set[str] = set()
    given = {key: min(one.where.order for one in effects.mutations if one.key == key) for key in _changed(effects)}
    for read in effects.reads:
        caught = {name for guard in read.where.guards for one in effects.handlers_of(guard) for name in one.catches}
        if not (
            read.optional or caught & MISSING or read.key in seen or given.get(read.key, 1 << 30) < read.where.order
        ):
            yield read
        seen.add(read.key)


def defaulted(effects: Effects) -> tuple[Read, ...]:
    """The reads that take a default where the key is not there, of keys that the function does not set itself."""
    return tuple(read for read in effects.reads if read.optional and read.key not in _changed(effects))


def like(key: str, schema: State) -> str | None:
    """The key of a schema that is spelt almost like one that it does not have."""
    names = [one.name for one in schema.keys]
    near = get_close_matches(key, names, 1, 0.85) if key not in names else []
    return near[0] if near else None


def _changed(effects: Effects) -> frozenset[str]:
    return frozenset(one.key for one in effects.mutations)


def lost(node: Node, graph: Orchestration) -> tuple[Write, ...]:
    """What a node writes to keys that no schema of the graph declares, each key once.

    A decision that declares no schema of its own is handed what the node before returned: it may be meant for it.
    """
    known = declared(graph)
    if known is None or node.effects is None:
        return ()
    handed = handed_on(node, graph)
    writes = (write for write in node.effects.writes if write.key not in known | handed and write.key[:2] != "__")
    return tuple({write.key: write for write in writes}.values())


def handed_on(node: Node, graph: Orchestration) -> frozenset[str]:
    """What the decisions after a node read from what it returned, without regard to the state."""
    own = [one.effects for one in graph.decisions if one.source == node.name and one.receives is None]
    written = may_write(node) or frozenset()
    return frozenset(
        read.key for effects in own if effects is not None for read in effects.reads if read.key in written
    )


def readers(graph: Orchestration, key: str) -> tuple[Read, ...]:
    """Every read of a key, by nodes and by decisions."""
    told = [*(node.effects for node in graph.nodes), *(decision.effects for decision in graph.decisions)]
    return tuple(read for effects in told if effects is not None for read in effects.reads if read.key == key)


def waiting(graph: Orchestration, writer: Node, key: str) -> tuple[Read, ...]:
    """The reads of a key that a node writes for others, or for itself in a later round.

    Where a function gives the key a value before it reads it, only a count has to last from round to round.
    """
    again = any(writer.name in loop.nodes for loop in graph.loops)
    told = [node.effects for node in graph.nodes if node.name != writer.name or again]
    told += [decision.effects for decision in graph.decisions]
    counts = any(write.content.step is not None for node in graph.nodes for write in _writes(node) if write.key == key)
    found: list[Read] = []
    for effects in told:
        own = [one.where.order for one in effects.mutations if one.key == key] if effects is not None else []
        reads = (read for read in effects.reads if read.key == key) if effects is not None else ()
        found += [read for read in reads if counts or not any(order < read.where.order for order in own)]
    return tuple(found)


def _writes(node: Node) -> tuple[Write, ...]:
    return node.effects.writes if node.effects is not None else ()


def answered(node: Node) -> tuple[tuple[ModelCall, tuple[Write, ...]], ...]:
    """The structured answers that a node gives back field by field, as they are, with the writes they make."""
    found: dict[ModelCall, tuple[Write, ...]] = {}
    for call in node.effects.models if node.effects is not None else ():
        for exit in node.effects.exits if node.effects is not None and call.fields else ():
            answer = Content((Source.STRUCTURED,), schema=call.schema)
            writes = tuple(write for write in exit.writes if write.key in call.fields and write.content == answer)
            if len(writes) == len(call.fields):
                found.setdefault(call, writes)
    return tuple(found.items())


def awaited(graph: Orchestration) -> tuple[str, ...]:
    """Declared keys that are read and that nothing writes or brings, in the order of the schema.

    Where runs are not known, they bring what the nodes read that run first.
    """
    known = [found for node in graph.nodes if (found := may_write(node)) is not None]
    runs = brought(graph)
    if runs is None:
        first = [graph.node(edge.target) for edge in graph.edges if edge.source == START]
        told = [node.effects for node in first if node is not None and node.effects is not None]
        runs = tuple(frozenset(read.key for read in effects.reads) for effects in told)
    there = frozenset().union(*known, *runs)
    keys = [key.name for key in graph.state.keys if not key.managed] if graph.state is not None else []
    set_here = {one.key for node in graph.nodes if node.effects is not None for one in node.effects.mutations}
    return tuple(key for key in keys if key not in there | set_here and readers(graph, key))


def meant(graph: Orchestration, key: str) -> str | None:
    """The declared key that was probably meant by one that no schema declares.

    It is awaited and of a like name; or it is the only one awaited, and one update has all that is lost; or it is spelt
    almost the same, and nothing writes it.
    """
    names, all_written = awaited(graph), written(graph.nodes)
    if all_written is None:
        return None
    if near := get_close_matches(key, names, 1, 0.55):
        return near[0]
    if (
        brought(graph) is not None
        and len(names) == 1
        and len({write.location for node in graph.nodes for write in lost(node, graph)}) == 1
    ):
        return names[0]
    unwritten = sorted((declared(graph) or frozenset()) - all_written - frozenset().union(*(brought(graph) or ())))
    return next(iter(get_close_matches(key, unwritten, 1, 0.85)), None)


def filled(graph: Orchestration, node: Node, key: str) -> bool:
    """Whether a key is known to hold something when a node runs: a run brings more than nothing, or a node wrote it."""
    given = [made for run in graph.runs if not run.test for name, made in run.values if name == key]
    if any(made.sources and made.number != 0 for made in given):
        return True
    again = any(node.name in loop.nodes for loop in graph.loops)
    writers = (one for one in graph.nodes if key in (may_write(one) or ()))
    return any(again if one.name == node.name else node.name in reachable(graph, one.name) for one in writers)
