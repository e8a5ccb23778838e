"""A dispatch that does not hand over what its target reads."""

from collections.abc import Iterator

from agentlint.diagnostics.finding import Level
from agentlint.graph.evidence import Location
from agentlint.graph.model import Decision, Node, Orchestration, Route
from agentlint.graph.state_flow import needed
from agentlint.rules.base import Claim, Group, rule
from agentlint.rules.words import names


@rule(
    "missing-context",
    "dispatch without what its target reads",
    level=Level.WARNING,
    group=Group.CONTRACTS,
    since="0.1",
)
def check(decision: Decision, graph: Orchestration) -> Iterator[Claim]:
    """A node that is dispatched is given the payload and nothing else. A key that it reads untested is not in it."""
    for route in decision.routes if not graph.prebuilt else ():
        node = graph.node(route.value) if route.dispatch and route.value is not None else None
        if node is None or route.payload is None:
            continue
        missing = {
            key: place for key, place in _reads(node).items() if key not in (*route.payload, *_preset(node, graph))
        }
        if missing:
            yield _claim(decision, route, node, missing)


def _claim(decision: Decision, route: Route, node: Node, missing: dict[str, Location | None]) -> Claim:
    keys = names(missing)
    claim = Claim(
        f"`{decision.name}` dispatches `{node.name}` without {keys}",
        label=f"the payload has {names(route.payload) if route.payload else 'no keys'}",
        help=f"put {keys} into the payload",
        at=route.location,
        part=node.name,
    )
    for key, place in missing.items():
        claim = claim.labelled(f"`{key}` is read here", place)
    return claim.noted(f"`{node.name}` is given the payload and not the state, so reading {keys} ends the run")


def _reads(node: Node) -> dict[str, Location | None]:
    """The keys that have to be there whenever the node runs, and where they are read."""
    if node.effects is None:
        return dict.fromkeys(node.needs, node.defined_at)
    return {read.key: read.location for read in needed(node.effects) if not read.where.condition and not read.attribute}


def _preset(node: Node, graph: Orchestration) -> tuple[str, ...]:
    """The keys that the class of the state fills in: fields with a default."""
    schema = node.receives or graph.state
    return tuple(key.name for key in schema.keys if key.default and key.reducer is None) if schema is not None else ()
