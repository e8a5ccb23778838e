"""A node that waits for another that does not come."""

from collections.abc import Iterator

from agentlint.diagnostics.finding import Level
from agentlint.graph.joins import Starved, Torn, starved, torn
from agentlint.graph.model import Orchestration
from agentlint.rules.base import Claim, Group, rule
from agentlint.rules.words import names


@rule(
    "join-never-fires",
    "node that waits for one that does not come",
    level=Level.ERROR,
    group=Group.WIRING,
    since="0.1",
)
def check(graph: Orchestration) -> Iterator[Claim]:
    """An edge waits for all its sources, or a node for all edges to it, and a decision enters only some of them."""
    if graph.prebuilt or not graph.compiled:
        return
    for found in starved(graph):
        yield _itself(graph, found) if found.decision is None else _decided(graph, found)
    for split in torn(graph):
        yield _torn(graph, split)


def _torn(graph: Orchestration, found: Torn) -> Claim:
    what = f"`{found.missing}`, which only `{found.node}` leads to"
    if found.source is not None:
        what = f"{names(found.sources)}, and `{found.source}` never leads to both"
    claim = Claim(
        f"`{found.node}` can never run: it waits for {what}",
        label=f"`{found.node}` waits for this, too",
        help=f"let `{found.node}` run when any of the edges to it is taken, or give them groups of their own",
        about=graph.node(found.node),
        at=found.location,
    )
    return claim.noted("nothing is raised: the run ends as if all was done, without the node and what follows it")


def _itself(graph: Orchestration, found: Starved) -> Claim:
    return Claim(
        f"`{found.node}` waits for {names(found.missing)}, which only `{found.node}` leads to",
        label=f"`{found.node}` waits here for {names(found.sources)}",
        help=f"let `{found.node}` wait only for what runs before it, and lead back to it by an edge of its own",
        about=graph.node(found.node),
        at=found.location,
    ).noted("nothing is raised: the run ends as if all was done, without the node and what follows it")


def _decided(graph: Orchestration, found: Starved) -> Claim:
    decision = found.decision
    assert decision is not None
    instead = names(name for name in found.chosen if name != found.node)
    claim = Claim(
        f"`{found.node}` can never run: it waits for {names(found.sources)}, and `{decision.name}` never enters all"
        if found.always
        else f"`{found.node}` waits in vain for {names(found.missing)} where `{decision.name}` chooses {instead}",
        label=f"`{found.node}` waits here for all of {names(found.sources)}",
        help=f"lead to `{found.node}` by an edge of its own from each of them, or let every choice enter all of them",
        about=graph.node(found.node),
        at=found.location,
        level=Level.ERROR if found.always else Level.WARNING,
    ).labelled(f"after `{decision.source}`, {instead} leaves out {names(found.missing)}", decision.location)
    return claim.noted("nothing is raised: the run ends as if all was done, without the node and what follows it")
