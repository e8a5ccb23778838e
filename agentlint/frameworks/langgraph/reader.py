"""The graphs of a run while they are read: which value stands for which, and what leaves one for the one around it."""

from collections import defaultdict
from dataclasses import dataclass, field

from agentlint.evaluate import Machine, Outcome
from agentlint.evaluate.values import Choice, External, Instance, Member, Method, Traced, Value
from agentlint.frameworks.draft import Draft
from agentlint.frameworks.langgraph.routing import Target
from agentlint.frameworks.langgraph.vocabulary import REBOUND, RUNS, is_name

Maker = Traced | Instance


@dataclass(slots=True)
class Reader:
    """Drafts by the object that makes the graph; ``parents`` are commands for the graph around a graph.

    ``inside`` are graphs that a factory makes within the one that it returns.
    """

    machine: Machine
    drafts: dict[Maker, Draft] = field(default_factory=dict)
    parents: defaultdict[int, list[Target]] = field(default_factory=lambda: defaultdict(list))
    inside: list[Draft] = field(default_factory=list)

    def maker(self, value: Value) -> Maker | None:
        """The construction behind a builder, a compiled graph, or a compiled graph with other settings."""
        match value:
            case Traced() | Instance() if value in self.drafts:
                return value
            case Traced(callee=Member(base, name)) if name == "compile" or name in REBOUND:
                return self.maker(base)
            case Traced(callee=External() as callee) if is_name(callee, "add_active_agent_router"):
                builder = value.created.arguments.get(0, "builder")
                return self.maker(builder) if builder is not None else None
            case Choice(alternatives):
                return next((found for option, _ in alternatives if (found := self.maker(option)) is not None), None)
            case _:
                return None

    def graph(self, value: Value) -> Draft | None:
        """The graph that a value stands for."""
        maker = self.maker(value)
        return self.drafts[maker] if maker is not None else None

    def graph_in(self, action: Value, outcomes: tuple[Outcome, ...]) -> Draft | None:
        """The graph that a node is, or that its function runs."""
        own = self.graph(action)
        if own is not None:
            return own
        if isinstance(action, Method) and (bound := self.graph(action.this)) is not None:
            return bound
        for outcome in outcomes:
            for event in outcome.events:
                if event.method in RUNS and (inner := self.graph(event.target)) is not None:
                    return inner
        if isinstance(action, Member) and action.name in RUNS:
            return self.graph(action.base)
        return None
