"""The pattern of an orchestration, read off its shape.

Only *steps* count: nodes other than the entry, the exit and tools. What follows a tool follows the steps that call it.
A step *decides* where it chooses which step is next; it *leads* a loop where no cycle avoids it.

- single agent: one step; or one agent that leads functions and asks humans
- pipeline: no cycle, and nobody decides between two steps
- router: no cycle, and somebody decides between two steps
- orchestrator-worker: a step hands out work in parallel, or the step that a loop is entered by decides and leads it
- hierarchical: an orchestrator whose workers are graphs, or alone stand between it and loops that they lead
- swarm: a loop in which two agents or more decide to hand off to others
- group chat: everybody in turn, in a ring where nobody or everybody decides to go on, or anybody after anybody
- evaluator-optimizer: a loop led by its only decider, which judges what was made before it
- custom: anything else
"""

from collections.abc import Collection
from dataclasses import replace

from agentlint.graph.condition import Decider
from agentlint.graph.model import END, START, Edge, EdgeKind, NodeKind, Orchestration, Pattern
from agentlint.graph.queries import components

CHOICES = frozenset({EdgeKind.CONDITIONAL, EdgeKind.HANDOFF, EdgeKind.DELEGATION, EdgeKind.ESCALATION})
"""The kinds of edges that somebody takes by decision, unless it is always the same one."""

AGENTS = frozenset({NodeKind.AGENT, NodeKind.SUBGRAPH})


def pattern(graph: Orchestration) -> Pattern:
    """The pattern of ``graph``, by the definitions above."""
    bare = _steps(graph)
    match bare.nodes, components(bare):
        case (), _:
            return Pattern.CUSTOM
        case (_,), _:
            return Pattern.SINGLE_AGENT
        case _, ():
            return _acyclic(bare)
        case _, (loop,):
            return _cyclic(bare, loop)
        case _:
            return Pattern.CUSTOM


def _acyclic(graph: Orchestration) -> Pattern:
    if any(edge.kind is EdgeKind.DISPATCH for edge in graph.edges):
        return Pattern.ORCHESTRATOR_WORKER
    sources = dict.fromkeys(edge.source for edge in graph.edges)
    if any(len({edge.target for edge in _choices(graph, source)}) > 1 for source in sources):
        return Pattern.ROUTER
    return Pattern.PIPELINE


def _cyclic(graph: Orchestration, loop: tuple[str, ...]) -> Pattern:
    entered = {edge.target for edge in graph.edges if edge.source not in loop}
    deciding = [name for name in loop if _choices(graph, name)]
    leader = next((name for name in deciding if name in entered), None)
    if leader and _leads_leaders(graph, leader):
        return Pattern.HIERARCHICAL
    if len(_handing_off(graph, loop)) > 1:
        return Pattern.SWARM
    if _take_turns(graph, loop, deciding):
        return Pattern.GROUP_CHAT
    if leader and _leads(graph, leader):
        return _led(graph, leader)
    if len(deciding) == 1 and _leads(graph, deciding[0]):
        return Pattern.EVALUATOR_OPTIMIZER
    return Pattern.CUSTOM


def _led(graph: Orchestration, leader: str) -> Pattern:
    kinds = {node.name: node.kind for node in graph.nodes}
    led_by = kinds.pop(leader)
    if NodeKind.SUBGRAPH in kinds.values():
        return Pattern.HIERARCHICAL
    if led_by is NodeKind.AGENT and set(kinds.values()) <= {NodeKind.FUNCTION, NodeKind.HUMAN}:
        return Pattern.SINGLE_AGENT
    return Pattern.ORCHESTRATOR_WORKER


def _leads(graph: Orchestration, name: str) -> bool:
    """Whether no cycle avoids the step."""
    return not components(_without(graph, [name]))


def _leads_leaders(graph: Orchestration, leader: str) -> bool:
    """Whether the cycles that avoid the step are led by others, through whom alone it deals with the rest of them."""
    rest = _without(graph, [leader])
    teams = components(rest)
    near = {edge.target for edge in graph.edges if edge.source == leader}
    near |= {edge.source for edge in graph.edges if edge.target == leader}
    leads = [[name for name in team if name in near] for team in teams]
    return bool(teams) and all(
        len(lead) == 1 and _choices(rest, lead[0]) and not _cycles_within(rest, team, lead[0])
        for team, lead in zip(teams, leads, strict=True)
    )


def _cycles_within(graph: Orchestration, team: tuple[str, ...], lead: str) -> bool:
    """Whether the team has a cycle that avoids its lead."""
    outside = [node.name for node in graph.nodes if node.name not in team]
    return not _leads(_without(graph, outside), lead)


def _handing_off(graph: Orchestration, loop: tuple[str, ...]) -> set[str]:
    """The agents that decide to hand off to another step of the loop."""
    agents = {node.name for node in graph.nodes if node.kind in AGENTS and node.name in loop}
    return {
        edge.source
        for agent in agents
        for edge in _choices(graph, agent)
        if edge.kind is EdgeKind.HANDOFF and edge.target in loop
    }


def _take_turns(graph: Orchestration, loop: tuple[str, ...], deciding: list[str]) -> bool:
    pairs = {(edge.source, edge.target) for edge in graph.edges if edge.source in loop and edge.target in loop}
    ring = len(deciding) in (0, len(loop)) and len(pairs) == len(loop)
    return ring or (len(loop) > 2 and len(pairs) == len(loop) * (len(loop) - 1))


def _choices(graph: Orchestration, name: str) -> list[Edge]:
    """The edges among which the step ``name`` decides."""
    return [
        edge
        for edge in graph.edges
        if edge.source == name
        and (edge.kind is EdgeKind.DISPATCH or (edge.kind in CHOICES and edge.decided_by is not Decider.ALWAYS))
    ]


def _without(graph: Orchestration, names: Collection[str]) -> Orchestration:
    return replace(
        graph,
        nodes=tuple(node for node in graph.nodes if node.name not in names),
        edges=tuple(edge for edge in graph.edges if edge.source not in names and edge.target not in names),
    )


def _steps(graph: Orchestration) -> Orchestration:
    """The graph of the steps alone, with the edges that enter it, and tools bridged."""
    tools = {node.name for node in graph.nodes if node.kind is NodeKind.TOOL}
    known = [edge for edge in graph.edges if edge.resolved]
    bridges = [edge for tool in sorted(tools) for edge in _bridges(known, tool)]
    kept = [edge for edge in (*known, *bridges) if edge.source != edge.target and edge.target != END]
    steps = tuple(node for node in graph.nodes if node.name not in tools | {START, END})
    return _without(replace(graph, nodes=steps, edges=tuple(kept)), tools)


def _bridges(edges: list[Edge], tool: str) -> list[Edge]:
    """For each caller of ``tool``, edges to what follows the tool and did not call it."""
    calls = [edge for edge in edges if edge.target == tool]
    callers = {edge.source for edge in calls}
    onward = [edge.target for edge in edges if edge.source == tool and edge.target not in callers]
    return [replace(call, target=target) for call in calls for target in onward]
