"""`GroupChat`: everybody hears everything, and somebody chooses who speaks next (agentchat/groupchat.py, 0.2.40)."""

from agentlint.evaluate import outcomes
from agentlint.evaluate.values import NONE, Arguments, Const, Function, Method, Value, options
from agentlint.frameworks.ag2.agents import add_agent, model_name
from agentlint.frameworks.ag2.construction import Construction, Maker, construction
from agentlint.frameworks.ag2.ledger import Chat, cuts
from agentlint.frameworks.ag2.limits import counted, listening
from agentlint.frameworks.ag2.names import agent_name
from agentlint.frameworks.ag2.reader import Reader
from agentlint.frameworks.ag2.selecting import selecting
from agentlint.frameworks.ag2.tools import serve
from agentlint.frameworks.ag2.transitions import Transitions, transitions
from agentlint.frameworks.ag2.vocabulary import MANAGER_NAME, RETRIES, ROUNDS
from agentlint.frameworks.draft import Draft
from agentlint.frameworks.members import each
from agentlint.frameworks.turns import Ending, go_on, stop_after
from agentlint.graph.condition import Decider
from agentlint.graph.model import START, Decision, EdgeKind, History, Node, NodeKind

METHODS = {"auto": Decider.MODEL, "manual": Decider.HUMAN, "random": Decider.UNKNOWN, "round_robin": Decider.ALWAYS}
"""Who chooses the next speaker, by `speaker_selection_method`."""


def read_group_chat(reader: Reader, draft: Draft, made: Construction, chat: Maker) -> None:
    """The transitions that are allowed, whoever chooses among them."""
    agents = members(reader, draft, made.given.get(0, "agents"))
    managers = reader.managers(chat)
    draft.bounds += counted(made.given.get(2, "max_round"), ROUNDS, "turns", "`max_round`", made.span)
    everybody = tuple(draft.nodes)
    for manager in managers:
        title = agent_name(manager) or MANAGER_NAME
        draft.bounds += listening(reader, manager, title, everybody, counts=False, task=True)
    for name, agent in agents.items():
        heard = tuple(other for other in everybody if other != name)
        draft.bounds += listening(reader, agent, name, heard, counts=False)
    end = Ending(tuple(draft.bounds))
    method = made.given.get(None, "speaker_selection_method") or Const("auto")
    allowed = transitions(draft, made, list(agents.items()))
    who, chosen = _chooser(reader, draft, method)
    if who is Decider.ALWAYS and allowed.given is None:
        _in_turn(draft, end, list(agents))
    else:
        _chosen(draft, end, allowed, who)
    _begin(draft, [first for one in entries(reader, managers) if (first := agent_name(one.sender)) is not None], who)
    if chosen:
        _manager(draft, made, managers)
    serve(reader, draft, agents)


def members(reader: Reader, draft: Draft, value: Value | None) -> dict[str, Maker]:
    """The agents of a list by their names; they become nodes."""
    found: dict[str, Maker] = {}
    for agent, _ in each(value) if value is not None else ():
        name = add_agent(reader, draft, agent)
        if name is not None and isinstance(agent, Maker):
            found[name] = agent
    if value is None:
        draft.unknown("who takes part in the conversation is not known", draft.span)
        draft.open_nodes = True
    return found


def entries(reader: Reader, managers: list[Maker]) -> list[Chat]:
    """The chats that are begun with one of the managers of a group."""
    return [
        chat
        for chat in reader.ledger.chats
        if any(recipient is manager for recipient, _ in options(chat.recipient) for manager in managers)
    ]


def _chooser(reader: Reader, draft: Draft, method: Value) -> tuple[Decider, bool]:
    """Who chooses, and whether a model may be asked for it."""
    found: list[tuple[Decider, bool]] = []
    for option, _ in options(method):
        match option:
            case Const(str(name)):
                found.append((METHODS.get(name.lower(), Decider.UNKNOWN), name.lower() == "auto"))
            case Function() | Method():
                found.append((_decide(reader, draft, option), False))
            case _:
                found.append((Decider.UNKNOWN, False))
    who = {one for one, _ in found}
    return (who.pop() if len(who) == 1 else Decider.UNKNOWN), any(model for _, model in found)


def _decide(reader: Reader, draft: Draft, function: Value) -> Decider:
    """Tell what a function of the project may choose; gives whose word that is."""
    who = Decider.UNKNOWN
    for outcome in outcomes(reader.machine, function, Arguments(), draft.span):
        found = selecting(outcome, frozenset(draft.nodes), frozenset(METHODS))
        deciders = {route.decided_by for route in found.routes} - {Decider.ALWAYS}
        who = deciders.pop() if len(deciders) == 1 else Decider.STATE
        name, at = outcome.function.name, outcome.function.span.location
        for source in list(draft.nodes):
            draft.decisions.append(
                Decision(source, name, draft.span.location, found.routes, found.complete, defined_at=at,
                         open=found.open, effects=reader.effects((outcome,)))
            )  # fmt: skip
    return who


def _in_turn(draft: Draft, end: Ending, names: list[str]) -> None:
    complete = not draft.open_nodes
    for index, name in enumerate(names):
        if index + 1 < len(names) or complete:
            go_on(draft, end, name, names[(index + 1) % len(names)], draft.span)
        stop_after(draft, end, name, draft.span)


def _chosen(draft: Draft, end: Ending, allowed: Transitions, who: Decider) -> None:
    for source, target in allowed.pairs:
        draft.edge(source, target, EdgeKind.CONDITIONAL, draft.span, decided_by=who)
    for name in list(draft.nodes):
        stop_after(draft, end, name, draft.span)


def _begin(draft: Draft, starters: list[str], who: Decider) -> None:
    """Who begins is heard first; else the first is chosen like all others."""
    first = [name for name in dict.fromkeys(starters) if name in draft.nodes]
    for name in first or list(draft.nodes)[: 1 if who is Decider.ALWAYS else None]:
        draft.edge(START, name, EdgeKind.CONDITIONAL if not first else EdgeKind.SEQUENCE, draft.span, decided_by=who)


def _manager(draft: Draft, made: Construction, managers: list[Maker]) -> None:
    """The model that chooses: it is shown all that was said, unless a transform is given for it."""
    given = made.given.get(None, "select_speaker_transform_messages")
    known = [option for option, _ in options(given)] if given is not None else []
    cut = bool(known) and all(option != NONE and cuts(option) for option in known)
    one = construction(managers[0]) if managers else None
    whole = given is None or given == NONE
    draft.chooser = Node(
        (agent_name(managers[0]) if managers else None) or MANAGER_NAME, NodeKind.AGENT,
        one.span.location if one is not None else draft.span.location,
        model=model_name(one) if one is not None else None,
        retry=_tries(made.given.get(None, "max_retries_for_selecting_speaker")),
        history=History.WINDOWED if cut else History.FULL if whole and made.given.rest is None else None,
    )  # fmt: skip


def _tries(given: Value | None) -> int | None:
    """How often it may be asked for one speaker; None where that is not known."""
    if given is None:
        return RETRIES + 1
    return given.value + 1 if isinstance(given, Const) and isinstance(given.value, int) else None
