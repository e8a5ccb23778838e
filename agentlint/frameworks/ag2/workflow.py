"""`TransitionGraph` of AG2 1.x: who speaks after whom in a channel (ag2 1.2.1, `network/transitions.py`).

The first transition whose condition holds is taken; where none does, the default target is, which ends the channel.
"""

from dataclasses import dataclass
from itertools import pairwise

from agentlint.evaluate.operators import contents
from agentlint.evaluate.values import NONE, Arguments, External, Sequence, Traced, Tuple, Value
from agentlint.frameworks.ag2.agents import add_agent
from agentlint.frameworks.ag2.construction import construction, makers
from agentlint.frameworks.ag2.limits import counted
from agentlint.frameworks.ag2.names import text
from agentlint.frameworks.ag2.reader import Reader
from agentlint.frameworks.draft import Draft, reason
from agentlint.frameworks.members import each
from agentlint.frameworks.turns import Ending, go_on, stop_after
from agentlint.graph.bound import Bound, BoundKind
from agentlint.graph.condition import Decider
from agentlint.graph.model import END, START, EdgeKind, NodeKind

CLASS = "TransitionGraph"


@dataclass(frozen=True, slots=True)
class Rule:
    """A transition: from one speaker (None: from any), decided by whom, to a target."""

    source: str | None
    decided_by: Decider
    target: Value


def shape(made: Traced) -> str | None:
    """How a graph is made: by the class, or by `round_robin` or `sequence`; None for anything else."""
    match made.callee:
        case External(name) if name.startswith("ag2") and name.rpartition(".")[2] == CLASS:
            return CLASS
        case External(name) if name.startswith("ag2") and f".{CLASS}." in name:
            return name.rpartition(".")[2]
        case _:
            return None


def read_workflow(reader: Reader, draft: Draft, made: Traced, how: str) -> None:
    """The speakers that the graph names, and the transitions between them."""
    given = made.created.arguments
    if how == CLASS:
        _read_rules(reader, draft, given)
        return
    names = _named(reader, draft, given.get(0, "participants", "steps"))
    if not names:
        return
    draft.edge(START, names[0], EdgeKind.SEQUENCE, draft.span)
    if how == "sequence":
        draft.bounds.append(
            Bound(BoundKind.TURNS, len(names), False, "turns", "one for each step", draft.span.location)
        )
        for source, target in pairwise(names):
            draft.edge(source, target, EdgeKind.SEQUENCE, draft.span)
        draft.edge(names[-1], END, EdgeKind.SEQUENCE, draft.span)
        return
    draft.bounds += counted(given.get(None, "max_turns"), None, "turns", "`max_turns`", draft.span)
    end = Ending(tuple(draft.bounds))
    for index, name in enumerate(names):
        if index + 1 < len(names) or not draft.open_nodes:
            go_on(draft, end, name, names[(index + 1) % len(names)], draft.span)
        stop_after(draft, end, name, draft.span)


def _named(reader: Reader, draft: Draft, value: Value | None) -> list[str]:
    match value:
        case Tuple() | Sequence():
            items = contents(value)
            entries = [*items.entries, *([items.rest] if items.rest is not None else [])]
        case _:
            entries = [value] if value is not None else []
    return [name for one in entries if (name := _node(reader, draft, one)) is not None]


def _node(reader: Reader, draft: Draft, value: Value) -> str | None:
    """The speaker that a value names, as a node."""
    name = text(value)
    if name is None:
        draft.unknown(f"a speaker is not known: {reason(value)}", draft.span)
        draft.open_nodes = True
        return None
    agent = next((one for one in makers(reader.machine)
                  if (made := construction(one)) is not None and made.kind == "Agent"
                  and text(made.given.get(0, "name")) == name), None)  # fmt: skip
    if agent is not None:
        add_agent(reader, draft, agent)
    else:
        draft.node(name, NodeKind.AGENT, draft.span)
    return name


def _read_rules(reader: Reader, draft: Draft, given: Arguments) -> None:
    first = given.get(0, "initial_speaker")
    start = _node(reader, draft, first) if first is not None else None
    if start is not None:
        draft.edge(START, start, EdgeKind.SEQUENCE, draft.span)
    rules = _rules(reader, draft, given.get(1, "transitions"))
    for rule in rules:
        made = construction(rule.target)
        if made is not None and made.kind == "AgentTarget" and (to := made.given.get(0, "agent_id")) is not None:
            _node(reader, draft, to)
    draft.bounds += counted(given.get(3, "max_turns"), None, "turns", "`max_turns`", draft.span)
    end = Ending(tuple(draft.bounds))
    for rule in rules:
        _wire(draft, rule, list(draft.nodes))
    default = given.get(2, "default_target")
    for name in list(draft.nodes):
        if default is None:
            fixed = any(edge.source == name and edge.kind is EdgeKind.SEQUENCE for edge in draft.edges.values())
            if not fixed:
                sure = any(edge.source == name for edge in draft.edges.values())
                kind = EdgeKind.CONDITIONAL if sure else EdgeKind.SEQUENCE
                draft.edge(name, END, kind, draft.span, decided_by=Decider.MODEL if sure else None)
        else:
            _wire(draft, Rule(name, Decider.MODEL, default), list(draft.nodes))
        stop_after(draft, end, name, draft.span)


def _rules(reader: Reader, draft: Draft, value: Value | None) -> list[Rule]:
    found: list[Rule] = []
    for one, _ in each(value) if value is not None else ():
        made = construction(one)
        if made is None or made.kind != "Transition":
            draft.unknown(f"a transition is not known: {reason(one)}", draft.span)
            continue
        when = construction(made.given.get(0, "when") or NONE)
        target = made.given.get(1, "then") or NONE
        match when.kind if when is not None else "":
            case "FromSpeaker" if when is not None:
                source = _node(reader, draft, when.given.get(0, "agent_id") or NONE)
                if source is not None:
                    found.append(Rule(source, Decider.ALWAYS, target))
            case "ToolCalled":
                found.append(Rule(None, Decider.MODEL, target))
            case "ContextEquals":
                found.append(Rule(None, Decider.STATE, target))
            case "Always":
                found.append(Rule(None, Decider.ALWAYS, target))
            case _:
                found.append(Rule(None, Decider.UNKNOWN, target))
    return found


def _wire(draft: Draft, rule: Rule, names: list[str]) -> None:
    made = construction(rule.target)
    sources = [rule.source] if rule.source is not None else names
    kind = EdgeKind.SEQUENCE if rule.decided_by is Decider.ALWAYS else EdgeKind.CONDITIONAL
    who = None if rule.decided_by is Decider.ALWAYS else rule.decided_by
    match made.kind if made is not None else "":
        case "AgentTarget" if made is not None:
            target = text(made.given.get(0, "agent_id") or NONE)
            for source in sources if target is not None else ():
                assert target is not None
                if rule.decided_by in (Decider.ALWAYS, Decider.UNKNOWN) or rule.source is not None:
                    draft.edge(source, target, kind, draft.span, decided_by=who)
                else:
                    draft.possible(source, target, EdgeKind.HANDOFF, draft.span, rule.decided_by)
        case "TerminateTarget":
            for source in sources:
                draft.edge(source, END, kind, draft.span, decided_by=who)
        case "RoundRobinTarget":
            for index, source in enumerate(names):
                if source in sources:
                    draft.edge(source, names[(index + 1) % len(names)], kind, draft.span, decided_by=who)
        case "StayTarget":
            for source in sources:
                draft.edge(source, source, kind, draft.span, decided_by=who)
        case _:
            for source in sources:
                draft.anywhere(source, draft.span, EdgeKind.CONDITIONAL, rule.target, rule.decided_by)
