"""What is sent and published, and to whom it comes.

Nobody is given what it published itself: the runtime leaves out the agent of the sender's own type and key
(autogen-core 0.7.5, `_single_threaded_agent_runtime.py`, `_process_publish`; autogen-ext, `_worker_runtime.py`,
`_process_event`), and the topic's source, by which the key goes, is its own unless it says otherwise
(`_default_topic.py`). What is published to nobody is lost in silence; what is sent to nobody raises.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from agentlint.evaluate.values import Conditions, Event, External, Instance, Member, Span, Value, options, unknown
from agentlint.frameworks.autogen_core.messages import Handler, kinds
from agentlint.frameworks.autogen_core.registering import Registration, agent_type
from agentlint.frameworks.autogen_core.topics import Subscription, topics
from agentlint.frameworks.autogen_core.vocabulary import name_in

CALLER_LOOP = "tool_agent_caller_loop"
"""A function that sends a tool agent what a model calls, until it calls no more (`tool_agent/_caller_loop.py`)."""


@dataclass(frozen=True, slots=True, eq=False)
class Agent:
    """A type of agents with the functions that take its messages, and what it is subscribed to."""

    one: Registration
    handlers: tuple[Handler, ...]
    subscriptions: tuple[Subscription, ...]

    @property
    def name(self) -> str:
        """Its type."""
        return self.one.name

    def receivers(self, message: str | None, *, direct: bool) -> Iterator[Handler]:
        """Those of its functions that may take a message: the first one, unless that chooses for itself."""
        for handler in self.handlers:
            if handler.accepts(message, direct=direct):
                yield handler
                if message is not None and not handler.chooses:
                    return

    def subscribed(self, topic: str | None) -> bool:
        """Whether it gets what is published under a type of topics; any, where that is not known."""
        return any(topic is None or one.matches(topic) for one in self.subscriptions if topic or not one.prefix)


@dataclass(frozen=True, slots=True)
class Sent:
    """A message on its way. ``to`` are the agents and the functions that take it, ``missing`` one that there is not.

    ``direct``: it is for one agent, whose answer is waited for. ``unsure`` says why nobody knows to whom it comes.
    """

    message: str | None
    to: tuple[tuple[Agent, Handler], ...]
    direct: bool
    span: Span
    conditions: Conditions
    repeated: bool
    unsure: str = ""
    missing: str | None = None


def sent(event: Event, agents: tuple[Agent, ...], sender: Agent | None) -> Iterator[Sent]:
    """The messages that an event sends or publishes; ``sender`` is None for code that is no agent."""
    given = event.arguments
    match _called(event):
        case "publish_message":
            where = given.get(1, "topic_id") or unknown("the topic is not given", event.span)
            own = sender.subscriptions if sender is not None else ()
            for message in kinds(given.get(0, "message") or unknown("the message is not given", event.span)):
                for topic in dict.fromkeys(topics(where, own)):
                    yield _published(event, message, topic, agents, sender)
        case "send_message":
            for message in kinds(given.get(0, "message") or unknown("the message is not given", event.span)):
                for recipient, _ in options(given.get(1, "recipient") or unknown("nobody is given", event.span)):
                    yield _delivered(event, message, recipient, agents, sender)
        case "tool_agent_caller_loop":
            tool = given.get(1, "tool_agent_id") or unknown("nobody is given", event.span)
            yield _delivered(event, "FunctionCall", tool, agents, sender)


def _called(event: Event) -> str:
    match event.target, event.method:
        case Member(_, name), "__call__":
            return name
        case External() as function, "__call__":
            return name_in(function) if name_in(function) == CALLER_LOOP else ""
        case _, name:
            return name


def _published(
    event: Event, message: str | None, topic: str | None, agents: tuple[Agent, ...], sender: Agent | None
) -> Sent:
    to = tuple(
        (agent, handler)
        for agent in agents
        if agent is not sender and agent.subscribed(topic)
        for handler in agent.receivers(message, direct=False)
    )
    unsure = (
        "the topic is not known" if topic is None else "the type of the message is not known" if not message else ""
    )
    return Sent(message, to, False, event.span, event.conditions, bool(event.loops), unsure)


def _delivered(
    event: Event, message: str | None, recipient: Value, agents: tuple[Agent, ...], sender: Agent | None
) -> Sent:
    name = sender.name if sender is not None and _is_own(recipient) else agent_type(recipient)
    known = [agent for agent in agents if name is None or agent.name == name]
    to = tuple((agent, handler) for agent in known for handler in agent.receivers(message, direct=True))
    unsure = (
        "the recipient is not known" if name is None else "the type of the message is not known" if not message else ""
    )
    missing = name if name is not None and not known else None
    return Sent(message, to, True, event.span, event.conditions, bool(event.loops), unsure, missing)


def _is_own(recipient: Value) -> bool:
    return isinstance(recipient, Member) and isinstance(recipient.base, Instance) and recipient.name == "id"
