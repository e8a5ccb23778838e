"""A conversation of several turns that forgets who has control, or everything."""

from collections.abc import Iterator

from agentlint.diagnostics.finding import Level
from agentlint.graph.evidence import Confidence
from agentlint.graph.model import Node, Orchestration
from agentlint.graph.state import Persistence
from agentlint.graph.uses import Run
from agentlint.rules.base import Claim, Group, rule


@rule(
    "handoff-not-persisted",
    "conversation that forgets between its turns who has control",
    level=Level.WARNING,
    group=Group.ESCALATION,
    since="0.1",
)
def check(graph: Orchestration) -> Iterator[Claim]:
    """The graph keeps nothing though a run names a thread, or a graph around a team lacks the key of the team."""
    pauses = graph.interrupts or any(node.interrupts for node in graph.nodes)
    runs = [run for run in graph.runs if not run.test]
    if graph.compiled and graph.persistence is Persistence.ABSENT and not graph.exported and not pauses:
        turns = [run for run in runs if run.thread] or [run for run in runs if graph.active and run.repeated]
        kept = graph.active is not None and any(run.keys is None or graph.active in run.keys for run in turns)
        if turns and not kept:
            yield _nothing_kept(graph, turns[0])
    if graph.persistence in (Persistence.SET, Persistence.INHERITED) or any(run.repeated for run in runs):
        for node in graph.nodes:
            yield from _key_lost(graph, node)


def _nothing_kept(graph: Orchestration, turn: Run) -> Claim:
    lost = "which agent has control" if graph.active else "what was said"
    return (
        Claim(
            f"`{graph.name}` forgets {lost} between its turns: it is compiled without a checkpointer",
            label="a run of one thread" if turn.thread else "one turn of many",
            help="compile the graph with a checkpointer, and run it with the id of the thread",
            at=turn.location,
            level=None if graph.active else Level.INFO,
            confidence=Confidence.PROVEN if graph.active else Confidence.LIKELY,
        )
        .labelled("this graph keeps no state", graph.location)
        .noted("without a checkpointer the id of a thread has no effect: each run begins anew, and nothing is raised")
    )


def _key_lost(graph: Orchestration, node: Node) -> Iterator[Claim]:
    """The graph around a team hands it what its own state has, and a dispatch what it names."""
    key = node.active
    if key is None:
        return
    for decision in graph.decisions:
        for route in decision.routes:
            if route.value == node.name and route.payload is not None and key not in route.payload:
                yield _claim(graph, node, key).labelled(f"what is sent here lacks `{key}`", route.location)
                return
    if graph.state is not None and graph.state.typed and graph.state.complete and graph.state.key(key) is None:
        yield _claim(graph, node, key).labelled(f"this state has no `{key}`", graph.state.location)


def _claim(graph: Orchestration, node: Node, key: str) -> Claim:
    return Claim(
        f"`{node.name}` forgets which agent has control: `{key}` does not reach it in `{graph.name}`",
        label=f"`{node.name}` is a team that begins with the agent in `{key}`",
        help=f"add `{key}` to the state around the team, and to what it is sent",
        about=node,
        labels=(),
    ).noted("each turn begins with the default agent again, whoever was asked to go on, and nothing is raised")
