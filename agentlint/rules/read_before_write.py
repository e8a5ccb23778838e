"""A key of the state that is read before anything can have written it."""

from collections.abc import Iterator

from agentlint.diagnostics.finding import Level
from agentlint.graph.evidence import Confidence
from agentlint.graph.model import Orchestration
from agentlint.graph.state import StateKey
from agentlint.graph.state_flow import declared, like, meant
from agentlint.graph.state_reads import Reader, explained, state_reads, unfilled
from agentlint.rules.base import Claim, Group, rule


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
    told = explained(graph)
    for reader in state_reads(graph):
        if reader.read.key not in told and (claim := _claim(reader, graph)) is not None:
            told.add(reader.read.key)
            yield claim


def _claim(reader: Reader, graph: Orchestration) -> Claim | None:
    if reader.key is None:
        return _unknown_key(reader, graph)
    sure = unfilled(reader, reader.key, graph)
    return _missing(reader, reader.key, sure, graph) if sure is not None else None


def _unknown_key(reader: Reader, graph: Orchestration) -> Claim | None:
    """No value can arrive under a key that the reader's state does not have."""
    name, who, state = reader.read.key, reader.who.name, reader.given
    spelt = like(name, state)
    if declared(graph) is None or reader.read.attribute or (reader.read.optional and spelt is None):
        return None
    near = spelt or meant(graph, name)
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
    return claim.noted(
        "it is always the default" if reader.read.optional else "reading it ends the run with a KeyError"
    )


def _missing(reader: Reader, key: StateKey, sure: Confidence, graph: Orchestration) -> Claim:
    """The key is declared, and no run and no node before gives it a value."""
    who = reader.who.name
    claim = Claim(
        f"`{who}` reads `{key.name}` before anything writes it",
        label=f"`{key.name}` is not there yet",
        help=f'give `{key.name}` to the run, or read it with a default: `state.get("{key.name}", …)`',
        about=reader.who,
        at=reader.read.location,
        part=key.name,
        confidence=sure,
    )
    claim = claim.labelled("this default has no effect" if key.assigned else "it is declared here", key.location)
    for run in [run for run in graph.runs if not run.test and key.name not in (run.keys or (key.name,))][:1]:
        claim = claim.labelled("this run does not bring it", run.location)
    return claim.noted(f"no node that can run before `{who}` writes it, so reading it ends the run with an error")
