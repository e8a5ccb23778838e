"""What a dispatched node is given in place of the state, and what it reads all the same."""

from collections.abc import Iterator
from dataclasses import dataclass

from agentlint.graph.counting import ADDS
from agentlint.graph.evidence import Location
from agentlint.graph.model import Decision, Node, Orchestration, Route
from agentlint.graph.state_flow import filled, needed


@dataclass(frozen=True, slots=True)
class Short:
    """A dispatch of ``node`` whose payload lacks keys that it reads untested; each with the place of the read."""

    route: Route
    node: Node
    payload: tuple[str, ...]
    missing: tuple[tuple[str, Location | None], ...]


def short(decision: Decision, graph: Orchestration) -> Iterator[Short]:
    """The dispatches that do not hand over what their targets read."""
    for route in decision.routes if not graph.prebuilt else ():
        node = graph.node(route.value) if route.dispatch and route.value is not None else None
        if node is None or route.payload is None:
            continue
        there = {*route.payload, *_preset(node, graph)}
        missing = tuple((key, place) for key, place in _reads(node).items() if key not in there)
        if missing:
            yield Short(route, node, route.payload, missing)


def _reads(node: Node) -> dict[str, Location | None]:
    """The keys that have to be there whenever the node runs, and where they are read."""
    if node.effects is None:
        return dict.fromkeys(node.needs, node.defined_at)
    return {read.key: read.location for read in needed(node.effects) if not read.where.condition and not read.attribute}


def _preset(node: Node, graph: Orchestration) -> tuple[str, ...]:
    """The keys that the class of the state fills in: fields with a default."""
    schema = node.receives or graph.state
    return tuple(key.name for key in schema.keys if key.default and key.reducer is None) if schema is not None else ()


def returned_whole(node: Node, key: str, graph: Orchestration) -> bool:
    """Whether the graph inside a node is given a key that it adds up, and so gives back what it was given as well."""
    inner = node.gives.key(key) if node.gives is not None else None
    shared = inner is not None and node.takes is not None and node.takes.key(key) is not None
    added = shared and inner is not None and inner.reducer in ADDS
    return added and not _withheld(node, key, graph) and filled(graph, node, key)


def _withheld(node: Node, key: str, graph: Orchestration) -> bool:
    """Whether a node is only ever sent other keys than this one."""
    sent = [route.payload for one in graph.decisions for route in one.routes if route.value == node.name]
    return bool(sent) and all(payload is not None and key not in payload for payload in sent)
