"""A key that adds up what is written to it is written with what it held already."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from agentlint.diagnostics.finding import Level
from agentlint.graph.counting import ADDS
from agentlint.graph.dispatches import returned_whole
from agentlint.graph.evidence import Location
from agentlint.graph.model import Node, Orchestration
from agentlint.graph.state import StateKey
from agentlint.graph.state_flow import filled
from agentlint.rules.base import Claim, Group, rule
from agentlint.rules.words import names


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong at a place; ``{}`` stands for the keys that it is wrong with."""

    message: str
    label: str
    remedy: str
    place: Location | None


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
    faults: defaultdict[Fault, list[StateKey]] = defaultdict(list)
    for key in graph.state.keys if graph.state is not None and not graph.prebuilt else ():
        if key.reducer in ADDS and key.reducer_at is None and (fault := _fault(node, key.name, graph)) is not None:
            faults[fault].append(key)
    for fault, keys in faults.items():
        told = names(key.name for key in keys)
        claim = Claim(
            f"`{node.name}` {fault.message.format(told)}",
            label=fault.label.format(told),
            help=fault.remedy.format(told),
            at=fault.place,
            part=", ".join(key.name for key in keys),
        )
        for key in keys:
            claim = claim.labelled("what is written here is added to what is there", key.location)
        if fault.place == node.defined_at:
            claim = claim.labelled(f"here it is the node `{node.name}`", node.location)
        yield claim.noted("the framework raises nothing: the state only grows, and with it every prompt made of it")


def _fault(node: Node, key: str, graph: Orchestration) -> Fault | None:
    for exit in node.effects.exits if node.effects is not None else ():
        write = exit.write(key)
        if write is not None and "RemoveMessage" in write.content.makes:
            message = "deletes messages from {}, which only ever adds: nothing is deleted"
            return Fault(message, "this is appended like any other", "merge {} with `add_messages`", write.location)
        if not filled(graph, node, key):
            continue
        if write is not None and (write.echo or write.extends):
            new = "the difference" if write.content.step is not None else "only what is new"
            message = "writes {} with what it held before, which is then added a second time"
            return Fault(message, "this holds the old {}", f"return {new}: the reducer adds it", write.location)
        if write is None and exit.whole:
            message = "returns the whole state, so that what {} holds is added to itself"
            return Fault(message, "{} is returned as it was", "return only the keys that change", exit.location)
    if not returned_whole(node, key, graph):
        return None
    message = "is a graph that gets {} and gives the whole of it back, which is then added a second time"
    remedy = "give the inner graph an output schema without {}, or use a reducer that leaves out doubles"
    return Fault(message, "this graph shares {}", remedy, node.defined_at)
