"""Branches of a decision that stop where the others go on."""

import re
from dataclasses import dataclass

from agentlint.graph.escalation import says_so
from agentlint.graph.model import END, Decision, EdgeKind, Node, NodeKind, Orchestration
from agentlint.graph.queries import leaving

LAST = re.compile("end|finish|exit|done|final|stop|complete", re.IGNORECASE)
"""Names that say that nothing comes after."""


@dataclass(frozen=True, slots=True)
class Stopping:
    """A branch after which the run ends, while the ``others`` of its decision all lead to one node.

    ``marked``: elsewhere in the graph, where a run is to end, an edge says so.
    """

    node: Node
    others: tuple[str, ...]
    meeting: str
    marked: bool


def stopping(decision: Decision, graph: Orchestration) -> Stopping | None:
    """The one branch that stops, unless its name, an escalation or a human in it is the reason."""
    if graph.prebuilt or not graph.compiled or graph.unresolved:
        return None
    onward = leaving(graph)
    chosen = [edge for edge in onward.get(decision.source, ()) if edge.kind is not EdgeKind.SEQUENCE]
    branches = [node for name in dict.fromkeys(edge.target for edge in chosen) if (node := graph.node(name))]
    last = [node for node in branches if node.name not in onward and node.name != END]
    going = tuple(node.name for node in branches if node.name in onward)
    meets = {tuple(edge.target for edge in onward[name]) for name in going}
    if len(last) != 1 or len(meets) != 1 or len(merge := meets.pop()) != 1 or END in merge:
        return None
    node = last[0]
    understood = node.result is None or node.result.complete
    if not understood or node.kind is NodeKind.HUMAN or says_so(node.name) or LAST.search(node.name):
        return None
    marked = any(edge.target == END and edge.kind is EdgeKind.SEQUENCE for edge in graph.edges)
    return Stopping(node, going, merge[0], marked)
