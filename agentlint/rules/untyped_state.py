"""Agents that share a state without a schema."""

from collections.abc import Iterator

from agentlint.diagnostics.finding import Level
from agentlint.graph.model import Orchestration
from agentlint.rules.base import Claim, Group, rule


@rule("untyped-state", "shared state without a schema", level=Level.WARNING, group=Group.CONTRACTS, since="0.1")
def check(graph: Orchestration) -> Iterator[Claim]:
    """The state is declared as a bare mapping. A graph with a single step shares nothing, so it needs no contract."""
    steps = [node for node in graph.nodes if node.location]
    if graph.prebuilt or graph.state is None or graph.state.typed or len(steps) < 2:
        return
    claim = Claim(
        f"the {len(steps)} nodes of `{graph.name}` share a state without a schema",
        label=f"`{graph.state.name}` declares no keys",
        help="declare the state as a class with a type for each key",
    )
    yield claim.noted(
        "no key is declared, so a key that one agent misspells or drops is missed by the next one in silence"
    )
