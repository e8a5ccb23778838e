"""Where the project runs a workflow, with which message, and where it answers what the workflow asked a human."""

from collections import defaultdict
from collections.abc import Iterator

from agentlint.evaluate import Machine
from agentlint.evaluate.values import NONE, Event, Round, Traced, Value
from agentlint.frameworks.agent_framework.construction import built
from agentlint.frameworks.agent_framework.names import workflow_of
from agentlint.frameworks.agent_framework.vocabulary import RUNS
from agentlint.frameworks.content import content
from agentlint.graph.evidence import Location
from agentlint.graph.uses import Run
from agentlint.source.tests import is_test

ANSWERS = frozenset({"send_responses", "send_responses_streaming"})
CHECKPOINTS = frozenset({"run_from_checkpoint", "run_stream_from_checkpoint"})


class Uses:
    """The workflows that builders make, and the agents that workflows are made, by their builder."""

    def __init__(self, machine: Machine) -> None:
        self._made: defaultdict[Traced, list[Traced]] = defaultdict(list)
        for value in dict.fromkeys(machine.traced):
            builder = workflow_of(value)
            if builder is not None:
                self._made[builder].append(value)

    def runs(self, builder: Traced) -> Iterator[Run]:
        """The calls of `run` and its like. A run with answers or from a checkpoint goes on with a paused one.

        A workflow that was made an agent is given answers as messages, so what a run of that begins is not known. No
        run goes on with the conversation of another one.
        """
        for event, agent in self._events(builder):
            message = event.arguments.get(0, "message", "messages")
            given = message is not None and message != NONE and event.method not in ANSWERS | CHECKPOINTS
            yield Run(
                location=event.span.location,
                how=event.method,
                scope=event.scope.qualname if event.scope is not None else "<module>",
                keys=None if agent or event.arguments.rest is not None else ("message",) if given else (),
                values=(("message", content(message, None)),) if given and message is not None else (),
                resumes=_answered(event) is not None or event.method in CHECKPOINTS or _at_checkpoint(event),
                thread=False,
                test=is_test(event.span.module.path),
                repeated=any(isinstance(one, Round) for one in event.enclosing),
            )

    def answers(self, builder: Traced) -> Iterator[Location]:
        """Where a workflow is given what a human answered."""
        return (event.span.location for event, _ in self._events(builder) if _answered(event) is not None)

    def _events(self, builder: Traced) -> list[tuple[Event, bool]]:
        """What runs a workflow, and whether it does so as an agent."""
        found = [
            (event, built(made) is None)
            for made in self._made[builder]
            for event in made.events
            if event.method in RUNS
        ]
        return sorted(found, key=lambda pair: pair[0].serial)


def _answered(event: Event) -> Value | None:
    if event.method in ANSWERS:
        return event.arguments.get(0, "responses")
    held = event.arguments.get(None, "responses")
    return held if held is not None and held != NONE else None


def _at_checkpoint(event: Event) -> bool:
    return event.arguments.get(None, "checkpoint_id") not in (None, NONE)
