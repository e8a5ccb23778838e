"""A write to a key that the state does not have."""

from collections.abc import Iterator, Sequence

from agentlint.diagnostics.finding import Level
from agentlint.graph.dropped import undeclared
from agentlint.graph.effects import Write
from agentlint.graph.model import Node, Orchestration
from agentlint.graph.state import State
from agentlint.graph.state_flow import meant, readers
from agentlint.rules.base import Claim, Group, rule
from agentlint.rules.words import names

SILENT = "the framework raises nothing: it keeps the declared keys of an update and drops the others"


@rule(
    "undeclared-state-key",
    "write to a key that the state does not have",
    level=Level.ERROR,
    group=Group.CONTRACTS,
    since="0.1",
)
def check(graph: Orchestration) -> Iterator[Claim]:
    """A key is read and no schema declares it, or another one is awaited in its place; what nobody reads is a warning.

    What a structured answer brings along is `output-schema-mismatch`.
    """
    found = undeclared(graph)
    for name, writes in found.awaited.items():
        yield _lost(name, writes, graph)
    if found.unread and graph.state is not None:
        yield _unread(found.unread, graph.state)


def _lost(name: str, writes: list[Write], graph: Orchestration) -> Claim:
    """What one node writes, and others wait for. A key is told where it is written first."""
    state = graph.state or State("the state", True)
    keys = [write.key for write in writes]
    wanted = [key for one in keys if (key := meant(graph, one)) is not None]
    claim = Claim(
        f"`{name}` writes {names(keys)}, which the state `{state.name}` does not have",
        label=f"`{keys[0]}` is dropped here",
        help=f"write {names(wanted)}" if wanted else f"declare {names(keys)} in `{state.name}`",
        about=graph.node(name),
        at=writes[0].location,
        part=", ".join(keys),
    )
    for key in [*keys, *wanted][:4]:
        for read in readers(graph, key)[:1]:
            claim = claim.labelled(f"`{key}` is awaited here, and never arrives", read.location)
    return claim.labelled("the keys of the state", state.location).noted(SILENT)


def _unread(writes: Sequence[tuple[Node, Write]], state: State) -> Claim:
    first = writes[0][1]
    keys = list(dict.fromkeys(write.key for _, write in writes))
    shown = names(keys) if len(keys) <= 4 else f"{names(keys[:3])} and {len(keys) - 3} more"
    nodes = list(dict.fromkeys(node.name for node, _ in writes))
    claim = Claim(
        f"{names(nodes)} {'writes' if len(nodes) == 1 else 'write'} {shown}, which the state "
        f"`{state.name}` does not have: nobody gets to see it",
        label=f"`{first.key}` is dropped here",
        help=f"declare what is to be kept in `{state.name}`, and do not return the rest",
        at=first.location,
        part="unread",
        level=Level.WARNING,
    )
    return claim.labelled("the keys of the state", state.location).noted(SILENT)
