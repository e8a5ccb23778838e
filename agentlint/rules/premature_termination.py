"""A loop that the words of its own task end."""

from collections.abc import Iterator

from agentlint.diagnostics.finding import Level
from agentlint.graph.endings import ended_by_task
from agentlint.graph.model import Loop, Orchestration
from agentlint.rules.base import Claim, Group, rule
from agentlint.rules.stop_words import stop_words
from agentlint.rules.words import some


@rule(
    "premature-termination",
    "loop that the words of its own task end",
    level=Level.ERROR,
    group=Group.LOOPS,
    since="0.1",
)
def check(loop: Loop, graph: Orchestration) -> Iterator[Claim]:
    """The loop ends at a word in any message, or at any message at all, and a run begins with such a message."""
    if graph.prebuilt or graph.test or not graph.compiled:
        return
    early = f"the work of {some(loop.nodes)} ends at once"
    for stop in stop_words(loop, graph):
        for run in graph.runs if stop.everywhere else ():
            given = [text for name, value in run.values if name == stop.key for text in value.texts]
            if any(stop.word in text for text in given):
                claim = Claim(
                    f"{early}: the task says {stop.word!r} itself",
                    label=f"any message that says {stop.word!r} ends it, whoever wrote it",
                    help="let the word count only where an agent says it: by the sender, or in the last message alone",
                    at=stop.at,
                    part=stop.word,
                ).labelled(f"this run begins with {stop.word!r} in its input", run.location)
                yield claim.noted("the agents never get to work together, and the run counts as done")
                break
    for bound, run in ended_by_task(loop, graph):
        label = "any text message ends it, whoever wrote it"
        claim = Claim(
            f"{early}: the task is a text message itself", label, "name the agent as `source`", at=bound.location
        )
        yield claim.labelled("this run begins with a text", run.location)
