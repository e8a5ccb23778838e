"""Fixed edges that leave the node of a decision, and are followed whatever it chooses."""

from agentlint.graph.condition import Decider
from agentlint.graph.model import END, Decision, Edge, EdgeKind, Orchestration
from agentlint.graph.queries import compatible, leaving


def beside(decision: Decision, graph: Orchestration) -> tuple[Edge, ...]:
    """The fixed edges to other nodes that one run of the code makes together with the decision."""
    onward = leaving(graph).get(decision.source, ())
    fixed = (edge for edge in onward if edge.kind is EdgeKind.SEQUENCE and edge.target != END)
    return tuple(edge for edge in fixed if compatible(edge.wired, decision.wired))


def overruling(decision: Decision, graph: Orchestration) -> tuple[Edge, ...]:
    """The fixed edges that take back a choice of a node that transfers control itself."""
    if not decision.command or graph.prebuilt:
        return ()
    chosen = {route.value for route in decision.routes if route.value is not None and not route.dispatch}
    return tuple(edge for edge in beside(decision, graph) if chosen - {edge.target})


def chooses(decision: Decision, graph: Orchestration) -> bool:
    """Whether a node that transfers control has a choice: a list of targets that is always the same is a fan-out."""
    node = graph.node(decision.source)
    depends = any(route.condition or route.decided_by is not Decider.ALWAYS for route in decision.routes)
    several = len({route.value for route in decision.routes}) > 1
    return (several and depends) or bool(node and node.result and (node.result.update or node.result.nothing))
