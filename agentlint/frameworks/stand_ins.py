"""What is put where the answer of a model would be: by an exception handler, or after the last of several tries."""

from collections.abc import Iterable, Iterator

from agentlint.evaluate.values import Caught, Choice, Conditions, Span, Unknown, Value, options
from agentlint.frameworks.content import content
from agentlint.frameworks.models import asked
from agentlint.frameworks.pieces import created, within
from agentlint.graph.effects import Source, StandIn

ANSWERS = {Source.MODEL, Source.STRUCTURED}
MADE_UP = {Source.CONSTANT, Source.ERROR}


def stand_ins(values: Iterable[Value], root: Value | None) -> tuple[StandIn, ...]:
    """What stands in a prompt for answers of models that failed."""
    chosen = (part for value in values for part in within(value) if isinstance(part, Choice))
    return tuple(dict.fromkeys(one for choice in chosen for one in _chosen(choice, root)))


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
