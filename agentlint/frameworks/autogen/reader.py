"""The teams of a run while they are read: which value stands for which."""

from dataclasses import dataclass, field

from agentlint.evaluate import Machine, Outcome
from agentlint.evaluate.values import Choice, Instance, Traced, Value
from agentlint.frameworks.autogen.construction import Maker
from agentlint.frameworks.autogen.names import agent_name
from agentlint.frameworks.draft import Draft
from agentlint.frameworks.effects import effects
from agentlint.graph.effects import Effects


@dataclass(slots=True)
class Reader:
    """Drafts by the object that they tell of: a team, or an agent that runs others."""

    machine: Machine
    drafts: dict[Maker, Draft] = field(default_factory=dict)

    def graph(self, value: Value) -> Draft | None:
        """The graph that a value stands for."""
        match value:
            case Choice(alternatives):
                return next((found for option, _ in alternatives if (found := self.graph(option)) is not None), None)
            case Traced() | Instance():
                return self.drafts.get(value)
            case _:
                return None

    def effects(self, found: tuple[Outcome, ...]) -> Effects | None:
        """What functions do, with the graphs and agents of this run by their names."""

        def graph_of(value: Value) -> str | None:
            draft = self.graph(value)
            return draft.name if draft is not None else None

        return effects(found, graph_of, agent_name, stateful=False)
