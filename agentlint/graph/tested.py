"""What tests do to an orchestration, as data: which take a transition, and how much of a graph was seen to run."""

from dataclasses import dataclass
from enum import StrEnum

from agentlint.graph.evidence import Location


class Proof(StrEnum):
    """Why a test is taken to exercise a transition.

    ``RUN``: it runs the graph with an input that may lead there. ``CALL``: it calls what decides, which may choose so.
    ``NAME``: it names the node, its function or the route. ``EXECUTED``: coverage data show it.
    """

    RUN = "run"
    CALL = "call"
    NAME = "name"
    EXECUTED = "executed"


@dataclass(frozen=True, slots=True)
class Exercise:
    """A test that exercises a transition: where it does, or the name by which coverage data know it."""

    how: Proof
    location: Location | None = None
    test: str | None = None


@dataclass(frozen=True, slots=True)
class Coverage:
    """Orchestration coverage: how many transitions were taken and nodes ran, of those of which that can be told."""

    edges: int
    taken: int
    nodes: int
    ran: int

    @property
    def percent(self) -> float:
        """The part of the transitions that was taken. Where none can be told of, there is nothing to miss."""
        return 100 * self.taken / self.edges if self.edges else 100.0

    def __add__(self, other: "Coverage") -> "Coverage":
        return Coverage(
            self.edges + other.edges, self.taken + other.taken, self.nodes + other.nodes, self.ran + other.ran
        )
