"""A loop inside one function that only a model's answer ends."""

from collections.abc import Iterator

from agentlint.diagnostics.finding import Level
from agentlint.graph.condition import Decider
from agentlint.graph.effects import Effects, Repeat
from agentlint.graph.model import Orchestration
from agentlint.rules.acting import Acting, functions, once
from agentlint.rules.base import Claim, Group, rule


@rule(
    "while-true-around-llm",
    "loop around a model that only its answer ends",
    level=Level.ERROR,
    group=Group.LOOPS,
    since="0.1",
)
def check(graph: Orchestration) -> Iterator[Claim]:
    """Every way out of the loop depends on what the model says, nothing counts, and no exception ends it."""
    yield from once(claim for acting in functions(graph) for claim in _loops(acting))


def _loops(acting: Acting) -> Iterator[Claim]:
    effects = acting.effects
    for loop in effects.repeats:
        calls = [call for call in effects.models if loop.location in call.where.loops]
        if loop.how != "while" or loop.finite or not calls or not _only_model(loop) or _ends(loop, effects):
            continue
        claim = Claim(
            f"`{acting.name}` asks a model until it says the right thing, without a limit",
            label="only the model's answer ends this loop",
            help="count the rounds and give up at a limit, with an error that the next step can see",
            about=acting.element,
            at=loop.location,
        )
        for call in calls[:1]:
            claim = claim.labelled("each round asks the model again", call.location)
        for place in dict.fromkeys(test.location for leave in loop.leaves for test in leave):
            claim = claim.labelled("a way out that the model decides", place)
        yield claim.noted("a step limit of the graph does not count these rounds: they are all within one step")


def _only_model(loop: Repeat) -> bool:
    return bool(loop.leaves) and set(loop.decided_by) == {Decider.MODEL}


def _ends(loop: Repeat, effects: Effects) -> bool:
    """Whether something else ends the loop: an exception that is raised in it, or a human who is asked in it."""
    inside = [one.where for one in effects.failures] + [one.where for one in effects.pauses]
    return not effects.complete or any(loop.location in where.loops for where in inside)
