"""Calls that run a graph: which calls they may be, where the graph may have been made, and what it is handed."""

from collections.abc import Iterator

from agentlint.evaluate.values import Arguments, Event, Instance, Member, Traced, Value, options
from agentlint.frameworks.content import content, merged
from agentlint.graph.effects import GraphRun, Where
from agentlint.graph.evidence import Location

TEAM_RUNS = frozenset(
    {"run", "run_stream", "run_streaming", "run_sync", "initiate_chat", "a_initiate_chat", "initiate_chats",
     "a_initiate_chats", "astream_events", "kickoff", "kickoff_async", "a_run", "run_iter", "a_run_iter",
     "sequential_run", "a_sequential_run"}
)  # fmt: skip
"""Methods by which an orchestration of some framework is run, beside those that a model has too."""
CONVERSATIONS = frozenset(
    {"initiate_chats", "a_initiate_chats", "initiate_group_chat", "a_initiate_group_chat", "run_group_chat",
     "a_run_group_chat", "initiate_swarm_chat", "a_initiate_swarm_chat", "run_swarm", "a_run_swarm",
     "run_group_chat_iter", "a_run_group_chat_iter"}
)  # fmt: skip
"""Functions that bring agents together and run them, both in one call (AG2)."""


def graph_run(
    event: Event, at: Where, root: Value | None, name: str | None, built_at: tuple[Location, ...] = ()
) -> GraphRun:
    """The run of a graph as a fact about the function that makes the call."""
    handed = merged(content(part, root) for part in _task(event.arguments))
    return GraphRun(event.span.location, at, event.method, name, handed, built_at)


def makers(value: Value) -> Iterator[Location]:
    """The places of the calls that a value stems from: one of them may construct a graph."""
    for option, _ in options(value):
        match option:
            case Traced(callee=callee, created=created):
                yield created.span.location
                yield from makers(callee)
            case Instance(created=created):
                yield created.span.location
            case Member(base):
                yield from makers(base)


def _task(given: Arguments) -> list[Value]:
    """What a graph is handed."""
    return [*given.positional[:1], *(value for name, value in given.keywords if name in ("task", "message"))]
