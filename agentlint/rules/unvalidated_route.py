"""The next step is whatever a model wrote."""

from collections.abc import Iterator

from agentlint.diagnostics.finding import Level
from agentlint.graph.model import Decision, OpenRoute, Orchestration
from agentlint.rules.base import Claim, Group, rule
from agentlint.rules.model_text import model_text


@rule(
    "unvalidated-route",
    "next step taken from a model's free text",
    level=Level.WARNING,
    group=Group.CONTRACTS,
    since="0.1",
)
def check(decision: Decision, graph: Orchestration) -> Iterator[Claim]:
    """A value that a decision gives, or looks up, is free text of a model, and no test or handler is in its way."""
    node = graph.node(decision.source)
    effects = node.effects if decision.command and node else decision.effects
    if effects is None or effects.handlers:
        return
    for place, open in {open.location: open for open in decision.open if not open.checked}.items():
        if (writes := model_text(open.content, graph)) is None:
            continue
        claim = Claim(
            f"`{decision.name}` goes where a model's free text says, and nothing checks what it says",
            label="looked up as the model wrote it" if open.lookup else "given as the model wrote it",
            help="hold the answer to a `Literal` (`with_structured_output`), or test it and have a default",
            at=place,
            level=Level.ERROR if open.lookup else None,
        )
        for writer, write in writes:
            claim = claim.labelled(f"`{writer.name}` writes the model's text to `{write.key}`", write.location)
        yield claim.noted(_consequence(decision, open))


def _consequence(decision: Decision, open: OpenRoute) -> str:
    if open.lookup or decision.mapping is not None:
        return "an answer with another case, a full stop or a reason added has no entry: a `KeyError` ends the run"
    return "an answer with another case, a full stop or a reason added names no node: the run breaks off"
