"""Agents and wires as a graph, with what the function that leads them does."""

import ast
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from posixpath import splitext

from agentlint.evaluate import Outcome
from agentlint.evaluate.machine import Happening, Looped
from agentlint.evaluate.values import Event, Function, Round, Span
from agentlint.evaluate.values import Sequence as Items
from agentlint.frameworks.conditions import ender
from agentlint.frameworks.draft import Draft
from agentlint.frameworks.effects import effects
from agentlint.frameworks.handwired.agents import Agent
from agentlint.frameworks.handwired.asking import asked
from agentlint.frameworks.handwired.promises import unasked
from agentlint.frameworks.handwired.recursion import recursions
from agentlint.frameworks.handwired.steps import leader
from agentlint.frameworks.handwired.unseen import UNSEEN
from agentlint.frameworks.handwired.wiring import Wire
from agentlint.frameworks.models import name_of
from agentlint.frameworks.repeats import is_finite
from agentlint.frameworks.snapshots import Told
from agentlint.graph.bound import Bound, BoundKind
from agentlint.graph.condition import Decider
from agentlint.graph.effects import Effects
from agentlint.graph.evidence import Confidence
from agentlint.graph.model import END, START, EdgeKind, NodeKind, Orchestration

LIKELY = Confidence.LIKELY


def drawn(
    outcome: Outcome, group: Sequence[Agent], links: Sequence[Wire], awaited: Sequence[Collection[Agent]], said: Told
) -> Orchestration:
    """The graph of a group of agents that are wired to each other. ``awaited`` are those that are run side by side,
    ``said`` is what models were asked with."""
    own = [step for agent in group if not agent.is_human and agent.graph is None for step in agent.steps]
    level = leader(own)
    lead = own[0].frames[level].function
    draft = _draft(lead)
    for agent in group:
        first = agent.steps[0]
        sure = LIKELY if all(step.call.sure for step in agent.steps) else Confidence.GUESSED
        draft.node(
            agent.name, _kind(agent), agent.span,
            defined_at=first.owner.function.span.location if first.owner is not None else None,
            model=name_of(first.event.arguments.get(None, "model", "model_id", "modelId")),
            instructions=next((text for text in first.role.texts if len(text) > 20 and UNSEEN not in text), None),
            subgraph=agent.graph,
            confidence=sure,
        )  # fmt: skip
    for wire in links:
        together = [other.source for other in links if other.target is wire.target and other.condition is None]
        waits = any(wire.source in some and len({*some} & {*together}) > 1 for some in awaited)
        always = EdgeKind.JOIN if waits else EdgeKind.SEQUENCE
        kind = always if wire.condition is None else EdgeKind.CONDITIONAL
        tests = (wire.condition,) if wire.condition is not None else ()
        draft.edge(wire.source.name, wire.target.name, kind, wire.span, tests, confidence=LIKELY)
    draft.bounds += _bounds(outcome, group)
    draft.bounds += recursions(outcome, group)
    _ends(draft, group, links, endless=_is_endless(outcome, group))
    within = [one for one in outcome.happenings if _is_in(one, lead, level)]
    draft.unasked += unasked(outcome)
    return replace(draft.finish(), effects=_effects(outcome, within, said))


def _kind(agent: Agent) -> NodeKind:
    if agent.is_human:
        return NodeKind.HUMAN
    return NodeKind.AGENT if agent.graph is None else NodeKind.SUBGRAPH


def loose(outcome: Outcome, said: Told) -> Iterator[Orchestration]:
    """A function that asks a model, or passes a human by, and leads no agents: a graph without nodes."""
    promises = tuple(unasked(outcome))
    if promises or any(asked(event) is not None for event in outcome.events):
        draft = _draft(outcome.function)
        draft.unasked += promises
        yield replace(draft.finish(), effects=_effects(outcome, outcome.happenings, said))


def _draft(lead: Function) -> Draft:
    span = lead.span
    module = splitext(span.module.path)[0].replace("/", ".").removesuffix(".__init__")
    scope = lead.qualname
    name = module if scope == "<module>" else f"{module}.{scope}"
    draft = Draft(name, "handwired", lead.name, span, scope)
    draft.compiled = True
    return draft


def _effects(outcome: Outcome, within: Sequence[Happening], said: Told) -> Effects | None:
    own = replace(outcome, happenings=tuple(within))
    return effects([own], lambda _: None, lambda _: None, stateful=False, each=True, said=said)


def _is_in(happening: Happening, lead: Function, level: int) -> bool:
    """Whether something happens while the leading function runs."""
    if isinstance(happening, Event):
        return len(happening.running) > level and happening.running[level][0].node is lead.node
    if level == 0:
        return True
    return len(happening.calls) > level


def _bounds(outcome: Outcome, group: Sequence[Agent]) -> Iterator[Bound]:
    """What bounds the loops around the agents, as they are written."""
    inside: dict[Span, dict[str, None]] = {}
    for agent in group:
        for step in agent.steps:
            for one in step.event.enclosing:
                if isinstance(one, Round) and isinstance(one.span.node, ast.While | ast.For | ast.AsyncFor):
                    inside.setdefault(one.span, {}).setdefault(agent.name)
    loops = {one.span: one for one in outcome.happenings if isinstance(one, Looped)}
    for span, names in inside.items():
        if (looped := loops.get(span)) is not None:
            yield replace(_bound(looped), within=tuple(names))


def _bound(looped: Looped) -> Bound:
    place = looped.span.location
    if looped.over is None and looped.count is not None:
        return Bound(BoundKind.COUNTER, looped.count, True, "rounds", f"`while` goes round {looped.count} times", place)
    if looped.over is not None and is_finite(looped):
        counts = isinstance(looped.over, Items) and looped.over.kind == "range"
        goes = f"goes round {looped.count} times" if looped.count is not None else "goes through what it is given"
        what = f"`for` {goes}"
        return Bound(BoundKind.COUNTER, looped.count if counts else None, True, "rounds", what, place)
    deciders = {ender(leave) for leave in looped.leaves}
    if Decider.COUNTER in deciders:
        return Bound(BoundKind.COUNTER, None, True, "rounds", "a number is compared on the way out", place)
    if Decider.HUMAN in deciders:
        return Bound(BoundKind.TERMINATION, None, True, "rounds", "a human ends it", place, Decider.HUMAN)
    return Bound(BoundKind.NONE, None, False, "rounds", "", place)


def _is_endless(outcome: Outcome, group: Sequence[Agent]) -> bool:
    """Whether all of the agents stand in one loop that nothing ever leaves."""
    around = [
        {one.span for one in step.event.enclosing if isinstance(one, Round)} for agent in group for step in agent.steps
    ]
    loops = {one.span for one in outcome.happenings if isinstance(one, Looped) and one.over is None and not one.leaves}
    return bool(set.intersection(*around) & loops)


def _ends(draft: Draft, group: Sequence[Agent], links: Sequence[Wire], *, endless: bool) -> None:
    """Where the work of a group begins and ends."""
    entered = {wire.target.name for wire in links if wire.source.serial < wire.target.serial}
    left = {wire.source.name for wire in links if wire.source is not wire.target}
    for agent in group:
        if agent.name not in entered:
            draft.edge(START, agent.name, EdgeKind.SEQUENCE, agent.span, confidence=LIKELY)
    if endless:
        return
    last = [agent for agent in group if agent.name not in left] or [max(group, key=lambda one: one.serial)]
    for agent in last:
        draft.edge(agent.name, END, EdgeKind.SEQUENCE, agent.span, confidence=LIKELY)
