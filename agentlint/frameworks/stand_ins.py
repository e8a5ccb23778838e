"""What is put where the answer of a model would be: by an exception handler, or after the last of several tries."""

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from agentlint.evaluate.values import Caught, Choice, Conditions, Span, Unknown, Value, options
from agentlint.frameworks.content import content
from agentlint.frameworks.models import asked
from agentlint.frameworks.pieces import created, within
from agentlint.graph.effects import Source, StandIn

ANSWERS = {Source.MODEL, Source.STRUCTURED}
MADE_UP = {Source.CONSTANT, Source.ERROR}


Standing: TypeAlias = dict[Choice, tuple[StandIn, ...]]
"""What stands in for answers among the alternatives of the choices that were looked at."""


def stand_ins(values: Iterable[Value], root: Value | None, known: Standing) -> tuple[StandIn, ...]:
    """What stands in a prompt for answers of models that failed. ``known`` is what is known of one run, to be added to:
    the rounds of a conversation are asked with all that was said before."""
    chosen = {part: None for value in values for part in within(value) if isinstance(part, Choice)}
    for choice in chosen.keys() - known.keys():
        known[choice] = tuple(_chosen(choice, root))
    return tuple(dict.fromkeys(one for choice in chosen for one in known[choice]))


def _chosen(value: Choice, root: Value | None) -> Iterator[StandIn]:
    """A value that is an answer of a model, or else what nobody but the code has said."""
    made = [(option, tests, content(option, root)) for option, tests in options(value)]
    answers = [option for option, _, of in made if ANSWERS & set(of.sources)]
    asked_at = {event.span.location for option in answers for event in created(option) if asked(event) is not None}
    if not asked_at:
        return
    for _, tests, of in made:
        if of.sources and set(of.sources) <= MADE_UP:
            handler = _handler(tests)
            if handler is not None or not tests:
                yield StandIn(of, tuple(sorted(asked_at)), handler.location if handler is not None else None)


def _handler(tests: Conditions) -> Span | None:
    """The handler that gives a value, if no test has been made on the way."""
    raised = [one for one in tests if isinstance(one.test, Unknown) and isinstance(one.test.origin, Caught)]
    return raised[-1].span if raised and len(raised) == len(tests) else None
