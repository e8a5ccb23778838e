"""A cycle that control can never leave."""

from collections.abc import Iterator

from agentlint.diagnostics.finding import Level
from agentlint.graph.condition import Decider
from agentlint.graph.model import START, BoundKind, Decision, EdgeKind, Loop, Node, NodeKind, Orchestration
from agentlint.graph.queries import reachable
from agentlint.rules.base import Claim, Group, rule
from agentlint.rules.words import names


@rule("cycle-without-exit", "cycle that nothing can leave", level=Level.ERROR, group=Group.LOOPS, since="0.1")
def check(loop: Loop, graph: Orchestration) -> Iterator[Claim]:
    """Each node of the cycle always goes on to another one of it, and no human ever stops it.

    An edge that leaves the cycle is no exit where its source has a fixed edge back: both are followed.
    """
    if graph.prebuilt or graph.unresolved or not graph.compiled or graph.interrupts:
        return
    if not all(_goes_on(name, loop, graph) for name in loop.nodes) or loop.nodes[0] not in reachable(graph, START):
        return
    if any(edge.wired for edge in graph.edges if edge.source in loop.nodes):
        return
    *others, closing = loop.cycle
    claim = Claim(
        f"cycle `{loop}` has no exit",
        label=f"`{closing.source}` always goes back to `{closing.target}`",
        help="let one of its nodes decide to leave the cycle, and count the rounds so that it does",
        at=closing.location,
    )
    for edge in others:
        claim = claim.labelled(f"`{edge.source}` always goes on to `{edge.target}`", edge.location)
    if loop.exits:
        claim = claim.noted(f"{names(edge.target for edge in loop.exits)} run beside the cycle and do not end it")
    limited = loop.bound.kind is not BoundKind.NONE
    until = "the step limit breaks the run off with an error" if limited else "somebody stops the process"
    yield claim.noted(f"no transition leaves the cycle: it runs until {until}")


def _goes_on(name: str, loop: Loop, graph: Orchestration) -> bool:
    """Whether control that is at the node always stays in the loop. What may pause, dispatch or end there does not."""
    node = graph.node(name)
    if node is None or node.interrupts or node.kind in (NodeKind.HUMAN, NodeKind.SUBGRAPH):
        return False
    leaving = [edge for edge in graph.edges if edge.source == name]
    if any(edge.kind is EdgeKind.SEQUENCE and edge.target in loop.nodes for edge in leaving):
        return True
    decisions = [decision for decision in graph.decisions if decision.source == name]
    return (
        bool(decisions)
        and all(_always_chooses(decision, node) for decision in decisions)
        and all(edge.resolved and edge.target in loop.nodes for edge in leaving)
        and not any(edge.decided_by is Decider.HUMAN for edge in leaving)
        and not any(dangling.source == name for dangling in graph.dangling)
    )


def _always_chooses(decision: Decision, node: Node) -> bool:
    """Whether every path of the decision names a next step: none raises, ends, or gives a list that may be empty.

    A path that names none shows in a test that has only one outcome among the routes.
    """
    known = {key for key, _, _ in decision.mapping or ()}
    tests = {(test.location, test.holds) for route in decision.routes for test in route.condition}
    return (
        decision.complete
        and all((at, not holds) in tests for at, holds in tests)
        and not any(route.dispatch or route.value is None for route in decision.routes)
        and not any(known and route.value not in known for route in decision.routes)
        and not (decision.command and (node.result is None or node.result.update))
    )
