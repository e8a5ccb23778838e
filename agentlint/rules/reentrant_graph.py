"""A graph that comes to run itself again, through its own nodes or through the graphs inside it."""

from collections.abc import Iterator

from agentlint.diagnostics.finding import Level
from agentlint.graph.model import Orchestration
from agentlint.graph.uses import Within
from agentlint.rules.base import Claim, Group, rule


@rule(
    "reentrant-graph",
    "graph that runs itself again through the graphs inside it",
    level=Level.WARNING,
    group=Group.LOOPS,
    since="0.1",
    suspects=True,
)
def check(graph: Orchestration) -> Iterator[Claim]:
    """Every step of the way runs a whole graph, and none compares a number before it does."""
    if not graph.reentry or any(step.counted for step in graph.reentry):
        return
    way = " → ".join([*(f"{step.graph}:{step.node}" for step in graph.reentry), graph.name])
    yield (
        Claim(
            f"`{graph.name}` comes to run itself again: `{way}`",
            label=f"`{graph.reentry[-1].node}` runs it from the inside",
            help="hand a depth along and stop at a limit, or give the inner graph what it needs without the way back",
            at=graph.reentry[-1].location,
        )
        .labelled_each((_said(step), step.location) for step in graph.reentry[:-1])
        .noted("the limit of each graph counts its own steps only: every run inside begins anew")
    )


def _said(step: Within) -> str:
    by = f" by its tool `{step.tool}`" if step.tool is not None else ""
    return f"`{step.node}` runs `{step.inner}`{by}"
