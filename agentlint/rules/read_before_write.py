"""A key of the state that is read before anything can have written it."""

from collections.abc import Iterator
from dataclasses import dataclass

from agentlint.diagnostics.finding import Level
from agentlint.graph.effects import Read
from agentlint.graph.evidence import Confidence
from agentlint.graph.model import Decision, Node, Orchestration, Persistence, Slip, State, StateKey
from agentlint.graph.state_flow import (
    before,
    brought,
    declared,
    defaulted,
    handed_on,
    like,
    lost,
    meant,
    needed,
    received,
    written,
)
from agentlint.rules.base import Claim, Group, rule


@dataclass(frozen=True, slots=True)
class Reader:
    """A node or a decision that reads a key, and the schema of what it is given."""

    who: Node | Decision
    read: Read
    given: State

    @property
    def after(self) -> str:
        """The node whose run comes last before the read, or the reader itself."""
        return self.who.source if isinstance(self.who, Decision) else self.who.name


@rule(
    "read-before-write",
    "key of the state that is read before anything can write it",
    level=Level.ERROR,
    group=Group.CONTRACTS,
    since="0.1",
)
def check(graph: Orchestration) -> Iterator[Claim]:
    """Neither a run nor a node that may run before gives the key, and the read needs it to be there.

    A key that is missing because another one is written in its place, or that bounds a loop, is another rule's finding.
    """
    if graph.prebuilt or not graph.compiled:
        return
    dropped = {write.key for node in graph.nodes for write in lost(node, graph)}
    told = dropped | {key for one in dropped if (key := meant(graph, one)) is not None}
    told |= {counter.key for loop in graph.loops for counter in loop.counters if counter.slip is Slip.NEVER}
    for reader in _readers(graph):
        if reader.read.key in told:
            continue
        if reader.read.optional and like(reader.read.key, reader.given) is None:
            continue
        declared_key = reader.given.key(reader.read.key)
        missing = None if declared_key is None else _missing(reader, declared_key, graph)
        claim = _unknown_key(reader, graph) if declared_key is None else missing
        if claim is not None:
            told.add(reader.read.key)
            yield claim


def _readers(graph: Orchestration) -> Iterator[Reader]:
    for node in graph.nodes:
        if node.effects is not None and (given := received(node, graph)) is not None:
            yield from (Reader(node, read, given) for read in (*needed(node.effects), *defaulted(node.effects)))
    for decision in graph.decisions:
        source, given = graph.node(decision.source), decision.receives or graph.state
        if decision.effects is not None and given is not None and given.complete and given.typed:
            handed = handed_on(source, graph) if source is not None else frozenset()
            reads = (*needed(decision.effects), *defaulted(decision.effects))
            yield from (Reader(decision, read, given) for read in reads if read.key not in handed)


def _unknown_key(reader: Reader, graph: Orchestration) -> Claim | None:
    """No value can arrive under a key that the reader's state does not have."""
    every = declared(graph)
    name, who, state = reader.read.key, reader.who.name, reader.given
    if every is None or reader.read.attribute:
        return None
    near = like(name, state) or meant(graph, name)
    claim = Claim(
        f"`{who}` reads `{name}`, which its state `{state.name}` does not have",
        label=f"`{name}` is never there",
        help=f"read `{near}`" if near else f"declare `{name}` in `{state.name}`, and write it before it is read",
        about=reader.who,
        at=reader.read.location,
        part=name,
        level=Level.WARNING if reader.read.optional else None,
    )
    claim = claim.labelled("the keys of the state", state.location)
    default = "it is the default each time, whatever the nodes write"
    return claim.noted(default if reader.read.optional else "reading it ends the run with a KeyError")


def _missing(reader: Reader, key: StateKey, graph: Orchestration) -> Claim | None:
    """The key is declared, and no run and no node before gives it a value."""
    if key.default or key.managed or reader.read.where.condition or graph.unresolved:
        return None
    earlier = written(before(graph, reader.after, included=isinstance(reader.who, Decision)))
    runs = brought(graph)
    if earlier is None or key.name in earlier or (runs is None and not key.assigned):
        return None
    kept = graph.persistence is not Persistence.ABSENT
    if runs is not None and (any if kept else all)(key.name in run for run in runs):
        return None
    who = reader.who.name
    claim = Claim(
        f"`{who}` reads `{key.name}` before anything writes it",
        label=f"`{key.name}` is not there yet",
        help=f'give `{key.name}` to the run, or read it with a default: `state.get("{key.name}", …)`',
        about=reader.who,
        at=reader.read.location,
        part=key.name,
        confidence=Confidence.PROVEN if runs is not None else Confidence.LIKELY,
    )
    what = "this default has no effect: the framework does not use it" if key.assigned else "it is declared here"
    claim = claim.labelled(what, key.location)
    for run in graph.runs:
        if not run.test and run.keys is not None and key.name not in run.keys:
            claim = claim.labelled("this run does not bring it", run.location)
            break
    return claim.noted(f"no node that can run before `{who}` writes it, so reading it ends the run with an error")
