"""What a function that selects the next speaker may return: an agent, a way to select one, None, or who knows what."""

from dataclasses import dataclass

from agentlint.evaluate import Outcome
from agentlint.evaluate.values import NONE, AttributeOf, Const, ResultOf, Unknown, Value, options
from agentlint.frameworks.ag2.names import agent_name
from agentlint.frameworks.asking import path
from agentlint.frameworks.conditions import compared, decider, leaves, lookups, told
from agentlint.frameworks.content import content
from agentlint.graph.effects import Content, Source
from agentlint.graph.model import OpenRoute, Route

TALK = ("messages", "last_message")
"""Attributes and methods of a group chat and of its agents that hold the messages: what was said, and who said it."""


@dataclass(frozen=True, slots=True)
class Selection:
    """The speakers that a function selects, and the values that the code does not fix; ``complete``: there are none."""

    routes: tuple[Route, ...]
    open: tuple[OpenRoute, ...]
    complete: bool


def selecting(outcome: Outcome, members: frozenset[str], methods: frozenset[str]) -> Selection:
    """What a function selects among the members of a group. Where it names a method, somebody else selects."""
    routes: list[Route] = []
    free: dict[OpenRoute, None] = {}
    complete = outcome.complete
    for exit in outcome.exits:
        for option, more in options(exit.value):
            conditions = exit.conditions + more
            name = _named(option)
            at = exit.span.location
            for key, span, tests in lookups(conditions):
                free[OpenRoute(span.location, _said(key), told(tests), key in compared(tests), lookup=True)] = None
            if name in members and name is not None:
                routes.append(Route(name, at, told(conditions), decider(conditions)))
                continue
            complete = False
            if option != NONE and name not in methods:
                asked = _asked(option)
                tested = any(asked in leaves(condition.test) for condition in conditions)
                free[OpenRoute(at, _said(asked), told(conditions), tested)] = None
    return Selection(tuple(routes), tuple(free), complete)


def _named(value: Value) -> str | None:
    """The agent that a value is, or that is looked up by its name; the method that a text names."""
    match _asked(value):
        case Const(str(name)):
            return name
        case _:
            return agent_name(value)


def _asked(value: Value) -> Value:
    """The name by which a group chat is asked for an agent; else the value."""
    match value:
        case Unknown(origin=ResultOf(Unknown(origin=AttributeOf(_, "agent_by_name")), (name, *_))):
            return name
        case _:
            return value


def _said(value: Value) -> Content:
    """What a value is made of. What was said in the conversation is a model's text."""
    way = path(value) or ""
    is_text = ".content" in way and any(part in way for part in TALK)
    return Content((Source.MODEL,)) if is_text else content(value, None)
