"""A loop inside one function that only a model's answer ends."""

from collections.abc import Iterator

from agentlint.diagnostics.finding import Level
from agentlint.graph.functions import Function
from agentlint.graph.rounds import ended_by_model
from agentlint.rules.base import Claim, Group, rule


@rule(
    "while-true-around-llm",
    "loop around a model that only its answer ends",
    level=Level.ERROR,
    group=Group.LOOPS,
    since="0.1",
)
def check(function: Function) -> Iterator[Claim]:
    """Every way out of the loop depends on what the model says, nothing counts, and no exception ends it."""
    for found in ended_by_model(function.effects):
        itself = found.loop.how == "recursion"
        claim = (
            Claim(
                f"`{function.called(found.loop.location)}` asks a model until it says the right thing, without a limit",
                label="the function calls itself until then" if itself else "only the model's answer ends this loop",
                help="count the rounds and give up at a limit, with an error that the next step can see",
                at=found.loop.location,
            )
            .labelled("each round asks the model again", found.call.location)
            .labelled_each(("a way out that the model decides", place) for place in found.leaves)
        )
        if function.node is not None:
            claim = claim.noted("a step limit of the graph does not count these rounds: they are all within one step")
        yield claim
