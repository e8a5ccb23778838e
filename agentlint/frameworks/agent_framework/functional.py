"""Functional workflows: `@workflow` and `@step` on plain functions, ordered by Python (`_functional.py`, 1.23.0)."""

from agentlint.evaluate import outcomes
from agentlint.evaluate.values import Arguments, Function, Traced
from agentlint.frameworks.agent_framework.construction import decorator
from agentlint.frameworks.agent_framework.reader import Reader
from agentlint.frameworks.draft import Draft
from agentlint.frameworks.members import text
from agentlint.frameworks.models import called, name_of
from agentlint.graph.model import END, START, EdgeKind, Interrupt, NodeKind


def functional(made: Traced) -> tuple[Function, str] | None:
    """The function of a functional workflow, and its name; None for anything else."""
    match decorator(made, "workflow"):
        case (Function() as function, given):
            return function, text(given.get(None, "name")) or function.name
        case _:
            return None


def read_functional(reader: Reader, draft: Draft, made: Traced) -> None:
    """One node: what it does is in its function."""
    known = functional(made)
    assert known is not None
    function, name = known
    found = outcomes(reader.machine, function, Arguments(), function.span)
    pauses = tuple(
        Interrupt("request_info", event.span.location)
        for outcome in found
        for event in outcome.events
        if event.method == "request_info"
    )
    model = next((event for outcome in found if (event := called(outcome.events)) is not None), None)
    draft.node(
        name, NodeKind.FUNCTION, function.span, defined_at=function.span.location, target=function.qualname,
        effects=reader.effects(found), interrupts=tuple(dict.fromkeys(pauses)),
        model=name_of(model.target) if model is not None else None,
    )  # fmt: skip
    draft.edge(START, name, EdgeKind.SEQUENCE, draft.span)
    draft.edge(name, END, EdgeKind.SEQUENCE, draft.span)
