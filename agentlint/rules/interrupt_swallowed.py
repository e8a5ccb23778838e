"""A pause for a human that an exception handler takes for an error."""

from collections.abc import Iterator

from agentlint.diagnostics.finding import Level
from agentlint.graph.functions import Function
from agentlint.graph.pauses import swallowed
from agentlint.rules.base import Claim, Group, rule


@rule(
    "interrupt-swallowed",
    "pause for a human that an exception handler catches",
    level=Level.ERROR,
    group=Group.ESCALATION,
    since="0.1",
)
def check(function: Function) -> Iterator[Claim]:
    """A pause is raised through the function; a handler that catches everything ends it there."""
    for found in swallowed(function.effects):
        how = found.pause.how
        caught = " and ".join(found.handler.catches) or "everything"
        yield (
            Claim(
                f"`{function.name}` never pauses: `{how}` is caught as if it were an error",
                label=f"`{how}` pauses by raising `{found.pause.raises[0]}`",
                help=f"move `{how}` out of the `try`, catch narrower exceptions, or raise it again before",
                at=found.pause.location,
            )
            .labelled(f"this catches {caught}, and the pause with it", found.handler.location)
            .noted("nobody is asked: the run goes on as if the question had failed")
        )
