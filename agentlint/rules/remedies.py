"""Fixes that rules offer: what the graph says could be written elsewhere, in the words of the people who wrote it."""

from difflib import get_close_matches

from agentlint.diagnostics.fix import Fix, Put, Respell
from agentlint.graph.model import END, START, Dangling, Decision, Node, NodeKind, Orchestration
from agentlint.rules.words import shown

ROUNDS = 20
"""Turns of a conversation or steps of a graph that a good run seldom needs, and that a bill survives."""

ALIKE = 0.7
"""How much of two names is the same where one is a slip of the other."""


def limited(graph: Orchestration) -> Fix | None:
    """Set a limit for every run of the graph; None where the code has no place for one."""
    edits = tuple(Put(setting.location, setting.names, ROUNDS) for setting in graph.limitable)
    return Fix(f"set `{graph.limitable[0].names[-1]}` to {ROUNDS}", safe=False, edits=edits) if edits else None


def contained(node: Node) -> Fix | None:
    """Let a node tell the model what its tools raise."""
    setting = node.containable
    if setting is None:
        return None
    return Fix(f"set `{setting.names[-1]}` to True", safe=False, edits=(Put(setting.location, setting.names, True),))


def mapped(decision: Decision, value: str, graph: Orchestration) -> Fix | None:
    """Give a value an entry in the table of a decision, where it is the name of a node."""
    if decision.table is None or (value != END and graph.node(value) is None):
        return None
    title = f"add an entry for `{shown(value)}`"
    return Fix(title, safe=False, edits=(Put(decision.table, (value,), value),))


def respelt(name: str, dangling: list[Dangling], graph: Orchestration) -> Fix | None:
    """Name the one node whose name is nearly the same, wherever the name is written."""
    nodes = [node.name for node in graph.nodes if node.kind not in (NodeKind.START, NodeKind.END)]
    near = [terminal for terminal in (START, END) if name.strip("_").lower() == terminal.strip("_")]
    near = near or get_close_matches(name, nodes, 2, ALIKE)
    written = {one.written for one in dangling}
    if len(near) != 1 or None in written:
        return None
    edits = tuple(Respell(at, near[0]) for at in dict.fromkeys(one.written for one in dangling) if at is not None)
    return Fix(f"name `{shown(near[0])}` instead", safe=False, edits=edits)
