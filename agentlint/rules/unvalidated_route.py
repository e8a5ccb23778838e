"""The next step is whatever a model wrote."""

from collections.abc import Iterator

from agentlint.diagnostics.finding import Level
from agentlint.graph.model import Orchestration
from agentlint.graph.model_text import chosen
from agentlint.rules.base import Claim, Group, rule
from agentlint.rules.words import written

ASIDE = "an answer with another case, a full stop or a reason added"


@rule(
    "unvalidated-route",
    "next step taken from a model's free text",
    level=Level.WARNING,
    group=Group.CONTRACTS,
    since="0.1",
)
def check(graph: Orchestration) -> Iterator[Claim]:
    """What is given as a route, or looked up in a table, is free text of a model, and nothing is in its way."""
    for found in chosen(graph):
        claim = Claim(
            f"`{found.chooser.name}` goes where a model's free text says, and nothing checks what it says",
            label="looked up as the model wrote it" if found.lookup else "given as the model wrote it",
            help="hold the answer to a `Literal` (`with_structured_output`), or test it and have a default",
            about=found.chooser,
            at=found.location,
            level=Level.ERROR if found.lookup else None,
        ).labelled_each(written(found.writes))
        yield claim.noted(f"{ASIDE} {'has no entry: a `KeyError` ends the run' if found.lookup else 'names no node'}")
