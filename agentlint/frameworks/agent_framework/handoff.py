"""`HandoffBuilder`: an agent hands the conversation to another, or asks the user (orchestrations 1.4.0, `_handoff.py`).

The workflow that is built sends every message to all; the transitions are the handoffs that are configured, from every
agent to every other one where none is.
"""

from dataclasses import replace

from agentlint.evaluate.values import Const, Event, Mapping, Value, options
from agentlint.frameworks import members
from agentlint.frameworks.agent_framework.limits import supersteps, termination
from agentlint.frameworks.agent_framework.names import constant
from agentlint.frameworks.agent_framework.settings import Settings
from agentlint.frameworks.agent_framework.vocabulary import TURNS
from agentlint.frameworks.draft import reason
from agentlint.frameworks.members import each
from agentlint.graph.bound import Bound, BoundKind
from agentlint.graph.condition import Decider
from agentlint.graph.model import END, START, EdgeKind, History, Interrupt, NodeKind


def read_handoff(settings: Settings) -> None:
    """Who may hand over to whom, who begins, and where the user is asked."""
    draft, reader = settings.draft, settings.reader
    names = list(settings.participants())
    draft.bounds.append(supersteps(None, draft.span))
    held = settings.given("termination_condition", "with_termination_condition")
    ends = termination(reader.machine, *held) if held is not None else []
    draft.bounds += ends
    free = _free(settings)
    for name, limit in free.items():
        at = settings.calls("with_autonomous_mode", "with_interaction_mode")[0].span
        explicit = limit is not None
        draft.bounds.append(
            Bound(BoundKind.CALLS, limit if explicit else TURNS, explicit, "turns in a row",
                  f"autonomous turns of `{name}`", at.location)
        )  # fmt: skip
    pause = Interrupt("HandoffAgentUserRequest", draft.span.location)
    for name, node in draft.nodes.items():
        interrupts = node.interrupts if name in free else (*node.interrupts, pause)
        draft.nodes[name] = replace(node, interrupts=interrupts, history=node.history or History.FULL)
    for event in settings.calls("set_coordinator", "with_start_agent"):
        for name in _names(settings, event, event.arguments.get(0, "agent")):
            draft.edge(START, name, EdgeKind.SEQUENCE, event.span)
    _transitions(settings, names)
    who = ends[0].decided_by if ends else Decider.HUMAN
    for name in draft.nodes:
        draft.edge(name, END, EdgeKind.CONDITIONAL, draft.span, decided_by=who)


def _transitions(settings: Settings, names: list[str]) -> None:
    calls = settings.calls("add_handoff")
    for event in calls:
        for source in _names(settings, event, event.arguments.get(0, "source")):
            for target in _names(settings, event, event.arguments.get(1, "targets")):
                if source != target:
                    _hand_over(settings, source, target, event)
    if calls:
        return
    beta = settings.calls("set_coordinator")
    first = _names(settings, beta[0], beta[0].arguments.get(0, "agent")) if beta else names
    for source in first:
        for target in names:
            if source != target:
                _hand_over(settings, source, target, None)


def _hand_over(settings: Settings, source: str, target: str, event: Event | None) -> None:
    span = event.span if event is not None else settings.draft.span
    wired = event.conditions if event is not None else ()
    human = (node := settings.draft.nodes.get(target)) is not None and node.kind is NodeKind.HUMAN
    kind = EdgeKind.ESCALATION if human else EdgeKind.HANDOFF
    settings.draft.edge(source, target, kind, span, decided_by=Decider.MODEL, wired=wired)


def _names(settings: Settings, event: Event, value: Value | None) -> list[str]:
    """The members that an argument is, or names."""
    found: list[str] = []
    for option, _ in each(value) if value is not None else ():
        name = members.text(option) or settings.reader.name(option)
        if name is not None:
            found.append(name)
        else:
            settings.draft.unknown(f"an agent of a handoff is not known: {reason(option)}", event.span)
    return found


def _free(settings: Settings) -> dict[str, int | None]:
    """The agents that go on without the user, each with the limit that is set for it."""
    found: dict[str, int | None] = {}
    for event in settings.calls("with_autonomous_mode"):
        chosen = _names(settings, event, event.arguments.get(None, "agents"))
        limits = event.arguments.get(None, "turn_limits")
        for name in chosen or settings.draft.nodes:
            limit = limits.cells.get(Const(name)) if isinstance(limits, Mapping) else None
            found[name] = constant(limit)
    for event in settings.calls("with_interaction_mode"):
        mode = event.arguments.get(0, "interaction_mode")
        if mode is not None and any(option == Const("autonomous") for option, _ in options(mode)):
            most = constant(event.arguments.get(None, "autonomous_turn_limit"))
            found |= dict.fromkeys(settings.draft.nodes, most)
    return found
