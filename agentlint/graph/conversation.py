"""How a conversation grows: over the turns of a thread, or over the rounds of agents that answer each other."""

from collections.abc import Iterator
from dataclasses import dataclass

from agentlint.graph.bound import BoundKind
from agentlint.graph.condition import Decider
from agentlint.graph.effects import ModelCall, Repeat, Source
from agentlint.graph.evidence import Location
from agentlint.graph.functions import Function
from agentlint.graph.model import EdgeKind, History, Loop, Node, NodeKind, Orchestration
from agentlint.graph.payload import accumulating
from agentlint.graph.retries import endless
from agentlint.graph.rounds import ended_by_model
from agentlint.graph.state import Persistence
from agentlint.graph.uses import Run

FEW = 100
"""Steps that are few enough for a conversation to stay short."""
REMOVES = frozenset({"RemoveMessage", "Overwrite"})
"""What takes something out of a key to which every other write adds."""


@dataclass(frozen=True, slots=True)
class Growing:
    """A conversation under ``key`` that grows without end, with the nodes that give all of it to a model.

    It grows with each of the ``turns`` of a thread (none are seen where the project runs nothing), or else with each
    round of ``loop``.
    """

    key: str | None
    nodes: tuple[Node, ...]
    turns: tuple[Run, ...] = ()
    loop: Loop | None = None


@dataclass(frozen=True, slots=True)
class Talk:
    """A ``call`` of a function that is asked with one list in every round of a ``loop``, with all answers in it."""

    function: Function
    call: ModelCall
    loop: Repeat


def talks(function: Function, few: int = FEW) -> Iterator[Talk]:
    """The lists of a function that grow without end. Loops of ``few`` rounds keep them short, and of a loop that only
    a model ends, another thing is to be said."""
    effects = function.effects
    by_model = list(ended_by_model(effects))
    ended = {one.loop.location for one in by_model} | {one.repeat.location for one in endless(effects)}
    told = {one.call.location for one in by_model}
    for call in effects.models:
        loops = [loop for place in call.where.loops if (loop := effects.repeat(place)) is not None]
        if not call.grows or call.location in told or ended & set(call.where.loops):
            continue
        told.add(call.location)
        long = next((loop for loop in loops if _is_long(loop, few)), None)
        if long is not None:
            yield Talk(function, call, long)


def _is_long(loop: Repeat, few: int) -> bool:
    """Whether a loop goes round often, or as often as a human wants or there are things to go through."""
    if loop.how == "while" and not loop.finite:
        return Decider.COUNTER not in loop.decided_by
    return loop.count > few if loop.count is not None else loop.how == "for"


def growing(graph: Orchestration, few: int = FEW) -> Growing | None:
    """The conversation of a graph, if nothing takes anything out of it; a cycle of ``few`` steps keeps it short.

    What ready-made agents of a cycle are given by default is no choice of the project.
    """
    nodes = takers(graph)
    if not nodes or (graph.unresolved and graph.prebuilt) or shortened(graph):
        return None
    keys = [key.name for key in accumulating(graph)]
    key = max(keys, key=lambda one: sum(_gives(node, one) for node in nodes), default=None)
    nodes = tuple(node for node in nodes if _gives(node, key))
    talks = turns(graph)
    if talks is not None:
        return Growing(key, nodes, talks)
    seen = tuple(node for node in nodes if node.effects is not None)
    for loop in graph.loops:
        inside = tuple(node for node in seen if node.name in loop.nodes)
        if inside and grows(graph, loop, few):
            return Growing(key, inside, loop=loop)
    return None


def chosen_by_all(graph: Orchestration) -> Node | None:
    """Who chooses the next speaker by all that was ever said, though all that speak are given the last part only."""
    chooser = graph.chooser
    if chooser is None or chooser.history is not History.FULL or graph.unresolved:
        return None
    models = [node for node in graph.nodes if node.kind is NodeKind.AGENT]
    return chooser if models and all(node.history is History.WINDOWED for node in models) else None


def takers(graph: Orchestration) -> tuple[Node, ...]:
    """The nodes that give all of the conversation to a model, whatever its length."""
    return tuple(node for node in graph.nodes if node.history is History.FULL and not _tests_length(node))


def _gives(node: Node, key: str | None) -> bool:
    """Whether it is this key that a node gives to a model whole, as far as is known."""
    if key is None or node.effects is None:
        return True
    asked = [call.content for call in node.effects.models] + [run.content for run in node.effects.graphs]
    return any({key, ""} & set(content.whole) for content in asked)


def _tests_length(node: Node) -> bool:
    calls = node.effects.models if node.effects is not None else ()
    return any("len(" in test.text for call in calls for test in call.where.condition)


def given_whole(node: Node) -> Location | None:
    """Where a node gives the conversation to a model: the call, else the node itself."""
    effects = node.effects
    calls = [call.location for call in effects.models if call.content.whole] if effects is not None else []
    runs = [run.location for run in effects.graphs if run.content.whole] if effects is not None else []
    return next(iter((*calls, *runs)), node.location)


def shortened(graph: Orchestration) -> bool:
    """Whether some node takes messages out, or may: a step of which nothing is known."""
    for node in graph.nodes:
        if node.effects is None:
            if not graph.prebuilt and node.kind in (NodeKind.FUNCTION, NodeKind.SUBGRAPH):
                return True
        elif any(REMOVES & set(write.content.makes) for write in node.effects.writes):
            return True
    return False


def turns(graph: Orchestration) -> tuple[Run, ...] | None:
    """The runs that are turns of a kept thread; none where the project runs nothing, None where no thread goes on."""
    if graph.persistence is not Persistence.SET:
        return None
    runs = [run for run in graph.runs if not run.test]
    talks = tuple(run for run in runs if _talks(run))
    return talks if talks or not runs else None


def _talks(run: Run) -> bool:
    """Whether what somebody says goes into a thread that may have been there before."""
    if run.resumes or run.thread is False:
        return False
    says = run.keys is None or any(set(content.sources) - {Source.CONSTANT} for _, content in run.values)
    return run.repeated or (says and not run.fresh)


def grows(graph: Orchestration, loop: Loop, few: int = FEW) -> bool:
    """Whether agents go round, none of them hands on a part only or asks a human, and no small number bounds it."""
    inside = [node for node in graph.nodes if node.name in loop.nodes]
    agents = [node for node in inside if node.model or node.kind is NodeKind.AGENT]
    edges = [edge for edge in graph.edges if {edge.source, edge.target} <= set(loop.nodes)]
    parts = any(edge.payload is not None and edge.payload.history is History.WINDOWED for edge in edges)
    dispatched = any(edge.kind is EdgeKind.DISPATCH for edge in edges)
    short = loop.bound.value is not None and loop.bound.value <= few
    bounded = short or loop.bound.kind not in (BoundKind.NONE, BoundKind.STEP_LIMIT)
    humans = any(node.interrupts or node.kind is NodeKind.HUMAN for node in inside)
    return len(agents) > 1 and not (graph.prebuilt or parts or dispatched or bounded or humans)
