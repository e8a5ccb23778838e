"""A pause for a human that an exception handler takes for an error."""

from collections.abc import Iterator

from agentlint.diagnostics.finding import Level
from agentlint.graph.effects import Effects, Handler, Pause
from agentlint.graph.model import Orchestration
from agentlint.rules.acting import Acting, functions, once
from agentlint.rules.base import Claim, Group, rule


@rule(
    "interrupt-swallowed",
    "pause for a human that an exception handler catches",
    level=Level.ERROR,
    group=Group.ESCALATION,
    since="0.1",
)
def check(graph: Orchestration) -> Iterator[Claim]:
    """A pause is raised through the function; a handler that catches everything ends it there."""
    yield from once(claim for acting in functions(graph) for claim in _swallowed(acting))


def _swallowed(acting: Acting) -> Iterator[Claim]:
    for pause in acting.effects.pauses:
        handler = _catching(pause, acting.effects)
        if pause.raises and handler is not None:
            caught = " and ".join(handler.catches) or "everything"
            claim = Claim(
                f"`{acting.name}` never pauses: `{pause.how}` is caught as if it were an error",
                label=f"`{pause.how}` pauses by raising `{pause.raises[0]}`",
                help=f"move `{pause.how}` out of the `try`, catch narrower exceptions, or raise it again before",
                about=acting.element,
                at=pause.location,
            )
            yield claim.labelled(f"this catches {caught}, and the pause with it", handler.location).noted(
                "nobody is asked: the run goes on as if the question had failed"
            )


def _catching(pause: Pause, effects: Effects) -> Handler | None:
    """The handler that ends the pause: going outwards, the first that catches all and does not raise again."""
    for guard in reversed(pause.where.guards):
        meant = next(
            (one for one in effects.handlers_of(guard) if one.broad or set(pause.raises) & set(one.catches)), None
        )
        if meant is None:
            continue
        if set(pause.raises) & set(meant.catches) and not meant.raises:
            return None
        again = any(guard in failure.where.rescues for failure in effects.failures)
        if meant.broad and not meant.raises:
            return None if again else meant
    return None
