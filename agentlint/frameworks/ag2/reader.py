"""The conversations of a run while they are read: which value stands for which."""

from dataclasses import dataclass, field

from agentlint.evaluate import Machine, Outcome
from agentlint.evaluate.values import Choice, Instance, Traced, Value
from agentlint.frameworks.ag2.construction import Maker, construction
from agentlint.frameworks.ag2.ledger import Ledger
from agentlint.frameworks.ag2.names import agent_name
from agentlint.frameworks.draft import Draft
from agentlint.frameworks.effects import effects
from agentlint.graph.effects import Effects


@dataclass(slots=True)
class Reader:
    """Drafts by the group chat that they tell of, and the group chats by their managers."""

    machine: Machine
    ledger: Ledger
    drafts: dict[Maker, Draft] = field(default_factory=dict)
    managed: dict[Maker, Maker] = field(default_factory=dict)

    def inner(self, agent: Value) -> Draft | None:
        """The group chat that an agent manages, or lets work for it."""
        match agent:
            case Choice(alternatives):
                return next((found for option, _ in alternatives if (found := self.inner(option)) is not None), None)
            case Traced() | Instance():
                made = construction(agent)
                if made is not None and made.kind == "SocietyOfMindAgent":
                    manager = made.given.get(1, "chat_manager")
                    return self.inner(manager) if manager is not None else None
                chat = self.managed.get(agent)
                return self.drafts.get(chat) if chat is not None else None
            case _:
                return None

    def managers(self, chat: Maker) -> list[Maker]:
        """The managers of a group chat."""
        return [manager for manager, managed in self.managed.items() if managed is chat]

    def effects(self, found: tuple[Outcome, ...]) -> Effects | None:
        """What functions do, with the agents of this run by their names."""

        def graph_of(value: Value) -> str | None:
            draft = self.inner(value)
            return draft.name if draft is not None else None

        return effects(found, graph_of, agent_name, stateful=False)
