"""Where the project runs a team, and with which task."""

from dataclasses import replace

from agentlint.evaluate.values import NONE, Event, Round, Value
from agentlint.frameworks.content import content, verbatim
from agentlint.graph.effects import Content
from agentlint.graph.model import Run
from agentlint.source.tests import is_test


def run(event: Event) -> Run:
    """A call of `run` or `run_stream`. Without a task the team goes on where it stopped."""
    task = event.arguments.get(None, "task")
    given = task is not None and task != NONE
    return Run(
        location=event.span.location,
        how=event.method,
        scope=event.scope.qualname if event.scope is not None else "<module>",
        keys=("task",) if given else () if event.arguments.rest is None else None,
        values=(("task", _told(task)),) if given and task is not None else (),
        resumes=not given and event.arguments.rest is None,
        test=is_test(event.span.module.path),
        repeated=any(isinstance(one, Round) for one in event.enclosing),
    )


def _told(task: Value) -> Content:
    """What a task is made of, with the texts that it says word for word."""
    return replace(content(task, None), texts=tuple(verbatim(task)))
