"""Orchestrations written down as arrows, for tests that need a model and no source.

`a -> b` always; `a -?> b` decided; `a -h> b` handed off; `a -s> b` dispatched; `a -!> b` with an unknown target.
"""

import re

from agentlint.graph.bound import Bound
from agentlint.graph.condition import Decider
from agentlint.graph.evidence import Location
from agentlint.graph.model import END, START, Edge, EdgeKind, Node, NodeKind, Orchestration

ARROW = re.compile(r"(?P<source>.+?) -(?P<kind>[?hsj!]?)> (?P<target>.+)", re.DOTALL)
KINDS = {
    "": EdgeKind.SEQUENCE,
    "?": EdgeKind.CONDITIONAL,
    "!": EdgeKind.CONDITIONAL,
    "h": EdgeKind.HANDOFF,
    "s": EdgeKind.DISPATCH,
    "j": EdgeKind.JOIN,
}
ENDS = {"START": START, "END": END}


def at(line: int, path: str = "app/graph.py") -> Location:
    """A place on that line."""
    return Location(path, line, 5, line, 20)


def orchestration(
    *arrows: str, kinds: dict[str, NodeKind] | None = None, name: str = "app.graph", bounds: tuple[Bound, ...] = ()
) -> Orchestration:
    """The orchestration of these arrows, not derived. Nodes are agents unless ``kinds`` says otherwise."""
    edges = tuple(_edge(arrow, 10 + index) for index, arrow in enumerate(arrows))
    names = dict.fromkeys(end for edge in edges for end in (edge.source, edge.target) if end not in (START, END))
    known = kinds or {}
    nodes = [Node(node, known.get(node, NodeKind.AGENT), at(index + 2)) for index, node in enumerate(names)]
    return Orchestration(name, "langgraph", "StateGraph", at(1), "", tuple(nodes), edges, bounds=bounds)


def _edge(arrow: str, line: int) -> Edge:
    match = ARROW.fullmatch(arrow)
    assert match, arrow
    source, kind, target = match["source"], match["kind"], match["target"]
    decider = Decider.ALWAYS if kind in ("", "j") else Decider.UNKNOWN
    ends = (ENDS.get(source, source), ENDS.get(target, target))
    return Edge(*ends, KINDS[kind], at(line), resolved=kind != "!", decided_by=decider)
