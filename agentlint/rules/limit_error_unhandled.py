"""A limit that is set, and nobody who handles that it is reached."""

from collections.abc import Iterator

from agentlint.diagnostics.finding import Level
from agentlint.graph.effects import Limit
from agentlint.graph.model import Orchestration
from agentlint.graph.uses import Run
from agentlint.rules.base import Claim, Group, rule

SCRIPT = ("<module>", "main", "run_cli", "cli")
"""Scopes from which the error goes to whoever has started the program."""


@rule(
    "limit-error-unhandled",
    "step limit that nobody handles",
    level=Level.INFO,
    group=Group.ESCALATION,
    since="0.1",
)
def check(graph: Orchestration) -> Iterator[Claim]:
    """A run sets a step limit on a graph with a loop, and no caller handles the error that a spent limit raises."""
    runs = [run for run in graph.runs if _is_open(run)]
    if not graph.loops or not runs:
        return
    first, places = runs[0], dict.fromkeys(run.location for run in runs)
    claim = Claim(
        f"`{graph.name}` has a step limit, and nobody handles that it is reached",
        label="this run sets the limit and catches nothing",
        help="catch the limit's error where the graph is run, and hand over what there is to a human or a fallback",
        at=first.location,
    ).labelled_each(("this one as well", place) for place in places if place != first.location)
    yield claim.labelled("this loop may spend it", graph.loops[0].location).noted(
        "a spent limit raises: all work of the run is lost, and the user sees an internal error"
    )


def _is_open(run: Run) -> bool:
    return run.limit is Limit.SET and not run.caught and not run.test and run.scope.rpartition(".")[2] not in SCRIPT
