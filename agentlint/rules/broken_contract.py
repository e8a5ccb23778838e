"""What the project's own contracts demand of its graphs."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from agentlint.diagnostics.finding import Level
from agentlint.graph.model import Orchestration
from agentlint.rules.base import Claim, Group, rule
from agentlint.rules.demands import BREACHES, holds
from agentlint.settings.contracts import Contract, Demand


@dataclass(frozen=True, slots=True)
class Contracts:
    """The contracts; they stand in tables of their own in the settings."""

    contracts: tuple[Contract, ...] = ()


@rule(
    "broken-contract",
    "graph that breaks a contract of the project",
    level=Level.ERROR,
    group=Group.DESIGN,
    since="0.1",
)
def check(graph: Orchestration, _: Orchestration, options: Contracts) -> Iterator[Claim]:
    """Each contract that is meant for the graph is asked what breaks it."""
    for contract in options.contracts:
        if holds(contract, graph):
            for claim in BREACHES[Demand(contract.type)](contract, graph):
                part = " ".join(filter(None, (contract.name or contract.type, claim.part)))
                yield replace(claim, part=part).noted(f"demanded by the settings, because {contract.because}")
