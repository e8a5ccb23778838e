"""A key that adds up what is written to it is written with what it held already."""

from collections.abc import Iterator

from agentlint.diagnostics.finding import Level
from agentlint.graph.counting import ADDS
from agentlint.graph.evidence import Location
from agentlint.graph.model import Node, Orchestration, StateKey
from agentlint.graph.state_flow import filled
from agentlint.rules.base import Claim, Group, rule


@rule(
    "reducer-mismatch",
    "write that does not fit how its key is merged",
    level=Level.WARNING,
    group=Group.CONTRACTS,
    since="0.1",
)
def check(node: Node, graph: Orchestration) -> Iterator[Claim]:
    """What is written to a key that plain addition merges holds what was there, or asks for a deletion.

    Reducers of the project may know what to do with either.
    """
    for key in graph.state.keys if graph.state is not None and not graph.prebuilt else ():
        if key.reducer in ADDS and key.reducer_at is None and (fault := _fault(node, key, graph)) is not None:
            message, label, remedy, place = fault
            claim = Claim(f"`{node.name}` {message}", label=label, help=remedy, at=place, part=key.name)
            claim = claim.labelled("what is written here is added to what is there", key.location)
            if place == node.defined_at:
                claim = claim.labelled(f"here it is the node `{node.name}`", node.location)
            yield claim.noted("the framework raises nothing: the state only grows, and with it every prompt made of it")


def _fault(node: Node, key: StateKey, graph: Orchestration) -> tuple[str, str, str, Location | None] | None:
    """What is wrong, its label, the remedy, and the place."""
    name = key.name
    for exit in node.effects.exits if node.effects is not None else ():
        write = exit.write(name)
        if write is not None and "RemoveMessage" in write.content.makes:
            message = f"deletes messages from `{name}`, which only ever adds: nothing is deleted"
            return message, "this is appended like any other", "merge the key with `add_messages`", write.location
        if not filled(graph, node, name):
            continue
        if write is not None and (write.echo or write.extends):
            what = "the new number" if write.content.step is not None else "only what is new"
            message = f"writes `{name}` with what it held before, which is then added a second time"
            return message, f"this holds the old `{name}`", f"return {what}: the reducer adds it", write.location
        if write is None and exit.whole:
            message = f"returns the whole state, so that `{name}` is added to itself"
            return message, f"`{name}` is returned as it was", "return only the keys that change", exit.location
    inner = node.gives.key(name) if node.gives is not None else None
    shared = inner is not None and node.takes is not None and node.takes.key(name) is not None
    if inner is None or not shared or inner.reducer not in ADDS or not filled(graph, node, name):
        return None
    message = f"is a graph that gets `{name}` and gives the whole of it back, which is then added a second time"
    remedy = f"give the inner graph an output schema without `{name}`, or a reducer that leaves out doubles"
    return message, "this graph shares the key", remedy, node.defined_at
