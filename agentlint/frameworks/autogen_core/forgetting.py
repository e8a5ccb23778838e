"""What an agent keeps from one message to the next: attributes whose values nobody knows when a message comes."""

from agentlint.evaluate.changing import changing
from agentlint.evaluate.values import AttributeOf, Instance, Parameter, unknown


def forget(agent: Instance) -> None:
    """Make those attributes of an agent unknown that its methods change after it was made."""
    this = unknown("the agent itself", None, Parameter("self"))
    for name in sorted(changing(agent.cls)):
        if name in agent.cells:
            agent.cells[name] = unknown(f"`{name}` changes with each message", None, AttributeOf(this, name))
