"""Topics: where messages are published, and which agents get them.

A subscription is by the type of the topic; its source says which agent of a type gets the message (autogen-core
0.7.5, `_type_subscription.py`, `_type_prefix_subscription.py`, `_default_subscription.py`).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from agentlint.evaluate import Machine, outcomes
from agentlint.evaluate.values import (
    TRUE,
    Arguments,
    AttributeOf,
    Choice,
    Event,
    Member,
    Traced,
    Unknown,
    Value,
    options,
)
from agentlint.frameworks.autogen_core.registering import Registration, agent_type
from agentlint.frameworks.autogen_core.vocabulary import DEFAULT_TOPIC, made_as, name_in
from agentlint.frameworks.members import each, text


@dataclass(frozen=True, slots=True)
class Subscription:
    """The topics that an agent gets: of one type, or of all that begin with it. The type is None if it is not known."""

    topic: str | None
    prefix: bool = False

    def matches(self, topic: str) -> bool:
        """Whether messages on a topic of that type come."""
        if self.topic is None:
            return False
        return topic.startswith(self.topic) if self.prefix else topic == self.topic


def of_agent(machine: Machine, one: Registration) -> Iterator[Subscription]:
    """The subscriptions that come with registering an agent."""
    if one.cls is not None and one.takes_class_topics:
        yield from (found for value in one.cls.decorators if (found := _decorator(value)) is not None)
    if one.how in ("register_instance", "register_agent_instance"):
        identity = one.given.get(1, "agent_id")
        key = identity.created.arguments.get(1, "key") if isinstance(identity, Traced) else None
        yield Subscription(text(key))
    at = 2 if one.how == "register" else None
    later = one.given.get(at if made_as(one.runtime) and one.closure is None else None, "subscriptions")
    for outcome in outcomes(machine, later, Arguments(), one.span) if later is not None else ():
        for exit in outcome.exits:
            yield from (found for value, _ in each(exit.value) if (found := subscription(value)) is not None)
    if one.given.get(None, "skip_direct_message_subscription") != TRUE:
        yield Subscription(f"{one.name}:", prefix=True)


def _decorator(value: Value) -> Subscription | None:
    """What `@default_subscription` and `@type_subscription(…)` subscribe a class to."""
    kind = name_in(value) or made_as(value)
    match kind:
        case "default_subscription":
            return Subscription(DEFAULT_TOPIC)
        case "type_subscription" if isinstance(value, Traced):
            return Subscription(text(value.created.arguments.get(0, "topic_type")))
        case _:
            return None


def subscription(value: Value) -> Subscription | None:
    """What an object subscribes to; None where it is no subscription."""
    if not isinstance(value, Traced):
        return None
    given = value.created.arguments
    match made_as(value):
        case "TypeSubscription":
            return Subscription(text(given.get(0, "topic_type")))
        case "TypePrefixSubscription":
            return Subscription(text(given.get(0, "topic_type_prefix")), prefix=True)
        case "DefaultSubscription":
            topic = given.get(0, "topic_type")
            return Subscription(text(topic) if topic is not None else DEFAULT_TOPIC)
        case _:
            return None


def added(events: list[Event]) -> Iterator[tuple[str | None, Subscription]]:
    """The subscriptions that a runtime is given, each with the type of agents that it is for."""
    for event in events:
        given = event.arguments.get(0, "subscription") if event.method == "add_subscription" else None
        for value, _ in options(given) if given is not None else ():
            found = subscription(value)
            if found is not None and isinstance(value, Traced):
                yield agent_type(value.created.arguments.get(1, "agent_type")), found


def topics(value: Value, own: tuple[Subscription, ...]) -> list[str | None]:
    """The types of topics that a value may name; None for one that is not known.

    The topic of the message that an agent is handling (`ctx.topic_id`) is one of its ``own``.
    """
    match value:
        case Choice(alternatives):
            return [name for option, _ in alternatives for name in topics(option, own)]
        case Unknown(origin=AttributeOf(_, "topic_id")) | Member(_, "topic_id"):
            return [one.topic for one in own if not one.prefix]
        case Traced() if made_as(value) == "DefaultTopicId":
            given = value.created.arguments.get(0, "type")
            return [text(given) if given is not None else DEFAULT_TOPIC]
        case Traced() if made_as(value) == "TopicId":
            given = value.created.arguments.get(0, "type")
            return [text(option) for option, _ in options(given)] if given is not None else [None]
        case _:
            return [None]
