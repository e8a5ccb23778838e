"""Messages that set off the same messages again, whatever they say."""

from collections.abc import Iterator

from agentlint.diagnostics.finding import Level
from agentlint.graph.echoes import Echo, echoes
from agentlint.graph.model import START, Orchestration
from agentlint.graph.queries import reachable
from agentlint.rules.base import Claim, Group, rule
from agentlint.rules.words import shown


@rule(
    "self-triggering",
    "messages that set off themselves again",
    level=Level.ERROR,
    group=Group.LOOPS,
    since="0.1",
)
def check(graph: Orchestration) -> Iterator[Claim]:
    """Whatever comes, each function of the round sends a message that sets off the next one, and nothing breaks in."""
    running = reachable(graph, START)
    for echo in echoes(graph):
        if echo.steps[0][0].node in running:
            yield _claim(echo, graph)


def _claim(echo: Echo, graph: Orchestration) -> Claim:
    (first, sent), *others = echo.steps
    names = [reaction.node for reaction, _ in echo.steps]
    claim = Claim(
        f"`{' → '.join([*names, names[0]])}` goes round for ever: each message sets off the next",
        label=f"`{first.node}` always answers with {_kind(sent.message)}",
        help="answer with a message of another type or on another topic, or send none when the work is done; "
        "where a round is meant, count it in the message and stop at a limit",
        about=graph.node(first.node),
        at=sent.location,
        part=shown(first.name),
    )
    for reaction, message in others:
        claim = claim.labelled(f"`{reaction.node}` always answers with {_kind(message.message)}", message.location)
    return claim.noted("no way through these functions sends nothing, and no human and no limit comes between")


def _kind(message: str) -> str:
    return f"`{shown(message)}`" if message else "a message"
