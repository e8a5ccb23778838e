"""The workflows of a run while they are read: which value stands for which."""

from dataclasses import dataclass, field

from agentlint.evaluate import Machine, Outcome
from agentlint.evaluate.values import Choice, Instance, Traced, Value
from agentlint.frameworks.agent_framework.construction import construction
from agentlint.frameworks.agent_framework.names import node_name, workflow_of
from agentlint.frameworks.draft import Draft
from agentlint.frameworks.effects import effects
from agentlint.graph.effects import Effects


@dataclass(slots=True)
class Reader:
    """Drafts by the object that they tell of: a builder, or an agent that calls others."""

    machine: Machine
    drafts: dict[Traced | Instance, Draft] = field(default_factory=dict)

    def graph(self, value: Value) -> Draft | None:
        """The graph that a value stands for."""
        match value:
            case Choice(alternatives):
                return next((found for option, _ in alternatives if (found := self.graph(option)) is not None), None)
            case Traced() if (builder := workflow_of(value)) is not None:
                return self.drafts.get(builder)
            case Traced() | Instance():
                made = construction(value)
                if made is not None and made.kind == "WorkflowExecutor":
                    inner = made.given.get(0, "workflow")
                    return self.graph(inner) if inner is not None else None
                return self.drafts.get(value)
            case _:
                return None

    def name(self, value: Value) -> str | None:
        """The name of the node that a value becomes."""
        return node_name(self.machine, value)

    def effects(self, found: tuple[Outcome, ...]) -> Effects | None:
        """What functions do, with the graphs and agents of this run by their names."""

        def graph_of(value: Value) -> str | None:
            draft = self.graph(value)
            return draft.name if draft is not None else None

        return effects(found, graph_of, self.name, stateful=False)
