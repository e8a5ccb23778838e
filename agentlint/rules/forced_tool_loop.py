"""A model that must call a tool, in a loop that ends when it calls none."""

from collections.abc import Iterator

from agentlint.diagnostics.finding import Level
from agentlint.graph.forced import forced
from agentlint.graph.model import Loop, Orchestration
from agentlint.rules.base import Claim, Group, rule
from agentlint.rules.words import shown


@rule(
    "forced-tool-loop", "loop that a forced tool call never leaves", level=Level.ERROR, group=Group.LOOPS, since="0.1"
)
def check(loop: Loop, graph: Orchestration) -> Iterator[Claim]:
    """Every way out of the loop is taken only without tool calls, by a node whose model must make one each time."""
    node = forced(loop, graph)
    if node is None:
        return
    call = next(iter(node.effects.models), None) if node.effects is not None else None
    claim = Claim(
        f"`{node.name}` must call a tool in every round, and `{loop}` ends only when it calls none",
        label="its model is forced to call a tool",
        help="force the first call only, or give the model a tool that ends the loop",
        at=call.location if call is not None else node.location,
    )
    for exit in loop.exits:
        claim = claim.labelled(f"`{exit.source}` leaves to `{shown(exit.target)}` without tool calls", exit.location)
    yield claim.noted("the model can never answer: the run goes on until the step limit breaks it off")
