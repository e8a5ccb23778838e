"""A loop that the words of its own task end."""

from collections.abc import Iterator

from agentlint.diagnostics.finding import Level
from agentlint.graph.model import Loop, Orchestration
from agentlint.rules.base import Claim, Group, rule
from agentlint.rules.stop_words import stop_words


@rule(
    "premature-termination",
    "loop that the words of its own task end",
    level=Level.ERROR,
    group=Group.LOOPS,
    since="0.1",
)
def check(loop: Loop, graph: Orchestration) -> Iterator[Claim]:
    """A decision leaves the loop at a word in any message, and a run begins with a message that has the word."""
    if graph.prebuilt or not graph.compiled:
        return
    for stop in stop_words(loop, graph):
        for run in graph.runs if stop.everywhere else ():
            given = [text for name, value in run.values if name == stop.key for text in value.texts]
            if any(stop.word in text for text in given):
                yield (
                    Claim(
                        f"the cycle `{loop}` ends in its first round: its task says {stop.word!r} itself",
                        label=f"any message that says {stop.word!r} ends the cycle, whoever wrote it",
                        help="look at the last message alone, and only if a model wrote it",
                        at=stop.test.location,
                        part=stop.word,
                    )
                    .labelled(f"this run begins with {stop.word!r} in its input", run.location)
                    .noted("the agents of the cycle never get to work together, and the run counts as done")
                )
                break
