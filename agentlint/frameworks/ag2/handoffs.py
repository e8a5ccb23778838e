"""Where AG2's agents hand over to: conditions that a model or the context decides, and what follows their work.

Read from ag2 0.9.9, `agentchat/group/handoffs.py`, `targets/`, and `agentchat/contrib/swarm_agent.py`.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from agentlint.evaluate import outcomes
from agentlint.evaluate.outcomes import behind
from agentlint.evaluate.values import NONE, Arguments, Const, Event, External, Mapping, Span, Traced, Value, options
from agentlint.frameworks.ag2.construction import Maker, construction
from agentlint.frameworks.ag2.names import agent_name, is_agent
from agentlint.frameworks.ag2.reader import Reader
from agentlint.frameworks.members import each
from agentlint.graph.condition import Decider

END, STAY, USER, ASKED, ANY, RANDOM = "<end>", "<stay>", "<user>", "<asked>", "<any>", "<random>"
"""Targets that are no agents: who that is, is for the framework to say when it gets there."""

SYMBOLS = {
    "TerminateTarget": END, "StayTarget": STAY, "RevertToUserTarget": USER, "AskUserTarget": ASKED,
    "GroupManagerTarget": ANY, "TERMINATE": END, "STAY": STAY, "REVERT_TO_USER": USER, "SWARM_MANAGER": ANY,
}  # fmt: skip
CONDITIONS = frozenset({"OnCondition", "ON_CONDITION", "OnContextCondition"})
AFTER = frozenset({"AfterWork", "AFTER_WORK"})


@dataclass(frozen=True, slots=True)
class Handoff:
    """A way that an agent may hand over: ``target`` is an agent's name or a symbol, None where it is not known.

    ``after``: when its work is done and no other one was taken. ``sure``: nothing else is tested.
    """

    target: str | None
    decided_by: Decider
    span: Span
    value: Value
    after: bool = False


def handoffs(reader: Reader, agent: Maker) -> list[Handoff]:
    """All that is registered for an agent, in program order; what is cleared is gone, and a later after-work counts."""
    found: list[Handoff] = []
    for event in sorted(reader.ledger.handoffs.get(agent, ()), key=lambda event: event.serial):
        if event.method == "clear":
            found = []
        new = list(_registered(event))
        if event.method == "set_after_work" and not event.conditions:
            found = [one for one in found if not one.after]
        found += [one for one in new if one not in found]
    return found


def _registered(event: Event) -> Iterator[Handoff]:
    for value in (*event.arguments.positional, *(held for _, held in event.arguments.keywords)):
        for one, _ in each(value):
            if event.method == "set_after_work":
                for target in targets(one):
                    yield Handoff(target, Decider.MODEL, event.span, one, after=True)
            else:
                yield from _conditional(one, event.span, after=event.method in ("add_after_work", "add_after_works"))


def _conditional(value: Value, span: Span, *, after: bool) -> Iterator[Handoff]:
    made = construction(value)
    kind = made.kind if made is not None else ""
    if made is not None and kind in CONDITIONS:
        who = Decider.STATE if kind == "OnContextCondition" else Decider.MODEL
        aim = made.given.get(0, "target", "agent") or NONE
    elif made is not None and kind in AFTER:
        who, aim, after = Decider.MODEL, made.given.get(0, "agent") or NONE, True
    else:
        return
    for option, _ in options(aim):
        for target in targets(option):
            yield Handoff(target, who, made.span if made is not None else span, option, after)


def targets(value: Value) -> list[str | None]:
    """Whom a target names: one, or all among whom chance chooses."""
    made = construction(value)
    match made.kind if made is not None else "":
        case "AgentTarget" | "AgentNameTarget" if made is not None:
            agent = made.given.get(0, "agent", "agent_name")
            return [agent_name(option) for option, _ in options(agent)] if agent is not None else [None]
        case kind if kind in SYMBOLS:
            return [SYMBOLS[kind]]
        case "RandomAgentTarget":
            return [RANDOM]
        case kind if kind.endswith("Target"):
            return []
    match value:
        case External(name):
            return [SYMBOLS.get(name.rpartition(".")[2])]
        case Const(str(name)):
            return [SYMBOLS.get(name, name)]
        case Mapping():
            return []
        case _ if is_agent(value):
            return [agent_name(value)]
        case _:
            return [None]


def replied(reader: Reader, agent: Maker) -> Iterator[tuple[str, Span]]:
    """Whom the tools of an agent may send control to: `ReplyResult(target=…)`, `SwarmResult(agent=…)`, an agent."""
    for offer in reader.ledger.offers.get(agent, ()):
        known = behind(offer.function)
        for outcome in outcomes(reader.machine, offer.function, Arguments(), known[0][0].span) if known else ():
            for exit in outcome.exits:
                for option, _ in options(exit.value):
                    made = construction(option)
                    given = made.given.get(None, "target", "agent") if made is not None else None
                    aim = given if made is not None and made.kind in ("ReplyResult", "SwarmResult") else option
                    if aim is None or (aim is option and not (isinstance(option, Traced) and is_agent(option))):
                        continue
                    for inner, _ in options(aim):
                        yield from ((target, exit.span) for target in targets(inner) if target is not None)
