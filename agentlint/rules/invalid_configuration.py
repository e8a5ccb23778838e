"""A setting that the framework rejects or ignores."""

from collections.abc import Iterator

from agentlint.diagnostics.finding import Level
from agentlint.graph.model import Orchestration
from agentlint.rules.base import Claim, Group, rule


@rule(
    "invalid-configuration",
    "setting that the framework rejects or ignores",
    level=Level.ERROR,
    group=Group.CONTRACTS,
    since="0.1",
)
def check(graph: Orchestration) -> Iterator[Claim]:
    """The framework does not take the setting at all, or takes no notice of it where it stands."""
    for misuse in graph.misuses:
        yield Claim(
            f"{misuse.what}: {misuse.why}",
            label="this setting",
            help=misuse.remedy,
            at=misuse.location,
            part=misuse.what,
        )
