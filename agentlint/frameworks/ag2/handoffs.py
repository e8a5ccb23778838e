"""Where AG2's agents hand over to: conditions that a model or the context decides, guardrails, what follows their work.

Read from ag2 0.9.9, `agentchat/group/handoffs.py`, `targets/`, and `agentchat/contrib/swarm_agent.py`.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from agentlint.evaluate import Machine, outcomes
from agentlint.evaluate.outcomes import behind
from agentlint.evaluate.values import NONE, Arguments, Const, Event, External, Mapping, Span, Traced, Value, options
from agentlint.frameworks.ag2.construction import Maker, construction
from agentlint.frameworks.ag2.names import agent_name, is_agent
from agentlint.frameworks.ag2.reader import Reader
from agentlint.frameworks.conditions import decider
from agentlint.frameworks.members import each
from agentlint.graph.condition import Decider

END, STAY, USER, ASKED, ANY, RANDOM = "<end>", "<stay>", "<user>", "<asked>", "<any>", "<random>"
WRAPPED = {"NestedChatTarget": "<nested>", "GroupChatTarget": "<group>"}
"""Targets for which the framework makes an agent that holds their conversation in place of an answer."""
"""Targets that are no agents: who that is, is for the framework to say when it gets there."""

SYMBOLS = {
    "TerminateTarget": END, "StayTarget": STAY, "RevertToUserTarget": USER, "AskUserTarget": ASKED,
    "GroupManagerTarget": ANY, "TERMINATE": END, "STAY": STAY, "REVERT_TO_USER": USER, "SWARM_MANAGER": ANY,
}  # fmt: skip
CONDITIONS = frozenset({"OnCondition", "ON_CONDITION", "OnContextCondition"})
AFTER = frozenset({"AfterWork", "AFTER_WORK"})
GUARDRAILS = {"LLMGuardrail": Decider.MODEL, "RegexGuardrail": Decider.STATE}
"""Who decides that a guardrail sends the conversation to its target (`group/guardrails.py`, since 0.9.8)."""


@dataclass(frozen=True, slots=True)
class Handoff:
    """A way that an agent may hand over: ``target`` is an agent's name or a symbol, None where it is not known.

    ``after``: when its work is done and no other one was taken. ``wrapped``: the target is made by the framework.
    """

    target: str | None
    decided_by: Decider
    span: Span
    value: Value
    after: bool = False
    wrapped: bool = False


def handoffs(reader: Reader, agent: Maker) -> list[Handoff]:
    """All that is registered for an agent, in program order; what is cleared is gone, and a later after-work counts."""
    found: list[Handoff] = []
    for event in sorted(reader.ledger.handoffs.get(agent, ()), key=lambda event: event.serial):
        if event.method == "clear":
            found = []
        new = list(_registered(reader.machine, event))
        if event.method == "set_after_work" and not event.conditions:
            found = [one for one in found if not one.after]
        found += [one for one in new if one not in found]
    return list(_wrapped(agent_name(agent) or "", found))


def _wrapped(agent: str, found: list[Handoff]) -> Iterator[Handoff]:
    """The handoffs, those to a conversation by the name of the agent that holds it (`group/group_utils.py`)."""
    counts: Counter[bool] = Counter()
    for one in found:
        if one.target is not None and one.target in WRAPPED.values():
            by_context = one.decided_by is Decider.STATE
            counts[by_context] += 1
            yield replace(one, target=f"wrapped_{one.target.strip('<>')}_{agent}_{counts[by_context]}", wrapped=True)
        else:
            yield one


def _registered(machine: Machine, event: Event) -> Iterator[Handoff]:
    for value in (*event.arguments.positional, *(held for _, held in event.arguments.keywords)):
        for one, _ in each(value):
            if event.method == "set_after_work":
                for target, who in _reached(machine, one, Decider.MODEL, event.span):
                    yield Handoff(target, who, event.span, one, after=True)
            else:
                yield from _conditional(
                    machine, one, event.span, after=event.method in ("add_after_work", "add_after_works")
                )


def _conditional(machine: Machine, value: Value, span: Span, *, after: bool) -> Iterator[Handoff]:
    made = construction(value)
    kind = made.kind if made is not None else ""
    if made is not None and kind in CONDITIONS:
        who = Decider.STATE if kind == "OnContextCondition" else Decider.MODEL
        aim = made.given.get(0, "target", "agent") or NONE
    elif made is not None and kind.endswith("Guardrail"):
        who, aim = GUARDRAILS.get(kind, Decider.UNKNOWN), made.given.get(2, "target") or NONE
    elif made is not None and kind in AFTER:
        who, aim, after = Decider.MODEL, made.given.get(0, "agent") or NONE, True
    else:
        return
    for option, _ in options(aim):
        for target, decides in _reached(machine, option, who, span):
            yield Handoff(target, decides, made.span, option, after)


def _reached(machine: Machine, value: Value, who: Decider, span: Span) -> Iterator[tuple[str | None, Decider]]:
    """Whom a target names, and who decides that: a function of the project may (`FunctionTarget`, since 0.10)."""
    made = construction(value)
    if made is None or made.kind != "FunctionTarget":
        yield from ((target, who) for target in targets(value))
        return
    function = made.given.get(0, "incoming_fn", "fn") or NONE
    for outcome in outcomes(machine, function, Arguments(), span):
        for exit in outcome.exits:
            for option, more in options(exit.value):
                given = construction(option)
                aim = given.given.get(None, "target") if given is not None else None
                tested = decider(exit.conditions + more)
                decides = who if tested is Decider.ALWAYS else tested
                yield from ((target, decides) for target in (targets(aim) if aim is not None else [None]))


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
        case kind if kind in WRAPPED:
            return [WRAPPED[kind]]
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
                        named = (target for target in targets(inner) if target not in WRAPPED.values())
                        yield from ((target, exit.span) for target in named if target is not None)
