"""Who reads which key of the state, and whether it can be there by then."""

from collections.abc import Iterator
from dataclasses import dataclass

from agentlint.graph.bound import Slip
from agentlint.graph.effects import Read
from agentlint.graph.evidence import Confidence
from agentlint.graph.model import Decision, Node, Orchestration
from agentlint.graph.state import Persistence, State, StateKey
from agentlint.graph.state_flow import before, brought, defaulted, handed_on, lost, meant, needed, received, written


@dataclass(frozen=True, slots=True)
class Reader:
    """A node or a decision that reads a key, and the schema of what it is given."""

    who: Node | Decision
    read: Read
    given: State

    @property
    def key(self) -> StateKey | None:
        """The key as the schema declares it; None where it does not."""
        return self.given.key(self.read.key)

    @property
    def after(self) -> str:
        """The node whose run comes last before the read, or the reader itself."""
        return self.who.source if isinstance(self.who, Decision) else self.who.name


def state_reads(graph: Orchestration) -> Iterator[Reader]:
    """The reads of keys that nothing but the state can hold, of nodes and then of decisions."""
    for node in graph.nodes:
        if node.effects is not None and (given := received(node, graph)) is not None:
            yield from (Reader(node, read, given) for read in (*needed(node.effects), *defaulted(node.effects)))
    for decision in graph.decisions:
        source, schema = graph.node(decision.source), decision.receives or graph.state
        if decision.effects is not None and schema is not None and schema.complete and schema.typed:
            handed = handed_on(source, graph) if source is not None else frozenset()
            reads = (*needed(decision.effects), *defaulted(decision.effects))
            yield from (Reader(decision, read, schema) for read in reads if read.key not in handed)


def explained(graph: Orchestration) -> set[str]:
    """The keys that have no value for another reason: one is written in their place, or nothing counts them."""
    dropped = {write.key for node in graph.nodes for write in lost(node, graph)}
    uncounted = {counter.key for loop in graph.loops for counter in loop.counters if counter.slip is Slip.NEVER}
    return dropped | uncounted | {key for one in dropped if (key := meant(graph, one)) is not None}


def unfilled(reader: Reader, key: StateKey, graph: Orchestration) -> Confidence | None:
    """How sure it is that no run and no node before gives a key its value; None where one may.

    Where runs are not known, a default that the framework does not use tells that nobody gives the key.
    """
    if key.default or key.managed or reader.read.optional or reader.read.where.condition or graph.unresolved:
        return None
    earlier = written(before(graph, reader.after, included=isinstance(reader.who, Decision)))
    runs = brought(graph)
    if earlier is None or key.name in earlier:
        return None
    if runs is None:
        return Confidence.LIKELY if key.assigned else None
    kept = graph.persistence is not Persistence.ABSENT
    return None if (any if kept else all)(key.name in run for run in runs) else Confidence.PROVEN
