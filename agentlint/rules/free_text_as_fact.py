"""What a model wrote as free text is parsed as if it had to be data."""

from collections import defaultdict
from collections.abc import Iterator

from agentlint.diagnostics.finding import Level
from agentlint.graph.effects import Effects, Reading
from agentlint.graph.evidence import Location
from agentlint.graph.model import Node, Orchestration
from agentlint.rules.base import Claim, Group, rule
from agentlint.rules.model_text import model_text
from agentlint.rules.words import names

NUMBERS = ("int", "float")
WORDS = ("in", "==", "!=")
"""Readings that fail for no text."""


@rule("free-text-as-fact", "model's free text parsed as data", level=Level.WARNING, group=Group.CONTRACTS, since="0.1")
def check(graph: Orchestration) -> Iterator[Claim]:
    """A model that was not held to a form is asked, and the node fails where its answer has another one."""
    found: defaultdict[Location, list[tuple[Node, Reading]]] = defaultdict(list)
    for node in graph.nodes:
        for reading in node.effects.readings if node.effects is not None and node.retry is None else ():
            if node.effects and _may_fail(reading, node.effects) and model_text(reading.content, graph) is not None:
                found[reading.location].append((node, reading))
    for place, readings in found.items():
        node, reading = readings[0]
        claim = Claim(
            f"{names(node.name for node, _ in readings)} takes a model's free text for data: `{reading.how}`",
            label="fails for every answer with a word too many",
            help="hold the answer to a schema (`with_structured_output`, JSON mode), or catch the error and ask again",
            about=node,
            at=place,
            part=reading.how,
        )
        for writer, write in model_text(reading.content, graph) or ():
            claim = claim.labelled(f"`{writer.name}` writes the model's text to `{write.key}`", write.location)
        yield claim.noted("models put prose and code fences around data, and no `try` is around this place")


def _may_fail(reading: Reading, effects: Effects) -> bool:
    """Whether nothing stands between the text and the failure. Where a number is made is not known to the statement."""
    if reading.how in WORDS or reading.checked or reading.where.guards or reading.where.holds:
        return False
    return reading.how not in NUMBERS or not effects.handlers
