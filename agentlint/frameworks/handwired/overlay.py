"""Agents that are wired by hand: functions and objects that ask a model in a role of their own, and what passes on."""

from collections.abc import Iterable, Iterator, Sequence
from posixpath import splitext

from agentlint.evaluate import Machine, Outcome
from agentlint.evaluate.imports import run_module
from agentlint.evaluate.limits import Limits
from agentlint.evaluate.program import Parts
from agentlint.evaluate.relevance import relevant
from agentlint.frameworks.base import Overlay
from agentlint.frameworks.draft import Draft
from agentlint.frameworks.handwired.agents import Agent, agents
from agentlint.frameworks.handwired.entries import entries, outcome_of
from agentlint.frameworks.handwired.stack import Frame
from agentlint.frameworks.handwired.steps import Answers, Step, steps, this_of
from agentlint.frameworks.handwired.vocabulary import CLIENTS, ENDPOINTS, WORDS
from agentlint.frameworks.handwired.wiring import Wire, connected, wires
from agentlint.frameworks.models import name_of
from agentlint.graph.evidence import Confidence, Location
from agentlint.graph.model import END, START, EdgeKind, NodeKind, Orchestration
from agentlint.source import Project

MODULES = Limits(fuel=8_000, aside=2_000, total=150_000, unroll=16)
FUNCTIONS = Limits(fuel=60_000, outcome=40_000, aside=15_000, total=200_000, looks=160_000, rounds=3, unroll=8)
"""Budgets for the bodies of modules, and for functions: rounds of a loop meet what the ones before left."""


def read(project: Project, others: Sequence[Orchestration]) -> Iterator[Orchestration]:
    """The orchestrations of a project that no framework wires. ``others`` are those that one does."""
    machine = Machine(project, Parts(), frozenset({"openai", "anthropic", "langchain_core"}), {}, MODULES)
    machine.relevance = relevant(project, (*CLIENTS, *ENDPOINTS), WORDS)
    for source in machine.relevance.modules.values():
        run_module(machine, source)
    machine.reached.clear()
    machine.limits = FUNCTIONS
    taken = _taken(others)
    found: list[tuple[Orchestration, frozenset[str]]] = []
    for entry in entries(machine, frozenset()):
        if entry.key in machine.reached or machine.looked > FUNCTIONS.looks:
            continue
        outcome = outcome_of(machine, entry)
        if outcome is None:
            continue
        for graph in _graphs(machine, outcome):
            if any(node.defined_at in taken for node in graph.nodes):
                continue
            found.append((graph, frozenset(node.name for node in graph.nodes)))
    yield from _largest(found)


def _taken(others: Iterable[Orchestration]) -> frozenset[Location]:
    """The functions that are part of another graph."""
    places: set[Location | None] = set()
    for graph in others:
        places |= {node.defined_at for node in graph.nodes} | {one.defined_at for one in graph.decisions}
        places |= {tool.location for tool in graph.tools}
    return frozenset(place for place in places if place is not None)


def _largest(found: list[tuple[Orchestration, frozenset[str]]]) -> Iterator[Orchestration]:
    """Of the graphs that one function leads, those whose agents are not all in another one."""
    for index, (graph, names) in enumerate(found):
        same = [
            (other, more)
            for other, (one, more) in enumerate(found)
            if one.location == graph.location and other != index
        ]
        if not any(names < more or (names == more and other < index) for other, more in same):
            yield graph


def _graphs(machine: Machine, outcome: Outcome) -> Iterator[Orchestration]:
    """What a run wires: one graph for each group of agents that have to do with each other."""
    found = steps(outcome)
    if len(found) < 2:
        return
    answers = Answers([step.call for step in found])
    everybody = agents(found, _caller(found))
    who = {step.index: agent for agent in everybody for step in agent.steps}
    links = list(wires(found, who, answers))
    for group in connected(everybody, links):
        if len(group) < 2:
            continue
        inside = [wire for wire in links if wire.source in group]
        yield _graph(machine, group, inside)


def _caller(found: Sequence[Step]) -> int:
    """The level of the innermost function through which control came to all of the calls."""
    level = 0
    chosen = [step for step in found if step.owner is not None] or list(found)
    shortest = min(_deepest(step) for step in chosen)
    while level + 1 < shortest and len({_key(step.frames, level + 1) for step in chosen}) == 1:
        level += 1
    return level


def _deepest(step: Step) -> int:
    """How many of the functions around a step may lead it: an object that has a role does not lead itself."""
    return max(1, step.level) if step.level is not None and this_of(step) is not None else len(step.frames)


def _key(frames: Sequence[Frame], level: int) -> tuple[int, int]:
    return id(frames[level].function.node), id(frames[level - 1].site.node)


def _graph(machine: Machine, group: list[Agent], links: list[Wire]) -> Orchestration:
    own = [step for agent in group for step in agent.steps]
    lead = own[0].frames[_caller(own)]
    span = lead.function.span
    module = splitext(span.module.path)[0].replace("/", ".").removesuffix(".__init__")
    scope = lead.function.qualname
    name = module if scope == "<module>" else f"{module}.{scope}"
    draft = Draft(name, "handwired", lead.function.name, span, scope)
    draft.compiled = True
    for agent in group:
        first = agent.steps[0]
        owner = first.owner
        sure = Confidence.LIKELY if all(step.call.sure for step in agent.steps) else Confidence.GUESSED
        draft.node(
            agent.name, NodeKind.AGENT, agent.span,
            defined_at=owner.function.span.location if owner is not None else None,
            model=name_of(first.event.arguments.get(None, "model", "model_id", "modelId")),
            instructions=next((text for text in first.role.texts if len(text) > 20), None),
            confidence=sure,
        )  # fmt: skip
    for wire in links:
        kind = EdgeKind.SEQUENCE if wire.condition is None else EdgeKind.CONDITIONAL
        draft.edge(wire.source.name, wire.target.name, kind, wire.span,
                   (wire.condition,) if wire.condition else (), confidence=Confidence.LIKELY)  # fmt: skip
    entered = {wire.target.name for wire in links if wire.source.serial < wire.target.serial}
    left = {wire.source.name for wire in links if wire.source is not wire.target}
    for agent in group:
        if agent.name not in entered:
            draft.edge(START, agent.name, EdgeKind.SEQUENCE, agent.span, confidence=Confidence.LIKELY)
    last = [agent for agent in group if agent.name not in left] or [max(group, key=lambda one: one.steps[-1].index)]
    for agent in last:
        draft.edge(agent.name, END, EdgeKind.SEQUENCE, agent.span, confidence=Confidence.LIKELY)
    return draft.finish()


def _nothing(machine: Machine) -> Iterator[Orchestration]:
    yield from ()


OVERLAY = Overlay("handwired", (), frozenset(), _nothing)
