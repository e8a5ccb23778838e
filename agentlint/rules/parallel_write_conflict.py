"""Two nodes of one step that write the same key."""

from collections.abc import Iterator

from agentlint.diagnostics.finding import Level
from agentlint.graph.clashes import Clash, Given, clashes
from agentlint.graph.evidence import Confidence
from agentlint.graph.model import Orchestration
from agentlint.rules.base import Claim, Group, rule
from agentlint.rules.words import names, shown, some


@rule(
    "parallel-write-conflict",
    "key that two nodes write in one step",
    level=Level.ERROR,
    group=Group.WIRING,
    since="0.1",
)
def check(graph: Orchestration) -> Iterator[Claim]:
    """The key has no reducer, so the framework accepts one value for each step. One fan-out makes one finding."""
    if graph.prebuilt or not graph.compiled:
        return
    faults: list[list[Clash]] = []
    for clash in clashes(graph):
        alike = [fault for fault in faults if any(_belong(clash, other) for other in fault)]
        faults = [fault for fault in faults if fault not in alike]
        faults.append([*(other for fault in alike for other in fault), clash])
    for fault in faults:
        yield _claim(graph, fault)


def _belong(one: Clash, other: Clash) -> bool:
    return one.pair.source == other.pair.source and bool(set(one.pair.nodes) & set(other.pair.nodes))


def _claim(graph: Orchestration, fault: list[Clash]) -> Claim:
    places: dict[str, Given] = {}
    for clash in sorted(fault, key=lambda clash: not clash.sure):
        places |= {name: given for name, given in zip(clash.pair.nodes, clash.given, strict=True) if name not in places}
    keys = list(dict.fromkeys(clash.key.name for clash in fault))
    first, *others = places
    each = "each write" if len(keys) == 1 or not others[1:] else "several of them write"
    claim = Claim(
        f"{some(places)} run in one step and {each} {some(keys)}, which nothing merges"
        if others
        else f"`{first}` runs several times in one step and each time writes {some(keys)}, which nothing merges",
        label=_label(first, places[first]),
        help=_remedy(graph, places, some(keys)),
        about=graph.node(first),
        at=places[first].location,
        part=", ".join(keys),
        confidence=Confidence.PROVEN if any(clash.sure for clash in fault) else Confidence.LIKELY,
    )
    for name in others:
        claim = claim.labelled(_label(name, places[name]), places[name].location)
    for location in dict.fromkeys(fault[0].pair.locations):
        claim = claim.labelled(f"`{shown(fault[0].pair.source)}` starts them together", location)
    claim = claim.labelled(f"`{fault[0].key.name}` has no reducer", fault[0].key.location)
    return claim.noted("the run breaks off in that step with an error, and the work of all nodes in it is lost")


def _label(name: str, given: Given) -> str:
    return f"`{name}` {'hands back' if given.echo else 'writes'} `{given.key.name}`{' unchanged' * given.echo}"


def _remedy(graph: Orchestration, places: dict[str, Given], keys: str) -> str:
    echoing = [node for name in places if places[name].echo and (node := graph.node(name)) is not None]
    if any(node.gives for node in echoing):
        return "give the graphs inside an output schema with only the keys that they change"
    if echoing:
        return f"let {names(node.name for node in echoing)} return only the keys that change"
    return f"give {keys} a reducer in the state's schema, or let each node write a key of its own"
