"""Where the project runs a team, with which task, and after which other runs."""

import ast
from collections.abc import Iterator
from dataclasses import replace

from agentlint.evaluate.values import NONE, Event, Round, Traced, Value
from agentlint.frameworks.autogen.construction import Maker
from agentlint.frameworks.autogen.vocabulary import ANEW, RUNS
from agentlint.frameworks.clocks import clock
from agentlint.frameworks.conditions import told
from agentlint.frameworks.content import content, verbatim
from agentlint.graph.bound import Bound, BoundKind, Signal, SignalKind
from agentlint.graph.condition import Decider
from agentlint.graph.effects import Content, Source
from agentlint.graph.evidence import Location
from agentlint.graph.queries import compatible
from agentlint.graph.uses import Run
from agentlint.source.tests import is_test


def runs(maker: Maker) -> Iterator[Run]:
    """The calls of `run` and `run_stream`. Without a task a team goes on where it stopped."""
    for event in maker.events:
        if event.method in RUNS:
            task = event.arguments.get(None, "task")
            given = task is not None and task != NONE
            yield Run(
                location=event.span.location,
                how=event.method,
                scope=event.scope.qualname if event.scope is not None else "<module>",
                keys=("task",) if given else () if event.arguments.rest is None else None,
                values=(("task", _said(task)),) if given and task is not None else (),
                resumes=not given and event.arguments.rest is None,
                test=is_test(event.span.module.path),
                repeated=any(isinstance(one, Round) for one in event.enclosing),
                continues=_continues(event, maker),
            )


def clocks(maker: Maker) -> list[Bound]:
    """What ends all runs of a team but those of tests from outside, a clock or who cancels; none where one has none."""
    made = [event for event in maker.events if event.method in RUNS and not is_test(event.span.module.path)]
    limits = [limit for event in made if (limit := clock(event) or _cancelled(event)) is not None]
    return limits if len(limits) == len(made) else []


def _cancelled(event: Event) -> Bound | None:
    """Who holds the token of a run may end it. One that is made for it must be cancelled, or handed to who cancels."""
    token = event.arguments.get(None, "cancellation_token")
    if token is None or token == NONE:
        return None
    if isinstance(token, Traced) and not any(one.method == "cancel" for one in token.events) and not _cancels(token):
        return None
    how, outside = "`cancellation_token` of its run", (Signal(SignalKind.OUTSIDE),)
    at = event.span.location
    return Bound(BoundKind.TERMINATION, None, True, "signals", how, at, Decider.HUMAN, outside)


def _cancels(token: Traced) -> bool:
    """Whether the module that makes a token speaks of cancelling."""
    tree = token.created.span.module.tree
    return any(isinstance(part, ast.Attribute) and part.attr == "cancel" for part in ast.walk(tree))


def answers(maker: Maker) -> Iterator[Location]:
    """Where a team is run with what may be a message of its own kind, such as a handoff back to an agent."""
    for event in maker.events:
        if event.method in RUNS:
            task = event.arguments.get(None, "task")
            if task is None or not _is_text(_said(task)):
                yield event.span.location


def _said(task: Value) -> Content:
    """What a task is made of, with the texts that it says word for word."""
    return replace(content(task, None), texts=tuple(verbatim(task)))


def _is_text(task: Content) -> bool:
    typed = set(task.sources) == {Source.HUMAN}
    return set(task.makes) <= {"TextMessage"} and (typed or bool(task.texts))


def _continues(event: Event, maker: Maker) -> bool:
    """Whether the same function ran the team before, and nothing makes it forget what was said."""
    if any(one.method in ANEW for one in maker.events):
        return False
    made_in = set(maker.created.enclosing)
    if any(isinstance(one, Round) and one not in made_in for one in event.enclosing):
        return True
    before = (one for one in maker.events if one.method in RUNS and one.serial < event.serial)
    return any(one.scope == event.scope and compatible(told(one.conditions), told(event.conditions)) for one in before)
