"""The names of AutoGen Core, read from autogen-core and autogen-ext 0.4.0 to 0.7.5."""

from agentlint.evaluate.values import External, Traced, Value

PACKAGES = ("autogen_core", "autogen_ext")

BASES = frozenset({"RoutedAgent", "ClosureAgent"})
"""Classes that agents derive from, or are made of."""


SHARED = frozenset({"GrpcWorkerAgentRuntime"})
"""Runtimes whose agents other processes may send messages to, and the other way round."""

HANDLERS = frozenset({"message_handler", "event", "rpc"})
"""Decorators of the methods that take messages: all of them, what is published, what is sent (`_routed_agent.py`)."""

DEFAULT_TOPIC = "default"
"""The type of the topic where none is given (`_default_topic.py`, `_default_subscription.py`)."""


def name_in(value: Value) -> str:
    """The last name of what AutoGen Core defines; empty for anything else."""
    match value:
        case External(name) if name.partition(".")[0] in PACKAGES:
            return name.rpartition(".")[2]
        case _:
            return ""


def made_as(value: Value) -> str:
    """The name of the class or function of AutoGen Core that an object was made by; empty for anything else."""
    return name_in(value.callee) if isinstance(value, Traced) else ""
