"""Routes of decisions that are written down and that nothing can select."""

from collections.abc import Iterator
from dataclasses import dataclass

from agentlint.graph.condition import Condition, Test
from agentlint.graph.contradictions import contradiction, facts
from agentlint.graph.effects import Source, Write
from agentlint.graph.model import Decision, Node, Orchestration, Route
from agentlint.graph.queries import dominators
from agentlint.graph.state_flow import brought, may_write, written
from agentlint.graph.tests import key


@dataclass(frozen=True, slots=True)
class Dead:
    """A value that a decision never gives. ``asked`` cannot come out as it has to, since ``settled`` came out before.

    Without that, it asks for what none of the ``writes`` to a key of the state gives, if there are any at all.
    """

    route: Route
    asked: Condition
    settled: Condition | None = None
    writes: tuple[Write, ...] = ()


def dead_routes(decision: Decision, graph: Orchestration) -> Iterator[Dead]:
    """Each value that no way through the decision gives, with why the first of these ways is closed."""
    for value in dict.fromkeys(route.value for route in decision.routes):
        ways = [route for route in decision.routes if route.value == value]
        closed = [_closed(route, decision, graph) for route in ways]
        if closed[0] is not None and all(closed):
            yield closed[0]


def _closed(route: Route, decision: Decision, graph: Orchestration) -> Dead | None:
    against = contradiction(route.condition)
    if against is not None:
        return Dead(route, *against)
    for condition in route.condition:
        for test, holds in facts(condition.asks, holds=condition.holds):
            writes = _never(test, decision, graph) if holds and test.how == "==" and test.text is not None else ()
            if writes or (holds and test.how == "true" and _is_unset(test, graph)):
                return Dead(route, condition, None, writes)
    return None


def _is_unset(test: Test, graph: Orchestration) -> bool:
    """Whether a test asks for a key of the state that no run brings, and that no node gives a value that is true."""
    name = key(test.path)
    known = graph.state.key(name) if graph.state is not None and name is not None else None
    runs = brought(graph)
    if known is None or known.managed or known.default or runs is None or any(known.name in keys for keys in runs):
        return False
    told = [node.effects for node in graph.nodes if node.effects is not None]
    changed = any(one.key == known.name for effects in told for one in effects.mutations)
    sets = any(write.key == known.name and write.truth is not False for effects in told for write in effects.writes)
    return not sets and not changed and written(graph.nodes) is not None


def _never(test: Test, decision: Decision, graph: Orchestration) -> tuple[Write, ...]:
    """What is written to the compared key, if that is other constants only and a node before always writes it."""
    name = key(test.path)
    known = graph.state.key(name) if graph.state is not None and name is not None else None
    before = [graph.node(one) for one in (*dominators(graph, decision.source), decision.source)]
    if known is None or known.reducer is not None or not any(_writes_always(node, known.name) for node in before):
        return ()
    if any(may_write(node) is None for node in graph.nodes):
        return ()
    told = [node.effects for node in graph.nodes if node.effects is not None]
    writes = tuple(write for effects in told for write in effects.writes if write.key == known.name and not write.echo)
    contents = [write.content for write in writes]
    contents += [one.content for effects in told for one in effects.mutations if one.key == known.name]
    fixed = all(content.sources == (Source.CONSTANT,) and content.texts for content in contents)
    given = {text for content in contents for text in content.texts}
    return writes if fixed and test.text not in given else ()


def _writes_always(node: Node | None, name: str) -> bool:
    exits = node.effects.exits if node is not None and node.effects is not None else ()
    written = [exit.write(name) for exit in exits]
    return bool(written) and all(write is not None and not write.partly and not write.echo for write in written)
