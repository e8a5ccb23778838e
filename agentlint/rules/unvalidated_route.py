"""The next step is whatever a model wrote."""

from collections.abc import Iterator

from agentlint.diagnostics.finding import Level
from agentlint.graph.effects import Content
from agentlint.graph.evidence import Location
from agentlint.graph.model import Decision, Node, Orchestration
from agentlint.rules.base import Claim, Group, rule
from agentlint.rules.model_text import model_text

ASIDE = "an answer with another case, a full stop or a reason added"


@rule(
    "unvalidated-route", "next step taken from a model's free text",
    level=Level.WARNING, group=Group.CONTRACTS, since="0.1",
)  # fmt: skip
def check(graph: Orchestration) -> Iterator[Claim]:
    """What is given as a route, or looked up in a table, is free text of a model, and nothing is in its way."""
    told: set[Location] = set()
    for about, place, content, lookup in _taken(graph):
        writes = model_text(content, graph)
        if writes is None or place in told:
            continue
        told.add(place)
        claim = Claim(
            f"`{about.name}` goes where a model's free text says, and nothing checks what it says",
            label="looked up as the model wrote it" if lookup else "given as the model wrote it",
            help="hold the answer to a `Literal` (`with_structured_output`), or test it and have a default",
            about=about,
            at=place,
            level=Level.ERROR if lookup else None,
        )
        for writer, write in writes:
            claim = claim.labelled(f"`{writer.name}` writes the model's text to `{write.key}`", write.location)
        yield claim.noted(f"{ASIDE} {'has no entry: a `KeyError` ends the run' if lookup else 'names no node'}")


def _taken(graph: Orchestration) -> Iterator[tuple[Decision | Node, Location, Content, bool]]:
    """The values that decide, and the keys of tables, that nothing has tested; handlers may deal with any of them."""
    for decision in graph.decisions:
        node = graph.node(decision.source)
        effects = node.effects if decision.command and node else decision.effects
        if effects is not None and not effects.handlers:
            yield from ((decision, one.location, one.content, one.lookup) for one in decision.open if not one.checked)
    for node in graph.nodes:
        if node.effects is not None and not node.effects.handlers:
            yield from ((node, one.location, one.content, True) for one in node.effects.lookups if not one.checked)
