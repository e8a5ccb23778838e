"""Where the project begins a conversation, with which task."""

from dataclasses import replace

from agentlint.evaluate.values import NONE, Arguments, Event, Round
from agentlint.frameworks.ag2.vocabulary import GROUPS, SWARMS
from agentlint.frameworks.content import content, verbatim
from agentlint.graph.effects import Content
from agentlint.graph.uses import Run
from agentlint.source.tests import is_test


def called(event: Event) -> str:
    """The function or the method that is called."""
    return event.method if event.method != "__call__" else event.span.text.partition("(")[0].rpartition(".")[2]


def run(event: Event, given: Arguments) -> Run:
    """A call that begins a conversation; what the first message says is its task."""
    task = given.get(1 if called(event) in GROUPS | SWARMS else None, "message", "messages")
    known = task is not None and task != NONE
    said = replace(content(task, None), texts=tuple(verbatim(task))) if known and task is not None else Content()
    return Run(
        location=event.span.location,
        how=called(event),
        scope=event.scope.qualname if event.scope is not None else "<module>",
        keys=("task",) if known else (),
        values=(("task", said),) if known else (),
        test=is_test(event.span.module.path),
        repeated=any(isinstance(one, Round) for one in event.enclosing),
    )
