"""`GraphFlow`: the members speak in the order of a directed graph (teams/_group_chat/_graph/, 0.7.5)."""

from collections import Counter
from dataclasses import replace

from agentlint.evaluate.values import Arguments, Conditions, Parameter, unknown
from agentlint.frameworks.autogen.construction import Construction
from agentlint.frameworks.autogen.digraph import Arc, Wiring, wiring
from agentlint.frameworks.autogen.ending import ending
from agentlint.frameworks.autogen.names import text
from agentlint.frameworks.autogen.reader import Reader
from agentlint.frameworks.autogen.roster import rosters
from agentlint.frameworks.conditions import decider
from agentlint.frameworks.covering import covers
from agentlint.frameworks.draft import Draft, reason
from agentlint.frameworks.predicates import truths
from agentlint.graph.condition import Decider
from agentlint.graph.model import END, START, EdgeKind, NodeKind

SAID = unknown("what was said last", None, Parameter("message"))
"""What the conditions of all edges ask about."""


def read_graph_flow(reader: Reader, draft: Draft, made: Construction) -> None:
    """Nodes without an edge to them begin, those without one from them end; edges of one group wait for each other."""
    rosters(reader, draft, made)
    ending(reader, draft, made)
    found = wiring(made.given.get(1, "graph"), draft.span)
    for what, value, span in found.unknown:
        draft.unknown(f"{what}: {reason(value)}", span)
    waiting = Counter((arc.target, arc.group) for arc in found.arcs if arc.waits)
    for arc in found.arcs:
        joins = waiting[(arc.target, arc.group)] > 1
        if arc.condition is None:
            kind = EdgeKind.JOIN if joins else EdgeKind.SEQUENCE
            draft.edge(arc.source, arc.target, kind, arc.span, wired=arc.wired)
        else:
            path, who = _condition(reader, draft, arc)
            label = text(arc.condition)
            draft.edge(arc.source, arc.target, EdgeKind.CONDITIONAL, arc.span, path, who, label, wired=arc.wired)
    _wait(draft, found)
    entered = {arc.target for arc in found.arcs}
    left = {arc.source for arc in found.arcs}
    first = [found.entry] if found.entry is not None else [name for name in draft.nodes if name not in entered]
    for name in first:
        draft.edge(START, name, EdgeKind.SEQUENCE, draft.span)
    for name in draft.nodes if not found.unknown else ():
        if name not in left:
            draft.edge(name, END, EdgeKind.SEQUENCE, draft.span)
        else:
            _run_dry(reader, draft, [arc for arc in found.arcs if arc.source == name])


def _run_dry(reader: Reader, draft: Draft, arcs: list[Arc]) -> None:
    """Where no condition of the edges from a node holds, nobody comes next, and the run ends without a word."""
    if any(arc.condition is None for arc in arcs):
        return
    texts = [arc for arc in arcs if text(arc.condition) is not None]
    paths = [path for arc in arcs if arc not in texts for path in _truths(reader, arc)]
    who = next((edge.decided_by for edge in draft.edges.values() if edge.source == arcs[0].source), Decider.MODEL)
    if len(texts) == len(arcs):
        draft.edge(arcs[0].source, END, EdgeKind.CONDITIONAL, arcs[0].span, decided_by=who)
    elif not covers(paths):
        draft.possible(arcs[0].source, END, EdgeKind.CONDITIONAL, arcs[0].span, who)


def _wait(draft: Draft, found: Wiring) -> None:
    """Whom each node waits for, where every edge to it is one of several that wait together."""
    for name, node in draft.nodes.items():
        arcs = [arc for arc in found.arcs if arc.target == name]
        groups: dict[str, dict[str, None]] = {}
        for arc in arcs:
            groups.setdefault(arc.group, {})[arc.source] = None
        waits = tuple(tuple(group) for group in groups.values())
        begins = name == found.entry or name in found.lenient or not all(arc.waits for arc in arcs)
        if not begins and waits and all(len(group) > 1 for group in waits):
            draft.nodes[name] = replace(node, waits=waits)


def _condition(reader: Reader, draft: Draft, arc: Arc) -> tuple[Conditions, Decider]:
    """What must hold for a conditional edge to be taken, and whose word that is: of what the source has said."""
    node = draft.nodes.get(arc.source)
    word = {NodeKind.HUMAN: Decider.HUMAN, NodeKind.FUNCTION: Decider.STATE}
    speaker = word.get(node.kind, Decider.MODEL) if node is not None else Decider.MODEL
    if arc.condition is None or text(arc.condition) is not None:
        return (), speaker
    paths = _truths(reader, arc)
    who = decider(tuple(test for path in paths for test in path))
    decides = who if who in (Decider.COUNTER, Decider.HUMAN, Decider.MODEL) else speaker
    return (paths[0] if len(paths) == 1 else ()), decides


def _truths(reader: Reader, arc: Arc) -> list[Conditions]:
    """The path conditions under which the function of an edge says yes to the same message."""
    return truths(reader.machine, arc.condition, Arguments((SAID,)), arc.span) if arc.condition is not None else []
