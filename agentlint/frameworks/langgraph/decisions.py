"""What a router or a command may choose, in the words of the graph."""

from collections.abc import Iterable

from agentlint.evaluate.values import Event, Unknown, Value, unknown
from agentlint.frameworks.conditions import compared, decider, leaves, lookups, told, word_of
from agentlint.frameworks.content import content
from agentlint.frameworks.langgraph.routing import Routing, Target
from agentlint.frameworks.langgraph.state import keys_given
from agentlint.graph.condition import Decider
from agentlint.graph.model import OpenRoute, Route


def argument_of(event: Event, position: int, *names: str) -> Value:
    """An argument of a builder's call; one that is missing is unknown, for the program would fail here."""
    found = event.arguments.get(position, *names)
    if found is not None:
        return found
    return event.arguments.rest or unknown("an argument is missing", event.span)


def who(target: Target) -> Decider:
    """Who decides that a target is taken: whose word it is, else who decides its conditions, if either is known."""
    if target.name is not None and not isinstance(target.value, Unknown):
        return decider(target.conditions)
    said = word_of(target.value)
    return decider(target.conditions) if said is Decider.UNKNOWN and target.conditions else said


def anyone(targets: Iterable[Target]) -> Decider:
    """Who decides where none of the targets is known to be the one."""
    found = (who(target) for target in targets if target.name is None)
    return next((one for one in found if one is not Decider.ALWAYS), Decider.UNKNOWN)


def seen(targets: Iterable[Target]) -> list[Target]:
    """The targets that the code names; one that only a declared type allows is no value that was seen."""
    return [target for target in targets if target.name is not None and not isinstance(target.value, Unknown)]


def as_route(target: Target) -> Route:
    """A target as a route of a decision."""
    given = keys_given(target.payload) if target.payload is not None else None
    payload = tuple(given) if given is not None else None
    return Route(
        target.name, target.span.location, told(target.conditions), who(target), target.dispatch, payload, target.beside
    )


def opened(targets: Iterable[Target]) -> tuple[OpenRoute, ...]:
    """The targets that the code does not fix. A test of the value, or of what it is taken from, checks it."""
    found: dict[OpenRoute, None] = {}
    for target in targets:
        if target.name is None or isinstance(target.value, Unknown):
            checked = any(target.value in leaves(condition.test) for condition in target.conditions)
            made = content(target.value, target.root)
            found[OpenRoute(target.span.location, made, told(target.conditions), checked)] = None
        for key, span, tests in lookups(target.conditions):
            checked = key in compared(tests)
            found[OpenRoute(span.location, content(key, target.root), told(tests), checked, lookup=True)] = None
    return tuple(found)


def label(routing: Routing, otherwise: str) -> str:
    """What a decision is called: the function that makes it."""
    return routing.functions[0].name if routing.functions else otherwise
