"""`GroupChatBuilder` and `MagenticBuilder`: an orchestrator chooses who is next (orchestrations 1.4.0)."""

from agentlint.evaluate.values import NONE, Arguments, Span, Value, options
from agentlint.frameworks import members
from agentlint.frameworks.agent_framework.agents import agent_facts
from agentlint.frameworks.agent_framework.construction import construction
from agentlint.frameworks.agent_framework.deciding import chosen_by
from agentlint.frameworks.agent_framework.executors import add_node
from agentlint.frameworks.agent_framework.limits import rounds, supersteps, termination
from agentlint.frameworks.agent_framework.names import constant
from agentlint.frameworks.agent_framework.pauses import ask_after, on
from agentlint.frameworks.agent_framework.settings import Settings, produced
from agentlint.graph.bound import Bound, BoundKind
from agentlint.graph.condition import Decider
from agentlint.graph.model import END, START, EdgeKind, History, Interrupt, NodeKind

ORCHESTRATOR = "group_chat_orchestrator"
MAGENTIC = "magentic_orchestrator"
STALLS = 3
"""The default of ``max_stall_count``: as often the manager may see no progress before it plans anew."""


BETA = ("set_select_speakers_func", "select_speakers")
"""Methods before 1.0 whose function ends the conversation by None."""


def read_group_chat(settings: Settings) -> None:
    """A star around an agent, a function or an executor of the project that chooses the next speaker."""
    draft, machine = settings.draft, settings.reader.machine
    leader, who = _leader(settings)
    names = list(settings.participants())
    if draft.open_nodes:
        draft.decisions.clear()
    draft.bounds.append(supersteps(None, draft.span))
    own = construction(_custom(settings) or NONE)
    held = settings.given("max_rounds", "with_max_rounds")
    if held is not None:
        draft.bounds += rounds(held[0], "max_rounds", held[1])
    elif own is not None:
        draft.bounds += rounds(own.given.get(None, "max_rounds"), "max_rounds", own.span)
    condition = settings.given("termination_condition", "with_termination_condition")
    if condition is None and own is not None:
        own_condition = own.given.get(None, "termination_condition")
        condition = (own_condition, own.span) if own_condition is not None else None
    draft.bounds += termination(machine, *condition) if condition is not None else []
    ask_after(settings)
    _star(settings, leader, names, who)
    ends = [bound for bound in draft.bounds if bound.kind in (BoundKind.TURNS, BoundKind.TERMINATION)]
    if draft.nodes[leader].kind is NodeKind.AGENT or own is not None:
        draft.edge(leader, END, EdgeKind.CONDITIONAL, draft.span, decided_by=Decider.MODEL)
    for bound in ends:
        draft.edge(leader, END, EdgeKind.CONDITIONAL, draft.span, decided_by=bound.decided_by)


def _leader(settings: Settings) -> tuple[str, Decider]:
    """The name of the orchestrator, which becomes a node, and whose word its choice is."""
    draft, reader = settings.draft, settings.reader
    agent = settings.given("orchestrator_agent", "with_agent_orchestrator") or settings.given("manager", "set_manager")
    agent = agent or settings.named("agent", "with_orchestrator")
    if agent is not None:
        for option in produced(reader, agent[0]):
            name = reader.name(option) or ORCHESTRATOR
            made = construction(option)
            if made is not None and made.is_executor:
                add_node(reader, draft, name, option)
            else:
                draft.node(name, NodeKind.AGENT, made.span if made else draft.span,
                           **{key: value for key, value in agent_facts(reader, draft, name, option).items()
                              if key != "kind"})  # fmt: skip
            return name, Decider.MODEL
    custom = _custom(settings)
    if custom is not None:
        name = reader.name(custom) or ORCHESTRATOR
        add_node(reader, draft, name, custom)
        return name, Decider.UNKNOWN
    prompt = next(iter(settings.calls("set_prompt_based_manager")), None)
    if prompt is not None:
        name = members.text(prompt.arguments.get(None, "display_name")) or ORCHESTRATOR
        draft.node(name, NodeKind.AGENT, prompt.span, history=History.FULL)
        return name, Decider.MODEL
    function = settings.given("selection_func", "with_select_speaker_func", *BETA)
    function = function or settings.named("selection_func", "with_orchestrator")
    if function is None:
        draft.node(ORCHESTRATOR, NodeKind.FUNCTION, draft.span)
        return ORCHESTRATOR, Decider.STATE
    choice = chosen_by(
        reader, ORCHESTRATOR, function[0], tuple(dict.fromkeys(settings.names())), function[1], listed=False
    )
    deciders = [route.decided_by for route in choice.routes]
    who = next((one for one in (Decider.COUNTER, Decider.HUMAN, Decider.MODEL) if one in deciders), Decider.STATE)
    if settings.calls(*BETA) and any(route.value is None for route in choice.routes):
        draft.edge(ORCHESTRATOR, END, EdgeKind.CONDITIONAL, function[1], decided_by=who)
    elif choice.defined_at is not None:
        draft.decisions.append(choice)
    draft.node(ORCHESTRATOR, NodeKind.FUNCTION, function[1], defined_at=choice.defined_at, effects=choice.effects)
    return ORCHESTRATOR, who


def _custom(settings: Settings) -> Value | None:
    """An orchestrator of the project."""
    held = settings.given("orchestrator", "with_orchestrator")
    return next(iter(produced(settings.reader, held[0])), None) if held is not None else None


def _star(settings: Settings, leader: str, names: list[str], who: Decider) -> None:
    draft = settings.draft
    draft.edge(START, leader, EdgeKind.SEQUENCE, draft.span)
    for name in names:
        human = draft.nodes[name].kind is NodeKind.HUMAN
        way = EdgeKind.ESCALATION if human else EdgeKind.DELEGATION
        draft.edge(leader, name, way, draft.span, decided_by=who)
        draft.edge(name, leader, EdgeKind.SEQUENCE, draft.span)


def read_magentic(settings: Settings) -> None:
    """A manager plans, hands out each step, judges the progress, and decides when the task is done."""
    draft = settings.draft
    manager, facts = _manager(settings)
    if settings.given("enable_plan_review", "with_plan_review") is not None and on(
        settings, "enable_plan_review", "with_plan_review"
    ):
        facts["interrupts"] = (Interrupt("enable_plan_review", draft.span.location),)
    if settings.calls("with_human_input_on_stall"):
        facts["interrupts"] = (Interrupt("with_human_input_on_stall", draft.span.location),)
    draft.node(MAGENTIC, NodeKind.AGENT, draft.span, **facts)
    names = list(settings.participants())
    draft.bounds.append(supersteps(None, draft.span))
    for given, span in manager:
        draft.bounds += rounds(given.get(None, "max_round_count"), "max_round_count", span)
        resets = constant(given.get(None, "max_reset_count"))
        if resets is not None:
            draft.bounds.append(Bound(BoundKind.CALLS, resets, True, "new plans", "`max_reset_count`", span.location))
        stalls = given.get(None, "max_stall_count")
        number = constant(stalls) if stalls is not None else STALLS
        draft.bounds.append(
            Bound(BoundKind.CALLS, number, stalls is not None, "steps without progress", "`max_stall_count`",
                  span.location)
        )  # fmt: skip
    ask_after(settings)
    _star(settings, MAGENTIC, names, Decider.MODEL)
    draft.edge(MAGENTIC, END, EdgeKind.CONDITIONAL, draft.span, decided_by=Decider.MODEL)


def _manager(settings: Settings) -> tuple[list[tuple[Arguments, Span]], dict[str, object]]:
    """Where the limits of the manager stand, and what is known of the agent that it asks."""
    reader, draft = settings.reader, settings.draft
    where = [(event.arguments, event.span) for event in settings.calls("with_standard_manager", "with_manager")]
    where = where or [(settings.made.given, settings.made.span)]
    facts: dict[str, object] = {"history": History.FULL}
    for given, _ in list(where):
        for name in ("manager", "manager_factory", "manager_agent", "manager_agent_factory", "agent"):
            value = given.get(None, name)
            for option in produced(reader, value) if value is not None and value != NONE else ():
                made = construction(option)
                if made is None:
                    continue
                inner = made.given.get(0, "agent") if not made.is_agent else option
                if not made.is_agent:
                    where.append((made.given, made.span))
                for agent, _ in options(inner) if inner is not None else ():
                    facts |= {key: held for key, held in agent_facts(reader, draft, MAGENTIC, agent).items()
                              if key in ("model", "instructions")}  # fmt: skip
    return where, facts
