"""An error that goes on to the next agent as if it were an answer."""

from collections.abc import Iterator

from agentlint.diagnostics.finding import Level
from agentlint.graph.effects import Effects, ModelCall, Source, Write
from agentlint.graph.functions import Function
from agentlint.graph.model import Node, Orchestration
from agentlint.graph.queries import reachable
from agentlint.rules.base import Claim, Group, rule

ANSWERS = {Source.MODEL, Source.STRUCTURED, Source.OUTSIDE}


@rule(
    "swallowed-error",
    "error that the next agent takes for an answer",
    level=Level.ERROR,
    group=Group.RESILIENCE,
    since="0.1",
)
def check(function: Function, graph: Orchestration) -> Iterator[Claim]:
    """A handler puts the error's text where an answer stands, and another agent is asked with it, untested.

    Only the first such error of a node is told: one handler is mended at a time.
    """
    node, effects = function.node, function.effects
    if node is None or not effects.complete or graph.state is None:
        return
    for write in _errors(effects):
        key = graph.state.key(write.key)
        if key is None or key.reducer is not None or _is_tested(write.key, node, graph):
            continue
        reader, call = next(_asked(write.key, node, graph), (None, None))
        if reader is None or call is None:
            continue
        claim = Claim(
            f"`{reader.name}` is asked with the error of `{node.name}` as if it were its answer",
            label=f"the text of an error becomes `{write.key}`",
            help="keep errors in a key of their own and decide on it, or let the node fail",
            at=write.location,
        ).labelled(f"`{write.key}` is part of this prompt, whatever it holds", call.location)
        yield claim.noted("every agent after it works, and is paid, for an error message")
        return


def _errors(effects: Effects) -> list[Write]:
    """Writes of an error's text to a key that holds an answer otherwise."""
    answers = {write.key for write in effects.writes if ANSWERS & set(write.content.sources)}
    told = {write.key for exit in effects.exits if exit.raised for write in exit.writes} - answers
    errors = [write for write in effects.writes if Source.ERROR in write.content.sources and write.key in answers]
    return [] if told else errors


def _is_tested(key: str, node: Node, graph: Orchestration) -> bool:
    """Whether a decision behind the node looks at the key."""
    behind = reachable(graph, node.name)
    return any(
        decision.source in behind and any(read.key == key for read in decision.effects.reads)
        for decision in graph.decisions
        if decision.effects is not None and not decision.command
    )


def _asked(key: str, node: Node, graph: Orchestration) -> Iterator[tuple[Node, ModelCall]]:
    """The agents behind the node that are asked with the key without a test of it."""
    behind = reachable(graph, node.name)
    for other in graph.nodes:
        if other.name == node.name or other.name not in behind or other.effects is None:
            continue
        for call in other.effects.models:
            held = any(path == key or path.startswith((f"{key}.", f"{key}[")) for path in call.content.paths)
            tested = any(key in path.split(".") for test in call.where.condition for path in test.reads)
            if held and not tested:
                yield other, call
