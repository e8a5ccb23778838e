"""Loops that control never leaves."""

from agentlint.graph.condition import Decider
from agentlint.graph.model import START, Decision, EdgeKind, Loop, Node, NodeKind, Orchestration
from agentlint.graph.queries import reachable


def closed(loop: Loop, graph: Orchestration) -> bool:
    """Whether a run comes to the loop, each node of it always goes on to another one, and no human ever stops it."""
    if graph.effects is not None:  # how a loop that is written out ends stands in its statement
        return False
    if graph.prebuilt or graph.unresolved or not graph.compiled or graph.interrupts:
        return False
    if not all(_goes_on(name, loop, graph) for name in loop.nodes) or loop.nodes[0] not in reachable(graph, START):
        return False
    return not any(edge.wired for edge in graph.edges if edge.source in loop.nodes)


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
