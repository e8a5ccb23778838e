"""A node that runs again for each way that leads to it."""

from collections.abc import Iterator

from agentlint.diagnostics.finding import Level
from agentlint.graph.evidence import Confidence
from agentlint.graph.model import Edge, Orchestration
from agentlint.graph.steps import repeated
from agentlint.rules.base import Claim, Group, rule
from agentlint.rules.words import names, shown, way


@rule(
    "double-trigger-join",
    "node that runs once for each of several ways",
    level=Level.WARNING,
    group=Group.WIRING,
    since="0.1",
)
def check(graph: Orchestration) -> Iterator[Claim]:
    """Fixed ways of different length meet at the node, and nothing makes it wait for the longer one."""
    if graph.prebuilt or not graph.compiled or graph.unresolved:
        return
    deciding = {decision.source for decision in graph.decisions}  # what comes too early may be sent away there
    for found in repeated(graph):
        early, late = found.ways
        if any(edge.confidence is not Confidence.PROVEN for edge in (*early, *late)):
            continue  # steps of plain code hand on what they made: each runs once, whatever is handed to it
        yield (
            Claim(
                f"`{found.node}` runs twice: after `{way(early)}` and again after `{way(late)}`",
                label=f"`{found.node}` runs {_steps(late)} after `{shown(late[0].source)}`",
                help=f"let `{found.node}` wait for {names(found.before)} by one edge from the list of them",
                about=late[-1],
                confidence=Confidence.GUESSED if deciding & {found.node} else Confidence.PROVEN,
            )
            .labelled(f"and {_steps(early)} after it", early[-1].location)
            .noted(
                f"the first time a part of the results is missing, and what follows `{found.node}` runs twice as well"
            )
        )


def _steps(edges: tuple[Edge, ...]) -> str:
    return f"{len(edges)} step{'s' * (len(edges) > 1)}"
