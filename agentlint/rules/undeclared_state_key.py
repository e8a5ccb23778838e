"""A write to a key that the state does not have."""

from collections import defaultdict
from collections.abc import Iterator

from agentlint.diagnostics.finding import Level
from agentlint.graph.effects import Write
from agentlint.graph.model import Node, Orchestration, State
from agentlint.graph.state_flow import answered, lost, meant, readers
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
    """No schema of the graph declares a key that nodes write.

    An error where the key is read, or another one is awaited in its place; what nobody reads is said in one warning.
    What a structured answer brings along is `output-schema-mismatch`.
    """
    found: defaultdict[str, list[tuple[Node, Write]]] = defaultdict(list)
    for node in graph.nodes:
        dumped = {write for _, writes in answered(node) for write in writes}
        for write in lost(node, graph):
            if write not in dumped and not graph.prebuilt:
                found[write.key].append((node, write))
    unread = []
    for key, writes in found.items():
        wanted = meant(graph, key)
        if wanted is not None or readers(graph, key):
            yield _lost(key, wanted, writes, graph)
        else:
            unread += writes
    if unread and graph.state is not None:
        yield _unread(unread, graph.state)


def _lost(key: str, wanted: str | None, writes: list[tuple[Node, Write]], graph: Orchestration) -> Claim:
    state = graph.state or State("the state", True)
    node, write = writes[0]
    claim = Claim(
        f"`{node.name}` writes `{key}`, which the state `{state.name}` does not have",
        label=f"`{key}` is dropped here",
        help=f"write `{wanted}`" if wanted is not None else f"declare `{key}` in `{state.name}`",
        about=node,
        at=write.location,
        part=key,
    )
    for _, other in writes[1:3]:
        claim = claim.labelled("and here", other.location)
    if waiting := readers(graph, key):
        claim = claim.labelled(f"`{key}` is read here, and never arrives", waiting[0].location)
    elif wanted is not None and (waiting := readers(graph, wanted)):
        claim = claim.labelled(f"`{wanted}` is awaited here", waiting[0].location)
    return claim.labelled("the keys of the state", state.location).noted(SILENT)


def _unread(writes: list[tuple[Node, Write]], state: State) -> Claim:
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
    for _, write in writes[1:4]:
        claim = claim.labelled(f"`{write.key}` is dropped here", write.location)
    return claim.labelled("the keys of the state", state.location).noted(SILENT)
