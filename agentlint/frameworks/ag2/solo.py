"""`agent.run(…)`: a chat of two, with somebody who is named, or with a user whom the agent makes for it.

Read from ag2 0.9.9, `agentchat/conversable_agent.py`. The user runs the tools of the agent, and is a human only where
`user_input` says so. Before 0.9 the first argument was the message.
"""

from agentlint.evaluate.values import FALSE, NONE, TRUE, Arguments, Const, Event, External, Mapping, Traced, Value
from agentlint.frameworks.ag2.construction import Maker
from agentlint.frameworks.ag2.names import is_agent
from agentlint.frameworks.ag2.vocabulary import USER


def sides(agent: Maker, event: Event) -> tuple[Value, Value]:
    """Who begins the chat, and with whom."""
    given = event.arguments
    recipient = given.get(0, "recipient")
    if recipient is not None and recipient != NONE and not isinstance(recipient, Const):
        return agent, recipient
    user = _user(event)
    return (agent, user) if given.get(None, "msg_to") == Const("user") else (user, agent)


def is_user(value: Value, event: Event) -> bool:
    """Whether one side of a chat is the user that was made for it."""
    return is_agent(value) and isinstance(value, Traced) and value.created.span is event.span


def _user(event: Event) -> Traced:
    given = event.arguments
    asked = given.get(None, "user_input") or FALSE
    mode = Const("ALWAYS") if asked == TRUE else Const("NEVER") if asked in (FALSE, NONE) else asked
    own = given.get(None, "executor_kwargs")
    known = own.known() if isinstance(own, Mapping) else ()
    told = tuple((key.value, held) for key, held in known if isinstance(key, Const) and isinstance(key.value, str))
    closed = own is None or own == NONE or isinstance(own, Mapping)
    named = (("name", Const(USER)), ("human_input_mode", mode), ("llm_config", FALSE), *told)
    arguments = Arguments((), tuple(dict(named).items()), None if closed else own)
    return made_for(event, arguments)


def made_for(event: Event, given: Arguments) -> Traced:
    """An agent that the framework makes itself at an event."""
    made = External("autogen.ConversableAgent")
    return Traced(made, Event(made, "__call__", given, event.span, event.conditions, event.loops, event.calls,
                              event.serial, event.scope), {}, [])  # fmt: skip
