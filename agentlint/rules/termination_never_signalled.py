"""A loop that waits for a word that nobody is told to say."""

from collections.abc import Iterator

from agentlint.diagnostics.finding import Level
from agentlint.graph.model import Loop, Orchestration
from agentlint.rules.base import Claim, Group, rule
from agentlint.rules.stop_words import spoken, stop_words


@rule(
    "termination-never-signalled",
    "loop that waits for a word that no prompt asks for",
    level=Level.WARNING,
    group=Group.LOOPS,
    since="0.1",
    suspects=True,
)
def check(loop: Loop, graph: Orchestration) -> Iterator[Claim]:
    """A decision leaves the loop at a word in a model's free text, all prompts are known, and none has the word."""
    if graph.prebuilt or (known := spoken(graph)) is None:
        return
    for stop in stop_words(loop, graph):
        if stop.word.strip().casefold() in known.casefold():
            continue
        claim = Claim(
            f"`{stop.source}` waits for {stop.word!r}, and no prompt of the cycle `{loop}` asks for it",
            label=f"the cycle is left where a model says {stop.word!r}",
            help=f"tell the agent that decides to say {stop.word!r} when it is done, or let it answer in a schema",
            at=stop.test.location,
            part=stop.word,
        )
        for node in map(graph.node, loop.nodes):
            if node is not None and node.effects is not None and node.effects.models:
                asked = node.effects.models[0].location
                claim = claim.labelled(f"`{node.name}` is asked here, without the word", asked)
        yield claim.noted("a model that does not know the word says it by accident, or never")
