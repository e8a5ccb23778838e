"""Group patterns and swarms: agents that hand over to each other, and what follows when none does.

Read from ag2 0.9.9, `agentchat/group/multi_agent_chat.py`, `group/patterns/`, and `agentchat/contrib/swarm_agent.py`.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from agentlint.evaluate.values import NONE, Const, Mapping, Span, Traced, Value, options
from agentlint.frameworks.ag2.agents import add_agent
from agentlint.frameworks.ag2.construction import Maker, construction, function
from agentlint.frameworks.ag2.group_chat import members
from agentlint.frameworks.ag2.handoffs import ANY, ASKED, END, RANDOM, Handoff, handoffs, replied, targets
from agentlint.frameworks.ag2.limits import counted, spoken
from agentlint.frameworks.ag2.names import agent_name
from agentlint.frameworks.ag2.reader import Reader
from agentlint.frameworks.ag2.tools import serve
from agentlint.frameworks.ag2.vocabulary import MANAGER_NAME, PATTERN_ROUNDS, SWARMS
from agentlint.frameworks.draft import Draft, reason
from agentlint.frameworks.turns import Ending, go_on, stop_after
from agentlint.graph.bound import Bound
from agentlint.graph.condition import Decider
from agentlint.graph.model import END as OVER
from agentlint.graph.model import START, EdgeKind, Interrupt, NodeKind

AFTER = {"AutoPattern": ANY, "ManualPattern": ASKED, "RandomPattern": RANDOM}
"""What follows an agent's work where nothing else is said: by pattern. In the others the conversation ends."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How a conversation of a group is set up; ``after`` is what follows where an agent does not say it."""

    kind: str
    agents: Value | None
    initial: Value | None
    user: Value | None
    after: tuple[str | None, ...]
    arguments: Value | None
    span: Span


def plans(made: Traced) -> Iterator[Plan]:
    """The groups that a call may run."""
    given = made.created.arguments
    if function(made) in SWARMS:
        after = given.get(None, "after_work")
        yield Plan("swarm", given.get(2, "agents"), given.get(0, "initial_agent"), given.get(3, "user_agent"),
                   _after("swarm", after), given.get(None, "swarm_manager_args"), made.created.span)  # fmt: skip
        return
    for option, _ in options(given.get(0, "pattern") or NONE):
        one = construction(option)
        if one is not None and one.kind.endswith("Pattern"):
            yield Plan(one.kind, one.given.get(1, "agents"), one.given.get(0, "initial_agent"),
                       one.given.get(2, "user_agent"), _after(one.kind, one.given.get(5, "group_after_work")),
                       one.given.get(None, "group_manager_args"), one.span)  # fmt: skip


def _after(kind: str, given: Value | None) -> tuple[str | None, ...]:
    if given is None or given == NONE:
        return (AFTER.get(kind, END),)
    found: list[str | None] = []
    for option, _ in options(given):
        made = construction(option)
        agent = made.given.get(0, "agent") if made is not None and made.kind in ("AfterWork", "AFTER_WORK") else option
        found += targets(agent if agent is not None else NONE)
    return tuple(found)


def read_pattern(reader: Reader, draft: Draft, made: Traced, plan: Plan | None) -> None:
    """The handoffs of the agents; where one does not hand over, what follows its work."""
    given = made.created.arguments
    if plan is None:
        draft.unknown(f"the pattern is not known: {reason(given.get(0, 'pattern') or NONE)}", draft.span)
        return
    agents = members(reader, draft, plan.agents)
    user = next((name for one, _ in options(plan.user or NONE) if (name := agent_name(one)) is not None), None)
    for one, _ in options(plan.user) if plan.user is not None else ():
        if one != NONE:
            add_agent(reader, draft, one)
    rounds = given.get(2 if plan.kind != "swarm" else None, "max_rounds")
    draft.bounds += counted(rounds, PATTERN_ROUNDS, "turns", "`max_rounds`", draft.span)
    draft.bounds += _manager_test(reader, plan, tuple(draft.nodes))
    end = Ending(tuple(draft.bounds))
    for option, _ in options(plan.initial) if plan.initial is not None else ():
        if (first := agent_name(option)) is not None:
            draft.edge(START, first, EdgeKind.SEQUENCE, draft.span)
    if plan.kind == "RoundRobinPattern":
        _in_turn(draft, end, plan, agents, user)
    for name, agent in agents.items():
        found = handoffs(reader, agent)
        if not any(one.after for one in found) and plan.kind != "RoundRobinPattern":
            found += [Handoff(target, Decider.MODEL, draft.span, NONE, after=True) for target in plan.after]
        for way in found:
            if way.wrapped and way.target is not None:
                _hold(draft, end, plan, way.target, way.span, user)
            _hand_over(draft, name, way, user, alone=len(found) == 1)
        for target, span in replied(reader, agent):
            _hand_over(draft, name, Handoff(target, Decider.MODEL, span, NONE), user, by_tool=True)
        stop_after(draft, end, name, draft.span)
    if user is not None:
        for name in agents:
            draft.possible(user, name, EdgeKind.CONDITIONAL, draft.span, Decider.HUMAN)
        stop_after(draft, end, user, draft.span)
    serve(reader, draft, agents, by_all=True)


def _hold(draft: Draft, end: Ending, plan: Plan, name: str, span: Span, user: str | None) -> None:
    """An agent that the framework makes to hold a conversation; it hands over to nobody itself."""
    draft.node(name, NodeKind.SUBGRAPH, span)
    for target in plan.after:
        way = Handoff(target, Decider.MODEL, span, NONE, after=True)
        _hand_over(draft, name, way, user, alone=len(plan.after) == 1)
    stop_after(draft, end, name, draft.span)


def _manager_test(reader: Reader, plan: Plan, names: tuple[str, ...]) -> Iterator[Bound]:
    match plan.arguments:
        case Mapping() if (test := plan.arguments.cells.get(Const("is_termination_msg"))) is not None:
            yield from spoken(reader, test, MANAGER_NAME, names, plan.span, task=True)


def _in_turn(draft: Draft, end: Ending, plan: Plan, agents: dict[str, Maker], user: str | None) -> None:
    """A ring that begins with the initial agent; the user comes last."""
    first = agent_name(plan.initial) if plan.initial is not None else None
    ring = [name for name in (first, *agents, user) if name is not None and name in draft.nodes]
    ring = [name for name in dict.fromkeys(ring) if name != user or name == first] + (
        [user] if user is not None and user != first else []
    )
    for index, name in enumerate(ring):
        go_on(draft, end, name, ring[(index + 1) % len(ring)], draft.span)


def _hand_over(
    draft: Draft, name: str, one: Handoff, user: str | None, *, by_tool: bool = False, alone: bool = False
) -> None:
    """One way on. Who comes next at a symbol is not told by the code: it is no more than possible."""
    match one.target:
        case None:
            draft.anywhere(name, one.span, EdgeKind.HANDOFF, one.value, one.decided_by)
        case "<end>":
            kind = EdgeKind.SEQUENCE if alone else EdgeKind.CONDITIONAL
            draft.edge(name, OVER, kind, one.span, decided_by=None if alone else one.decided_by)
        case "<stay>":
            draft.possible(name, name, EdgeKind.CONDITIONAL, one.span, one.decided_by)
        case "<user>":
            _pause(draft, name, "RevertToUserTarget", one)
            if user is not None:
                draft.possible(name, user, EdgeKind.ESCALATION, one.span, one.decided_by)
        case "<asked>" | "<any>" | "<random>":
            who = {ASKED: Decider.HUMAN, ANY: Decider.MODEL}.get(one.target, Decider.UNKNOWN)
            if one.target == ASKED:
                _pause(draft, name, "AskUserTarget", one)
            for other in draft.nodes:
                if other != name:
                    draft.possible(name, other, EdgeKind.CONDITIONAL, one.span, who)
        case target if by_tool:
            draft.possible(name, target, EdgeKind.HANDOFF, one.span, one.decided_by)
        case target:
            human = (node := draft.nodes.get(target)) is not None and node.kind is NodeKind.HUMAN
            kind = EdgeKind.CONDITIONAL if one.after or one.decided_by is Decider.STATE else EdgeKind.HANDOFF
            kind = EdgeKind.ESCALATION if human else EdgeKind.SEQUENCE if alone and one.after else kind
            decides = None if kind is EdgeKind.SEQUENCE else one.decided_by
            draft.edge(name, target, kind, one.span, decided_by=decides)


def _pause(draft: Draft, name: str, how: str, one: Handoff) -> None:
    """A human speaks after the agent."""
    draft.pause(name, Interrupt(how, one.span.location))
