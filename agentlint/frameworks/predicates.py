"""Functions of the project that answer yes or no for a framework: when they say yes, and whose word that goes by."""

from collections.abc import Iterable

from agentlint.evaluate import Machine, outcomes
from agentlint.evaluate.operators import truth
from agentlint.evaluate.values import Arguments, Condition, Conditions, Span, Value
from agentlint.frameworks.conditions import decider
from agentlint.graph.condition import Decider

SUREST = (Decider.COUNTER, Decider.HUMAN, Decider.MODEL, Decider.STATE)
"""Whose word counts where a function goes by several."""


def truths(machine: Machine, function: Value, given: Arguments, span: Span) -> list[Conditions]:
    """The path conditions under which a function says yes."""
    paths: list[Conditions] = []
    for outcome in outcomes(machine, function, given, span):
        for exit in outcome.exits:
            known = truth(exit.value)
            if known is None:
                paths.append((*exit.conditions, Condition(exit.value, True, exit.span)))
            elif known:
                paths.append(exit.conditions)
    return paths


def last_word(paths: Iterable[Conditions]) -> Decider:
    """Whose word the last tests of some paths go by."""
    who = {decider(path[-1:]) for path in paths}
    return next((one for one in SUREST if one in who), Decider.UNKNOWN)
