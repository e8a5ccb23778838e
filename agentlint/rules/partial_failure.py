"""Agents that run at the same time, where one that fails costs the answers of all."""

from collections.abc import Iterator

from agentlint.diagnostics.finding import Level
from agentlint.graph.effects import Gathering
from agentlint.graph.evidence import Confidence
from agentlint.graph.model import Orchestration
from agentlint.rules.acting import Acting, functions, once
from agentlint.rules.base import Claim, Group, rule


@rule(
    "partial-failure",
    "one failure among many costs all answers",
    level=Level.WARNING,
    group=Group.RESILIENCE,
    since="0.1",
)
def check(graph: Orchestration) -> Iterator[Claim]:
    """Models are asked at the same time, and a failure of one is neither kept apart nor looked for."""
    yield from once(
        _claim(gathering, acting)
        for acting in functions(graph)
        for gathering in acting.effects.gatherings
        if gathering.models and not gathering.caught and not (gathering.contained and gathering.checked)
    )


def _claim(gathering: Gathering, acting: Acting) -> Claim:
    """What is gathered one by one may all be needed: then to fail at once is right."""
    if gathering.contained:
        return Claim(
            f"`{acting.name}` takes the failures of its models for answers",
            label="failures are among these results",
            help="tell them from answers with `isinstance(result, BaseException)` before they are used",
            about=acting.element,
            at=gathering.location,
        )
    claim = Claim(
        f"`{acting.name}` loses the answers of all models when one call fails",
        label=f"`{gathering.how}` gives up at the first failure",
        help="pass `return_exceptions=True` and look at each result, or catch failures in each of them",
        about=acting.element,
        at=gathering.location,
        confidence=Confidence.PROVEN if gathering.alike else Confidence.GUESSED,
    )
    return claim.noted("what the others answered is paid for and thrown away")
