"""Agents that run at the same time, where one that fails costs the answers of all."""

from collections.abc import Iterator

from agentlint.diagnostics.finding import Level
from agentlint.graph.evidence import Confidence
from agentlint.graph.functions import Function
from agentlint.rules.base import Claim, Group, rule

REMEDIES = {
    "asyncio.gather": "pass `return_exceptions=True` and look at each result, or catch failures in each of them",
}
"""What keeps failures apart, where a library has something for it."""


@rule(
    "partial-failure",
    "one failure among many costs all answers",
    level=Level.WARNING,
    group=Group.RESILIENCE,
    since="0.1",
)
def check(function: Function) -> Iterator[Claim]:
    """Models are asked at the same time, and a failure of one is neither kept apart nor looked for.

    What is gathered one by one may all be needed: then to fail at once is right.
    """
    for gathering in (one for one in function.effects.gatherings if one.fragile):
        if gathering.contained:
            yield Claim(
                f"`{function.called(gathering.location)}` takes the failures of its models for answers",
                label="failures are among these results",
                help="tell them from answers with `isinstance(result, BaseException)` before they are used",
                at=gathering.location,
            )
        else:
            yield Claim(
                f"`{function.called(gathering.location)}` loses the answers of all models when one call fails",
                label=f"`{gathering.how}` gives up at the first failure",
                help=REMEDIES.get(gathering.how, "catch failures in each of them, or where each result is taken"),
                at=gathering.location,
                confidence=Confidence.PROVEN if gathering.alike else Confidence.GUESSED,
            ).noted("what the others answered is paid for and thrown away")
