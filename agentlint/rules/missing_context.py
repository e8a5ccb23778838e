"""A dispatch that does not hand over what its target reads."""

from collections.abc import Iterator

from agentlint.diagnostics.finding import Level
from agentlint.graph.dispatches import short
from agentlint.graph.model import Decision, Orchestration
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
    for found in short(decision, graph):
        name, keys = found.node.name, names(key for key, _ in found.missing)
        claim = Claim(
            f"`{decision.name}` dispatches `{name}` without {keys}",
            label=f"the payload has {names(found.payload) if found.payload else 'no keys'}",
            help=f"put {keys} into the payload",
            at=found.route.location,
            part=name,
        ).labelled_each((f"`{key}` is read here", place) for key, place in found.missing)
        yield claim.noted(f"`{name}` is given the payload and not the state, so reading {keys} ends the run")
