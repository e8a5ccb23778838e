"""Agents that are wired by hand: functions and objects that ask a model in a role of their own, and what passes on."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from agentlint.evaluate import Machine, Outcome
from agentlint.evaluate.imports import run_module
from agentlint.evaluate.limits import Limits
from agentlint.evaluate.program import Parts, tested
from agentlint.evaluate.relevance import relevant
from agentlint.evaluate.values import Event, paths_up_to
from agentlint.frameworks.base import Overlay
from agentlint.frameworks.handwired.agents import Agent, agents
from agentlint.frameworks.handwired.drawing import drawn, loose
from agentlint.frameworks.handwired.entries import Entry, bases, by_hand, entries, in_order, leads, leads_to, outcome_of
from agentlint.frameworks.handwired.instead import pieces
from agentlint.frameworks.handwired.naming import apart
from agentlint.frameworks.handwired.others import inner, people, taking_part
from agentlint.frameworks.handwired.promises import humans_among, promised
from agentlint.frameworks.handwired.steps import Recorder, Step, leader
from agentlint.frameworks.handwired.vocabulary import BODIES, CLIENTS, ENDPOINTS, STARTED, WORDS
from agentlint.frameworks.handwired.wiring import Wire, connected, is_probe, together, wires
from agentlint.frameworks.snapshots import Snapshots, Told
from agentlint.graph.effects import Scope
from agentlint.graph.evidence import Location
from agentlint.graph.model import END, START, Orchestration
from agentlint.source import Project

MODULES = Limits(fuel=8_000, aside=2_000, total=150_000, unroll=16)
FUNCTIONS = Limits(fuel=60_000, outcome=60_000, aside=15_000, share=8, total=200_000, looks=240_000, rounds=3, unroll=8)
"""Budgets for the bodies of modules, and for functions: rounds of a loop meet what the ones before left, and the model
is asked far inside."""
ROOTS = (*CLIENTS, *ENDPOINTS, *BODIES, *STARTED)
"""What a module holds, one or another, that may ask a model."""
LONGEST = 48
"""Steps of an access path that are kept: an answer goes through many hands before it is part of a prompt."""
BESIDE = 60_000
"""What is left for functions where most of a project is wired by a framework."""


@dataclass(frozen=True, slots=True)
class Found:
    """The orchestrations that no framework wires, and the functions outside of all that ask a model."""

    graphs: tuple[Orchestration, ...] = ()
    loose: tuple[Orchestration, ...] = ()


def read(project: Project, others: Sequence[Orchestration]) -> Found:
    """What a project wires by hand. ``others`` are its graphs that a framework wires."""
    with paths_up_to(LONGEST):
        return _read(project, others)


def _read(project: Project, others: Sequence[Orchestration]) -> Found:
    machine = _loaded(project, alone=not others)
    found = entries(machine)
    onward = leads(found)
    everything, taken = in_order(found, onward), leads_to(found, onward, _places(others))
    wired = {graph.location: graph.name for graph in reversed(others)}
    budget = BESIDE if others else FUNCTIONS.looks
    graphs: list[list[Orchestration]] = []
    rest: list[Orchestration] = []
    kept = len(machine.instances)
    humans = humans_among(machine.instances)
    for entry in _in_turn(everything, machine, graphs):
        if entry.function.node in taken or machine.looked > budget:
            continue
        del machine.instances[kept:]  # what a run made holds no more what it did then
        machine.habits.clear()  # and what functions give is not taken from one run to the next
        recorder, snapshots = Recorder(wired, machine.heap), Snapshots()
        machine.notice = _both(recorder.notice, snapshots.notice)
        reached, cut = set(machine.reached), len(machine.starved)
        outcome = outcome_of(machine, entry)
        made = list(_graphs(outcome, recorder, snapshots.told)) if outcome is not None else []
        if outcome is None or not made or not outcome.complete or len(machine.starved) > cut:
            machine.reached = reached | {entry.key}  # what it led to is looked at by itself
        graphs.append([graph for graph in made if not _is_taken(graph, taken, everything)])
        rest += loose(outcome, snapshots.told) if outcome is not None and not made else []
        humans += humans_among(machine.instances[kept:])
    for path, source in machine.relevance.modules.items():
        rest += promised(project, source, humans) if by_hand(path, source.tree) else ()
    best = tuple(_best(graphs))
    return Found(best, tuple(_uncalled(rest, best)))


def _uncalled(found: Iterable[Orchestration], graphs: Iterable[Orchestration]) -> Iterator[Orchestration]:
    """The functions that no other one that was looked at calls: what these catch and limit is theirs to say."""
    called = {scope.location for graph in graphs for scope in _scopes(graph)}
    for one in found:
        if one.unasked or one.location not in called:
            called |= {scope.location for scope in _scopes(one)}
            yield one


def _scopes(graph: Orchestration) -> tuple[Scope, ...]:
    return graph.effects.scopes if graph.effects is not None and graph.effects.complete else ()


def _in_turn(
    everything: Sequence[Entry], machine: Machine, shown: Sequence[Sequence[Orchestration]]
) -> Iterator[Entry]:
    """The functions that no run came to so far; then those that lead agents, where a caller decides what they do."""
    alone: set[object] = set()
    for entry in everything:
        if entry.key not in machine.reached:
            alone.add(entry.key)
            yield entry
    led = {graph.location for run in shown for graph in run}
    for entry in everything:
        if entry.key not in alone and entry.function.span.location in led and tested(entry.function):
            yield entry


def _both(one: Callable[[Event], None], other: Callable[[Event], None]) -> Callable[[Event], None]:
    def notice(event: Event) -> None:
        one(event)
        other(event)

    return notice


def _loaded(project: Project, *, alone: bool) -> Machine:
    """The modules that lead to a model, by name or, if no framework wires any, by a class that others are given.

    Who is given objects of such a class is found by reading the project once more.
    """
    machine = Machine(project, Parts(), frozenset({"openai", "anthropic", "langchain_core"}), {}, MODULES)
    machine.relevance = relevant(project, ROOTS, WORDS)
    _run(machine)
    if alone and (names := bases(machine)):
        machine.relevance = relevant(project, (*ROOTS, *names), WORDS | names)
        _run(machine)
    machine.reached.clear()
    machine.limits = FUNCTIONS
    return machine


def _run(machine: Machine) -> None:
    """Run the bodies of the modules where agents may be wired; the others are run where these import them."""
    for path, source in machine.relevance.modules.items():
        if by_hand(path, source.tree):
            run_module(machine, source)


def _places(others: Iterable[Orchestration]) -> frozenset[Location]:
    """The functions and classes that are part of another graph."""
    places: set[Location | None] = set()
    for graph in others:
        places |= {node.defined_at for node in graph.nodes} | {one.defined_at for one in graph.decisions}
        places |= {tool.location for tool in graph.tools}
    return frozenset(place for place in places if place is not None)


def _is_taken(graph: Orchestration, taken: frozenset[object], everything: Sequence[Entry]) -> bool:
    """Whether an agent is a function that is part of another graph, or that such a one calls."""
    places = {entry.function.span.location for entry in everything if entry.function.node in taken}
    return any(node.defined_at in places for node in graph.nodes)


def _best(runs: Sequence[Sequence[Orchestration]]) -> Iterator[Orchestration]:
    """Of all that runs showed of what one function leads, that of the run which showed most of it.

    A caller that gives certain values shows a part, as does one after which less of the budget was left.
    """
    shown: dict[Location | None, list[list[Orchestration]]] = {}
    for run in runs:
        for place in dict.fromkeys(graph.location for graph in run):
            shown.setdefault(place, []).append([graph for graph in run if graph.location == place])
    for some in shown.values():
        yield from _largest(max(some, key=lambda run: len({name for graph in run for name in _wired_nodes(graph)})))


def _wired_nodes(graph: Orchestration) -> Iterator[str]:
    """The agents of a graph that others lead to, or that lead to others."""
    for edge in graph.edges:
        if not {edge.source, edge.target} & {START, END}:
            yield from (edge.source, edge.target)


def _largest(found: Sequence[Orchestration]) -> Iterator[Orchestration]:
    """Of the graphs that one function leads, those whose agents are not all in another one."""
    names = [frozenset(node.name for node in graph.nodes) for graph in found]
    for index, graph in enumerate(found):
        others = (names[other] for other in range(len(found)) if other != index)
        if not any(names[index] < other for other in others) and names[index] not in names[:index]:
            yield graph


def _graphs(outcome: Outcome, recorder: Recorder, said: Told) -> Iterator[Orchestration]:
    """What a run wires: one graph for each group of agents that have to do with each other, of each piece of work."""
    for piece in pieces(recorder.steps(), recorder.answers):
        if len(piece) > 1:
            yield from _wired(outcome, recorder, piece, said)


def _wired(outcome: Outcome, recorder: Recorder, found: Sequence[Step], said: Told) -> Iterator[Orchestration]:
    caller = leader(found)
    everybody = agents(found, caller)
    names = {agent.name for agent in everybody}
    humans = people(recorder.to_humans(), found[0], caller, names)
    others = [*humans, *inner(recorder.of_graphs(), found[0], caller, names | {human.name for human in humans})]
    who = {step.index: agent for agent in (*everybody, *others) for step in agent.steps}
    steps = sorted((*found, *(step for other in others for step in other.steps)), key=lambda step: step.index)
    links = list(wires(outcome, steps, who, recorder.answers, caller))
    everybody += taking_part(others, links)
    awaited = list(together(outcome, who, recorder.answers))
    groups = connected(everybody, [wire for wire in links if wire.source in everybody])
    working = [group for group in groups if _work_together(group, links)]
    if len(working) == 1:
        alone = [agent for group in groups if len(group) == 1 for agent in _speaking(group)]
        beside = [agent for agent in alone if _is_beside(agent, working[0])]
        working = [[agent for agent in everybody if agent in working[0] or agent in beside]]
    for group in working:
        own = [wire for wire in links if wire.source in group and wire.target in group]
        apart(group)
        yield drawn(outcome, group, own, awaited, said)


def _is_beside(agent: Agent, group: Sequence[Agent]) -> bool:
    """Whether an agent to whom nobody hands anything is led by the same function as those who work together."""
    steps = [step for one in group for step in one.steps]
    return not is_probe(agent) and leader([*steps, *agent.steps]) == leader(steps)


def _speaking(group: Sequence[Agent]) -> list[Agent]:
    """The models of a group that are told something, by files of settings only where none is told in words."""
    models = [agent for agent in group if not agent.is_human and agent.graph is None]
    return [agent for agent in models if agent.speaks] or [agent for agent in models if agent.configured]


def _work_together(group: Sequence[Agent], links: Sequence[Wire]) -> bool:
    """Whether a group is an orchestration: two speak, or one that is many and hears itself."""
    speaking = _speaking(group)
    many = [agent for agent in speaking if agent.many]
    return len(speaking) > 1 or any(wire.source is wire.target and wire.target in many for wire in links)


def _nothing(machine: Machine) -> Iterator[Orchestration]:
    yield from ()


OVERLAY = Overlay("handwired", (), frozenset(), _nothing, versions="openai 1.0 – 2.8, anthropic 0.30 – 0.75 and others")
