"""`WorkflowBuilder`: messages go along edges between executors, in supersteps.

A message goes along every edge of its sender whose condition holds and whose target takes its type; `target_id` names
one of the targets. The run ends when no message is left (agent-framework-core 1.23.0, `_edge_runner.py`, `_runner.py`).
"""

from collections.abc import Callable
from dataclasses import dataclass

from agentlint.evaluate.values import (
    Conditions,
    Const,
    Traced,
    Value,
)
from agentlint.frameworks.agent_framework.activity import Activity, Handler, accepts, activity, said, type_of
from agentlint.frameworks.agent_framework.construction import Construction
from agentlint.frameworks.agent_framework.deciding import chosen_by, first_that_holds, truths
from agentlint.frameworks.agent_framework.executors import add_node
from agentlint.frameworks.agent_framework.limits import supersteps
from agentlint.frameworks.agent_framework.names import text
from agentlint.frameworks.agent_framework.reader import Reader
from agentlint.frameworks.agent_framework.wiring import Arc, Wiring, wiring
from agentlint.frameworks.conditions import decider
from agentlint.frameworks.covering import covers
from agentlint.frameworks.draft import Draft
from agentlint.graph.condition import Decider
from agentlint.graph.model import END, START, EdgeKind, NodeKind

SELECTION = "add_multi_selection_edge_group"
CASES = "add_switch_case_edge_group"
ALL = "add_fan_out_edges"
JOIN = "add_fan_in_edges"


def read_workflow(reader: Reader, draft: Draft, made: Construction, builder: Traced) -> Wiring:
    """The nodes and edges that a builder was told."""
    found = wiring(reader, builder)
    for what, span in found.unknown:
        draft.unknown(what, span)
        draft.open_nodes = True
    for name, value in found.nodes.items():
        add_node(reader, draft, name, value)
    draft.bounds.append(supersteps(found.limit, made.span))
    for name in dict.fromkeys(found.entries):
        draft.edge(START, name, EdgeKind.SEQUENCE, draft.span)
    speakers = {name: _speaker(name, draft, found, ()) for name in found.nodes}
    flows = {name: Flow(activity(reader.machine, value), speakers[name]) for name, value in found.nodes.items()}
    groups: dict[int, list[Arc]] = {}
    for arc in found.arcs:
        groups.setdefault(arc.group, []).append(arc)
    for arcs in groups.values():
        _group(reader, draft, arcs, flows)
    for name in found.nodes:
        _end(reader, draft, name, [arc for arc in found.arcs if arc.source == name], flows)
    return found


@dataclass(frozen=True, slots=True)
class Flow:
    """What a node sends: known of an executor of the project, always an answer of an agent.

    ``speaker`` says whose word it sends: that of a model, where all that it is sent is a model's.
    """

    activity: Activity | None
    speaker: Decider

    def paths(
        self, target: str, takes: tuple[Value, ...] | None, machine_text: "Text"
    ) -> list[list[Conditions]] | None:
        """For each handler the path conditions under which it sends something that a target takes.

        None where that is not known, as for an agent, which always answers.
        """
        if self.activity is None or not self.activity.complete:
            return None
        return [self._of(handler, target, takes, machine_text) for handler in self.activity.handlers]

    @staticmethod
    def _of(handler: Handler, target: str, takes: tuple[Value, ...] | None, of: "Text") -> list[Conditions]:
        found: list[Conditions] = []
        for event in handler.told("send_message"):
            aim = event.arguments.get(1, "target_id")
            named = of(aim) if aim is not None and aim != Const(None) else None
            if named is not None and named != target:
                continue
            verdicts = [accepts(takes, type_of(option)) for option in said(event)]
            if verdicts and all(verdict is False for verdict in verdicts):
                continue
            found.append(event.conditions)
        return found


Text = Callable[[Value], str | None]


def _speaker(name: str, draft: Draft, found: Wiring, seen: tuple[str, ...]) -> Decider:
    """Whose word a node passes on: its own, or that of those before it where they are all models."""
    if draft.nodes[name].kind is NodeKind.AGENT:
        return Decider.MODEL
    before = {arc.source for arc in found.arcs if arc.target == name} - {name, *seen}
    said = {_speaker(one, draft, found, (*seen, name)) for one in before}
    return Decider.MODEL if said == {Decider.MODEL} and name not in found.entries else Decider.STATE


def _group(reader: Reader, draft: Draft, arcs: list[Arc], flows: dict[str, Flow]) -> None:
    first = arcs[0]
    if first.how == CASES:
        _cases(reader, draft, arcs, flows)
        return
    if first.how == SELECTION:
        _selection(reader, draft, arcs, flows)
        return
    for arc in arcs:
        if arc.condition is not None:
            path, who = _holds(reader, arc, flows)
            draft.edge(arc.source, arc.target, EdgeKind.CONDITIONAL, arc.span, path, who, wired=arc.wired)
            continue
        kind = EdgeKind.JOIN if arc.how == JOIN else EdgeKind.SEQUENCE
        target = flows.get(arc.target)
        takes = target.activity.takes if target is not None and target.activity is not None else None
        sent = flows[arc.source].paths(arc.target, takes, lambda value: text(reader.machine, value))
        if sent is None or kind is EdgeKind.JOIN or _always(flows[arc.source], sent):
            draft.edge(arc.source, arc.target, kind, arc.span, wired=arc.wired)
        else:
            path, who = _sometimes(flows[arc.source], sent)
            draft.edge(arc.source, arc.target, EdgeKind.CONDITIONAL, arc.span, path, who, wired=arc.wired)


def _always(flow: Flow, sent: list[list[Conditions]]) -> bool:
    """Whether every message that is taken leads to one that is sent."""
    assert flow.activity is not None
    pairs = zip(flow.activity.handlers, sent, strict=True)
    return all(covers([*paths, *handler.breaks]) for handler, paths in pairs)


def _sometimes(flow: Flow, sent: list[list[Conditions]]) -> tuple[Conditions, Decider]:
    """Under which path condition something is sent, where that is one, and whose word it is."""
    assert flow.activity is not None
    ways = [
        (path, handler.answers) for handler, paths in zip(flow.activity.handlers, sent, strict=True) for path in paths
    ]
    who = {_word(path, flow.speaker, answers=answers) for path, answers in ways}
    order = (Decider.HUMAN, Decider.COUNTER, Decider.MODEL, Decider.STATE)
    chosen = next((one for one in order if one in who), Decider.STATE)
    return (ways[0][0] if len(ways) == 1 else ()), chosen


def _word(path: Conditions, speaker: Decider, *, answers: bool) -> Decider:
    """Whose word it is that something is sent: a human's who answers, a counter's, or the sender's of the message."""
    if answers:
        return Decider.HUMAN
    who = decider(path)
    return who if who in (Decider.COUNTER, Decider.HUMAN, Decider.MODEL) else speaker


def _holds(reader: Reader, arc: Arc, flows: dict[str, Flow]) -> tuple[Conditions, Decider]:
    """What must hold for a condition to let a message through, and whose word that is."""
    paths = truths(reader, arc.condition, arc.span) if arc.condition is not None else []
    who = decider(tuple(test for path in paths for test in path))
    decides = who if who in (Decider.COUNTER, Decider.HUMAN, Decider.MODEL) else flows[arc.source].speaker
    return (paths[0] if len(paths) == 1 else ()), decides


def _cases(reader: Reader, draft: Draft, arcs: list[Arc], flows: dict[str, Flow]) -> None:
    """The first case whose condition holds, else the default."""
    speakers = [_holds(reader, arc, flows)[1] for arc in arcs if arc.condition is not None]
    read: list[tuple[str, list[Conditions]]] = []
    for arc in arcs:
        path, who = _holds(reader, arc, flows) if not arc.default else ((), next(iter(speakers), Decider.STATE))
        draft.edge(arc.source, arc.target, EdgeKind.CONDITIONAL, arc.span, path, who, wired=arc.wired)
        read.append((arc.target, truths(reader, arc.condition, arc.span) if arc.condition is not None else [()]))
    made = first_that_holds(arcs[0].source, CASES, read, arcs[0].span.location)
    if made is not None and any(arc.default for arc in arcs):
        draft.decisions.append(made)


def _selection(reader: Reader, draft: Draft, arcs: list[Arc], flows: dict[str, Flow]) -> None:
    """Those of the targets that a function selects."""
    first = arcs[0]
    if first.condition is None:
        return
    targets = tuple(dict.fromkeys(arc.target for arc in arcs))
    made = chosen_by(reader, first.source, first.condition, targets, first.span, listed=True)
    speaker = flows[first.source].speaker
    for arc in arcs:
        ways = [route.decided_by for route in made.routes if route.value == arc.target]
        who = ways[0] if len(ways) == 1 and ways[0] in (Decider.COUNTER, Decider.HUMAN, Decider.MODEL) else speaker
        draft.edge(arc.source, arc.target, EdgeKind.CONDITIONAL, arc.span, decided_by=who, wired=arc.wired)
    draft.decisions.append(made)


def _end(reader: Reader, draft: Draft, name: str, arcs: list[Arc], flows: dict[str, Flow]) -> None:
    """A run ends after a node that nothing follows, or that may send nothing on."""
    node = draft.nodes[name]
    if not arcs:
        if not draft.open_nodes:
            draft.edge(name, END, EdgeKind.SEQUENCE, draft.span)
        return
    flow = flows[name].activity
    if flow is None or not flow.complete:
        if flow is None and all(arc.condition is not None and arc.how == "add_edge" for arc in arcs):
            cases = [(arc.target, truths(reader, arc.condition, arc.span)) for arc in arcs if arc.condition is not None]
            if not covers(path for _, paths in cases for path in paths):
                draft.edge(name, END, EdgeKind.CONDITIONAL, draft.span, decided_by=Decider.MODEL)
        return
    if node.kind is NodeKind.SUBGRAPH:
        return
    _stops(draft, name, flow, flows[name].speaker)


def _stops(draft: Draft, name: str, flow: Activity, speaker: Decider) -> None:
    """The ways through the handlers of an executor on which nothing is sent on, and nobody is asked."""
    for handler in flow.handlers:
        onward = [event.conditions for event in handler.told("send_message", "request_info")]
        if covers([*onward, *handler.breaks]):
            continue
        given = handler.told("yield_output")
        at = given[0].span if given else handler.outcome.function.span
        path = given[0].conditions if len(given) == 1 else ()
        who = _word(path or tuple(test for way in onward for test in way), speaker, answers=handler.answers)
        draft.edge(name, END, EdgeKind.CONDITIONAL, at, path, who)
