"""Keys of the shared state that are given two values in one step, and that nothing merges."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from agentlint.graph.condition import Condition
from agentlint.graph.effects import WayOut
from agentlint.graph.evidence import Location
from agentlint.graph.model import Node, Orchestration
from agentlint.graph.queries import dominators
from agentlint.graph.state import StateKey
from agentlint.graph.state_flow import needed
from agentlint.graph.steps import Together, contradict, together


@dataclass(frozen=True, slots=True)
class Given:
    """A value that a node hands back. ``echo``: the one that it was given; ``sure``: no handler, no part of a path."""

    key: StateKey
    location: Location
    condition: tuple[Condition, ...] = ()
    echo: bool = False
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Clash:
    """A key that both nodes of ``pair`` give a value in one step, with what each hands back."""

    key: StateKey
    pair: Together
    given: tuple[Given, Given]
    sure: bool


def clashes(graph: Orchestration) -> Iterator[Clash]:
    """Every key that two nodes of one step both give a value, once for each pair."""
    keys = [key for key in graph.state.keys if key.reducer is None and not key.managed] if graph.state else []
    for pair in together(graph) if keys else ():
        one, other = (graph.node(name) for name in pair.nodes)
        if one is None or other is None:
            continue
        present = _present(graph, one) | _present(graph, other)
        for key in keys:
            ways = [list(_given(node, key, present)) for node in (one, other)]
            found = [_clash(pair, first, second) for first, second in product(*ways)]
            possible = sorted((clash for clash in found if clash is not None), key=lambda clash: not clash.sure)
            yield from possible[:1]


def _clash(pair: Together, first: Given, second: Given) -> Clash | None:
    """Whether both can happen: where they depend on the same part of the state, only the words can tell."""
    if contradict(first.condition, second.condition):
        return None
    read = [{path for test in given.condition for path in test.reads} for given in (first, second)]
    alike = {(test.text, test.holds) for test in first.condition} == {
        (test.text, test.holds) for test in second.condition
    }
    twice = pair.nodes[0] == pair.nodes[1]
    apart = bool(first.condition) if twice else bool(read[0] & read[1]) and not alike
    return Clash(first.key, pair, (first, second), pair.sure and first.sure and second.sure and not apart)


def _given(node: Node, key: StateKey, present: frozenset[str]) -> Iterator[Given]:
    """What a node hands back under a key: what it writes, and what it was given and gives back as it is."""
    for exit in node.effects.exits if node.effects is not None else ():
        write = exit.write(key.name)
        if write is not None:
            yield Given(key, write.location, exit.condition, write.echo, not exit.raised and not write.partly)
        elif exit.whole and key.name in present:
            yield Given(key, exit.location, exit.condition, True, not exit.raised)
    handed = node.gives.key(key.name) if node.gives is not None else None
    if handed is not None and node.defined_at is not None and key.name in present | set(node.makes):
        yield Given(key, node.defined_at, (), key.name not in node.makes)


def _present(graph: Orchestration, node: Node) -> frozenset[str]:
    """The keys that surely have a value when a node runs: runs bring them, nodes before write them, it needs them."""
    earlier = [before for name in dominators(graph, node.name) if (before := graph.node(name)) is not None]
    found = {key for run in graph.runs for key in run.keys or () if not run.test}
    found |= {name for before in earlier for name in (*before.makes, *_always(before))}
    found |= {read.key for read in needed(node.effects) if not read.attribute} if node.effects is not None else set()
    return frozenset(found | set(node.needs))


def _always(node: Node) -> frozenset[str]:
    """The keys that a function writes on every way out."""
    exits: tuple[WayOut, ...] = node.effects.exits if node.effects is not None else ()
    written = [{write.key for write in exit.writes if not write.partly} for exit in exits]
    return frozenset(set.intersection(*written)) if written else frozenset()
