"""Loops in code whose limit some rounds do not come nearer to."""

from agentlint.graph.functions import Function
from agentlint.graph.rounds import Rounds
from agentlint.rules.base import Claim


def uncounted_rounds(rounds: Rounds, function: Function) -> Claim:
    """A loop in code, of which some rounds are not counted."""
    name = function.called(rounds.loop.location)
    claim = Claim(
        f"the limit of a loop in `{name}` may never trip: rounds can begin that are not counted",
        label="this limit is all that ends it for certain",
        help="count each round where it begins, before anything can lead to the next one",
        about=function,
        at=rounds.loop.location,
        part="rounds",
    )
    return claim.labelled_each(("from here the next round begins, and nothing is counted", at) for at in rounds.leaves)
