"""The pattern of an orchestration, read off its shape.

Only *steps* count: nodes other than the entry, the exit and tools. What follows a tool follows the steps that call it.
A step *decides* where it chooses which step is next; it *leads* a loop where no cycle avoids it.

- single agent: one step; or one agent that leads functions which only it calls
- pipeline: no cycle, and nobody decides between two steps
- router: no cycle, and somebody decides between two steps
- orchestrator-worker: a step hands out work in parallel, or the step that a loop is entered by decides and leads it
- hierarchical: an orchestrator whose workers are graphs, or lead loops of their own
- swarm: a loop in which two steps or more hand off to others by themselves
- group chat: everybody in turn, in a ring without decisions, or anybody after anybody
- evaluator-optimizer: a loop led by its only decider, which judges what was made before it
- custom: anything else
"""

from collections.abc import Collection
from dataclasses import replace

from agentlint.graph.model import END, START, Edge, EdgeKind, NodeKind, Orchestration, Pattern
from agentlint.graph.queries import components

CHOICES = frozenset(
    {EdgeKind.CONDITIONAL, EdgeKind.HANDOFF, EdgeKind.DISPATCH, EdgeKind.DELEGATION, EdgeKind.ESCALATION}
)
"""The kinds of edges that a step takes because somebody decided so."""


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
    inside = [edge for edge in graph.edges if edge.source in loop and edge.target in loop]
    entered = {edge.target for edge in graph.edges if edge.source not in loop}
    deciding = [name for name in loop if _choices(graph, name)]
    if len({edge.source for edge in inside if edge.kind is EdgeKind.HANDOFF}) > 1:
        return Pattern.SWARM
    if _take_turns(loop, inside, deciding):
        return Pattern.GROUP_CHAT
    leaders = [name for name in deciding if name in entered]
    if leaders:
        return _led(graph, loop, leaders[0])
    if len(deciding) == 1 and not components(_without(graph, deciding)):
        return Pattern.EVALUATOR_OPTIMIZER
    return Pattern.CUSTOM


def _led(graph: Orchestration, loop: tuple[str, ...], leader: str) -> Pattern:
    kinds = {node.name: node.kind for node in graph.nodes}
    rest = _without(graph, [leader])
    below = components(rest)
    if below:
        led = all(
            any(not components(_without(rest, [name])) for name in part if _choices(rest, name)) for part in below
        )
        return Pattern.HIERARCHICAL if led else Pattern.CUSTOM
    if any(kinds[name] is NodeKind.SUBGRAPH for name in loop if name != leader):
        return Pattern.HIERARCHICAL
    others = {kind for name, kind in kinds.items() if name != leader}
    if kinds[leader] is NodeKind.AGENT and others == {NodeKind.FUNCTION} and len(loop) == len(kinds):
        return Pattern.SINGLE_AGENT
    return Pattern.ORCHESTRATOR_WORKER


def _take_turns(loop: tuple[str, ...], inside: list[Edge], deciding: list[str]) -> bool:
    pairs = {(edge.source, edge.target) for edge in inside}
    ring = not deciding and len(pairs) == len(loop)
    return ring or (len(loop) > 2 and len(pairs) == len(loop) * (len(loop) - 1))


def _choices(graph: Orchestration, name: str) -> list[Edge]:
    """The edges among which the step ``name`` decides."""
    return [edge for edge in graph.edges if edge.source == name and edge.kind in CHOICES]


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
