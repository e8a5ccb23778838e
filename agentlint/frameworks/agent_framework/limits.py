"""What ends a workflow for certain: supersteps, rounds, turns; and what ends it when somebody says so."""

from agentlint.evaluate import Machine, outcomes
from agentlint.evaluate.operators import truth
from agentlint.evaluate.values import NONE, Absent, Arguments, Condition, Span, Value, options
from agentlint.frameworks.agent_framework.names import constant
from agentlint.frameworks.agent_framework.vocabulary import SUPERSTEPS
from agentlint.frameworks.conditions import decider
from agentlint.graph.bound import Bound, BoundKind, Signal, SignalKind
from agentlint.graph.condition import Decider


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
    who: set[Decider] = set()
    for outcome in outcomes(machine, function, Arguments(), span):
        for exit in outcome.exits:
            known = truth(exit.value)
            path = (*exit.conditions, Condition(exit.value, True, exit.span)) if known is None else exit.conditions
            if known is not False:
                who.add(decider(path[-1:]))
    order = (Decider.COUNTER, Decider.HUMAN, Decider.MODEL, Decider.STATE)
    chosen = next((one for one in order if one in who), Decider.UNKNOWN)
    signals = (Signal(SignalKind.FUNCTION),)
    return [Bound(BoundKind.TERMINATION, None, True, "signals", "`termination_condition`", span.location, chosen,
                  signals)]  # fmt: skip
