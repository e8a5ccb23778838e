"""A loop that waits for a word that nobody is told to say."""

from collections.abc import Iterable, Iterator

from agentlint.diagnostics.finding import Level
from agentlint.graph.evidence import Location
from agentlint.graph.loops import members
from agentlint.graph.model import Loop, Orchestration
from agentlint.rules.base import Claim, Group, rule
from agentlint.rules.stop_words import StopWord, spoken, stop_words
from agentlint.rules.words import some

SHORT = 2
"""As many rounds as nobody waits for a word in."""


@rule(
    "termination-never-signalled",
    "loop that waits for a word that no prompt asks for",
    level=Level.WARNING,
    group=Group.LOOPS,
    since="0.1",
    suspects=True,
)
def check(loop: Loop, graph: Orchestration) -> Iterator[Claim]:
    """The loop is left at a word in a model's free text, all prompts are known, and none has the word; or whoever
    waits for the end never hears the conversation."""
    if loop == graph.loops[0] and not graph.test:
        yield from _unheard(loop, graph)
    if graph.prebuilt or graph.test or _is_short(loop) or (known := spoken(graph)) is None:
        return
    for words, stop in _unasked(stop_words(loop, graph), known.casefold()):
        claim = Claim(
            f"`{stop.source}` waits for {words}, and no prompt of {some(loop.nodes)} asks for it",
            label=f"the cycle is left where a model says {words}",
            help=f"tell the agent that decides to say {words} when it is done, or let it answer in a schema",
            at=stop.at,
            part=stop.word,
        )
        for node in members(loop, graph)[:4]:
            asked = node.effects.models[0].location if node.effects and node.effects.models else None
            told = node.location if node.instructions else None
            claim = claim.labelled(f"`{node.name}` is asked here, without the word", asked or told)
        yield claim.noted("a model that does not know the word says it by accident, or never")


def _is_short(loop: Loop) -> bool:
    """Whether a limit that the project set lets it go round so few times that it is meant to end there."""
    return loop.bound.explicit and loop.bound.value is not None and loop.bound.value <= SHORT


def _unasked(stops: Iterable[StopWord], known: str) -> Iterator[tuple[str, StopWord]]:
    """What is waited for in vain, the words of one test together: any of them would do.

    Where a prompt asks for another word that ends the same by itself, nobody waits in vain.
    """
    asked: dict[bool, list[StopWord]] = {True: [], False: []}
    for stop in stops:
        asked[stop.word.strip().casefold() in known].append(stop)
    ended = {stop.decision for stop in asked[True] if stop.enough}
    vain: dict[tuple[str, Location | None], list[StopWord]] = {}
    for stop in asked[False]:
        if stop.decision not in ended:
            vain.setdefault((stop.source, stop.at), []).append(stop)
    for alike in vain.values():
        yield " or ".join(repr(stop.word) for stop in alike), alike[0]


def _unheard(loop: Loop, graph: Orchestration) -> Iterator[Claim]:
    for bound in graph.unheard:
        claim = Claim(
            f"{bound.derivation} waits for the end of a conversation that it never hears",
            label=f"{some(loop.nodes)} go on, whatever they say",
            help="give the test to whoever passes the messages on, or to one of the agents that take part",
            at=graph.location,
            part=bound.derivation,
        ).labelled("the test is here", bound.location)
        limit = f"{loop.bound.value:,} {loop.bound.unit}" if loop.bound.value is not None else "a limit"
        yield claim.noted(f"it goes on until {limit} are over, though an agent may have said that all is done")
