"""How the conversation of a team ends: which of its members may be the last to speak, and who decides that."""

from dataclasses import replace

from agentlint.evaluate.values import NONE, Const, Value, options
from agentlint.evaluate.written import callee
from agentlint.frameworks.autogen.construction import Construction
from agentlint.frameworks.autogen.reader import Reader
from agentlint.frameworks.autogen.termination import bounds, ways
from agentlint.frameworks.autogen.vocabulary import TEAMS
from agentlint.frameworks.draft import Draft
from agentlint.frameworks.turns import Ending
from agentlint.frameworks.unsaid import unsaid
from agentlint.graph.bound import Bound, BoundKind
from agentlint.graph.condition import Decider
from agentlint.graph.model import NodeKind

COUNTING = TEAMS - {"MagenticOne"}
"""Teams that take `max_turns`."""


def ending(reader: Reader, draft: Draft, made: Construction, *, default: int | None = None) -> Ending:
    """Read ``max_turns`` and ``termination_condition``, beside what is known to end its runs from outside.

    ``default`` is the limit of an orchestrator where none is given, whose rounds count, not the turns of its members.
    """
    given = made.given
    found = [*draft.bounds, *_turns(made, given.get(None, "max_turns"), default)]
    conditions = ways(reader.machine, given.get(None, "termination_condition"), made.span)
    for bound in bounds(conditions, in_turn=made.kind == "RoundRobinGroupChat"):
        signal = bound.signals[0] if len(bound.signals) == 1 else None
        humans = [name for name, node in draft.nodes.items() if node.kind is NodeKind.HUMAN]
        if signal is not None and signal.sources and set(signal.sources) <= set(humans):
            bound = replace(bound, decided_by=Decider.HUMAN)
        found.append(bound)
    if given.rest is not None and not found:
        found.append(Bound(BoundKind.TERMINATION, None, True, "signals", "arguments that are not known",
                           made.span.location, Decider.UNKNOWN))  # fmt: skip
    draft.bounds = found
    if callee(made.span) in COUNTING and (setting := unsaid(made.span, given, "max_turns")) is not None:
        draft.limitable.append(setting)
    teams = (name for name, node in draft.nodes.items() if node.kind is NodeKind.SUBGRAPH)
    return Ending(tuple(found), frozenset(teams))


def _turns(made: Construction, value: Value | None, default: int | None) -> list[Bound]:
    at = made.span.location
    unit = "turns" if default is None else "rounds"
    if value is None:
        why = f"default of `{made.kind}`"
        return [Bound(BoundKind.TURNS, default, False, unit, why, at)] if default is not None else []
    found: list[Bound] = []
    for option, _ in options(value):
        number = option.value if isinstance(option, Const) and isinstance(option.value, int) else None
        if option != NONE:
            found.append(Bound(BoundKind.TURNS, number, True, unit, "`max_turns`", at))
    return found
