"""What functions decide: whether a message goes along an edge, and which of several nodes come next."""

from agentlint.evaluate import Outcome, behind, outcomes
from agentlint.evaluate.values import (
    Arguments,
    Condition,
    Conditions,
    Const,
    Items,
    Parameter,
    Sequence,
    Span,
    Value,
    unknown,
)
from agentlint.frameworks import predicates
from agentlint.frameworks.agent_framework.names import text
from agentlint.frameworks.agent_framework.reader import Reader
from agentlint.frameworks.conditions import decider, leaves, told
from agentlint.frameworks.content import content
from agentlint.frameworks.members import each
from agentlint.graph.evidence import Location
from agentlint.graph.model import Decision, OpenRoute, Route

MESSAGE = unknown("the message that goes along an edge", None, Parameter("message"))
"""What all conditions of a workflow ask about."""


def truths(reader: Reader, condition: Value, span: Span) -> list[Conditions]:
    """The path conditions under which a condition on a message holds."""
    return predicates.truths(reader.machine, condition, Arguments((MESSAGE,)), span)


def _not(condition: Condition) -> Condition:
    return Condition(condition.test, not condition.holds, condition.span)


def chosen_by(
    reader: Reader, source: str, function: Value, targets: tuple[str, ...], at: Span, *, listed: bool
) -> Decision:
    """The decision of a function that names the next of some nodes; ``listed``: all that are next, in a list."""
    found = _called(reader, function, targets, at) if listed else outcomes(reader.machine, function, Arguments(), at)
    routes: list[Route] = []
    free: list[OpenRoute] = []
    complete = bool(found) and all(outcome.complete for outcome in found)
    for outcome in found:
        for exit in outcome.exits:
            chosen = [(text(reader.machine, value), more, value) for value, more in each(exit.value)]
            beside = tuple(name for name, _, _ in chosen if name is not None)
            for name, more, value in chosen:
                path, place = (*exit.conditions, *more), exit.span.location
                if name is not None or (value == Const(None) and not listed):
                    others = tuple(one for one in beside if one != name) if listed else ()
                    routes.append(Route(name, place, told(path), decider(path), beside=others))
                else:
                    tested = any(value in leaves(condition.test) for condition in path)
                    free.append(OpenRoute(place, content(value, None), told(path), tested))
    first = next(iter(found), None)
    return Decision(
        source,
        first.function.name if first is not None else "a function",
        at.location,
        tuple(routes),
        complete and not free,
        mapping=tuple((name, name, at.location) for name in targets),
        defined_at=first.function.span.location if first is not None else None,
        open=tuple(free),
        effects=reader.effects(found),
    )


def _called(reader: Reader, function: Value, targets: tuple[str, ...], at: Span) -> tuple[Outcome, ...]:
    """The outcomes of a selection function, which is given the message and the list of targets."""
    given = Sequence("list", {"items": Items(tuple(Const(name) for name in targets))})
    found: list[Outcome] = []
    for inner, before in behind(function):
        spec = inner.node.args
        more = (MESSAGE, given) if len([*spec.posonlyargs, *spec.args]) - len(before.positional) > 1 else (MESSAGE,)
        found += outcomes(reader.machine, function, Arguments(more), at)
    return tuple(found)


def first_that_holds(
    source: str, name: str, cases: list[tuple[str, list[Conditions]]], at: Location
) -> Decision | None:
    """The decision of cases, of which the first that holds is taken; None where a condition could not be read."""
    if any(not paths for _, paths in cases):
        return None
    routes: list[Route] = []
    before: list[Conditions] = []
    for target, paths in cases:
        for path in paths:
            single = all(len(one) == 1 for one in before)
            whole = (*(_not(test) for one in before for test in one), *path) if single else path
            place = path[-1].span.location if path else at
            routes.append(Route(target, place, told(whole), decider(path)))
        before += paths
    return Decision(source, name, at, tuple(routes), True, defined_at=at)
