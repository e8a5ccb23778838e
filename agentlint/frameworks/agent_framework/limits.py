"""What ends a workflow for certain: supersteps, rounds, turns; and what ends it when somebody says so."""

from agentlint.evaluate import Machine
from agentlint.evaluate.values import NONE, Absent, Arguments, Span, Value, options
from agentlint.frameworks.agent_framework.names import constant
from agentlint.frameworks.agent_framework.vocabulary import SUPERSTEPS
from agentlint.frameworks.predicates import last_word, truths
from agentlint.graph.bound import Bound, BoundKind, Signal, SignalKind


def supersteps(limit: tuple[Value, Span] | None, span: Span) -> Bound:
    """The limit of every workflow: 100 supersteps, then `WorkflowConvergenceException` (`_const.py`, `_runner.py`)."""
    if limit is None:
        return Bound(BoundKind.STEP_LIMIT, SUPERSTEPS, False, "super-steps", "default of `max_iterations`",
                     span.location)  # fmt: skip
    value, at = limit
    return Bound(BoundKind.STEP_LIMIT, constant(value), True, "super-steps", "`max_iterations`", at.location)


def rounds(value: Value | None, name: str, span: Span) -> list[Bound]:
    """A limit that is given as a number; None is no limit."""
    found: list[Bound] = []
    for option, _ in options(value) if value is not None else ():
        if option != NONE and not isinstance(option, Absent):
            found.append(Bound(BoundKind.TURNS, constant(option), True, "rounds", f"`{name}`", span.location))
    return found


def termination(machine: Machine, function: Value | None, span: Span) -> list[Bound]:
    """A condition that the project tests after each message: whose word it goes by."""
    if function is None or function == NONE or isinstance(function, Absent):
        return []
    chosen = last_word(truths(machine, function, Arguments(), span))
    signals = (Signal(SignalKind.FUNCTION),)
    return [Bound(BoundKind.TERMINATION, None, True, "signals", "`termination_condition`", span.location, chosen,
                  signals)]  # fmt: skip
