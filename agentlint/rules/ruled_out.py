"""Places in code where a human would be asked, and that no run can come to."""

from collections.abc import Iterator

from agentlint.graph.contradictions import contradiction
from agentlint.graph.functions import Function
from agentlint.rules.base import Claim


def ruled_out(function: Function) -> Iterator[Claim]:
    """The places of a function where a human would be asked, if earlier tests had not ruled that out."""
    for pause in function.effects.pauses:
        against = contradiction(pause.where.condition)
        if against is not None:
            asked, settled = against
            yield (
                Claim(
                    f"`{function.called(pause.location)}` never asks the human: before `{asked.text}` is asked, "
                    f"`{settled.text}` has decided",
                    label="nothing comes here",
                    help="ask for the narrower case first, or make the conditions exclusive",
                    about=function,
                    at=pause.location,
                    part=pause.how,
                )
                .labelled(f"`{settled.text}` is asked before", settled.location)
                .labelled("asked in vain", asked.location)
            )
