"""What happens to agents in a run: who talks to whom, which tools they are given, what cuts their history."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from agentlint.evaluate import Machine, behind
from agentlint.evaluate.values import (
    FALSE,
    NONE,
    Absent,
    Arguments,
    Const,
    Event,
    Instance,
    Mapping,
    Member,
    Traced,
    Value,
    options,
)
from agentlint.frameworks.ag2.construction import Maker, construction, function, makers
from agentlint.frameworks.ag2.names import is_agent, text
from agentlint.frameworks.ag2.solo import is_user, made_for, sides
from agentlint.frameworks.ag2.vocabulary import CHATS, GROUPS, OWN_RUNS, QUEUES, SOLOS, SWARMS
from agentlint.frameworks.members import each

CUTS = frozenset({"MessageHistoryLimiter", "MessageTokenLimiter", "TransformChatHistory"})
"""What makes an agent's history shorter (agentchat/contrib/capabilities/, 0.2.40)."""


@dataclass(frozen=True, slots=True)
class Chat:
    """A conversation that ``sender`` begins, with the arguments that it is begun with; ``event`` is where."""

    sender: Value
    recipient: Value
    given: Arguments
    event: Event


@dataclass(frozen=True, slots=True)
class Queue:
    """Chats that follow each other. ``nested``: ``holder`` has them in place of an answer of its own."""

    holder: Value | None
    chats: tuple[Chat, ...]
    event: Event
    nested: bool = False
    complete: bool = True


@dataclass(frozen=True, slots=True)
class Offer:
    """A function that an agent offers its model."""

    name: str
    function: Value
    description: str
    event: Event


@dataclass(slots=True)
class Ledger:
    """All of it, in program order. ``open`` are the agents whose tools are not all known."""

    chats: list[Chat] = field(default_factory=list)
    queues: list[Queue] = field(default_factory=list)
    groups: list[Traced] = field(default_factory=list)
    offers: defaultdict[Maker, list[Offer]] = field(default_factory=lambda: defaultdict(list))
    executes: defaultdict[Maker, set[str]] = field(default_factory=lambda: defaultdict(set))
    open: set[Maker] = field(default_factory=set)
    handoffs: defaultdict[Maker, list[Event]] = field(default_factory=lambda: defaultdict(list))
    cut: set[Maker] = field(default_factory=set)
    hooked: set[Maker] = field(default_factory=set)
    replies: dict[Maker, Value] = field(default_factory=dict)


def partners(found: Ledger, agent: Maker) -> set[Maker]:
    """Those with whom an agent talks in a chat of two, wherever it is begun."""
    chats = [*found.chats, *(chat for queue in found.queues for chat in queue.chats)]
    sides = [({*_makers(chat.sender)}, {*_makers(chat.recipient)}) for chat in chats]
    return set().union(*(others for these, others in (*sides, *(side[::-1] for side in sides)) if agent in these))


def ledger(machine: Machine) -> Ledger:
    """Read the events of a run."""
    found = Ledger()
    for made in makers(machine):
        if is_agent(made):
            _constructed(found, made)
            for event in made.events:
                _happened(found, made, event)
        elif isinstance(made, Traced):
            _called(found, made)
    found.chats.sort(key=lambda chat: chat.event.serial)
    return found


def _constructed(found: Ledger, agent: Maker) -> None:
    """The functions that an agent is constructed with."""
    made = construction(agent)
    if made is None:
        return
    given = made.given.get(None, "functions")
    for value, _ in each(given) if given is not None and given != NONE else ():
        _offer(found, agent, value, Arguments(), agent.created)
    runs = made.given.get(None, "function_map")
    for table, _ in options(runs) if runs is not None else ():
        _executes(found, agent, table)
    if made.given.rest is not None or (made.cls is not None and "register" in _names(made.cls.cells)):
        found.open.add(agent)


def _names(cells: dict[Value | str, Value]) -> str:
    return " ".join(name for name in cells if isinstance(name, str))


def _happened(found: Ledger, agent: Maker, event: Event) -> None:
    given = event.arguments
    match event.method:
        case method if method in CHATS:
            recipient = given.get(0, "recipient")
            if recipient is not None:
                found.chats.append(Chat(agent, recipient, Arguments((), given.keywords, given.rest), event))
        case method if method in SOLOS and not _runs_alone(agent):
            _solo(found, agent, event)
        case method if method in QUEUES:
            _queue(found, agent, given.get(0, "chat_queue"), event)
        case "register_nested_chats":
            _queue(found, agent, given.get(0, "chat_queue"), event, nested=True)
        case "update_max_consecutive_auto_reply":
            found.replies[agent] = given.get(0, "value") or NONE
        case "register_function":
            for table, _ in options(given.get(0, "function_map") or NONE):
                _executes(found, agent, table)
        case "register_hook" | "register_reply":
            found.hooked.add(agent)
        case "register_handoff" | "register_handoffs" | "register_hand_off":
            found.handoffs[agent].append(event)
        case method if method.startswith(("register_input_guardrail", "register_output_guardrail")):
            found.handoffs[agent].append(event)


def _runs_alone(agent: Maker) -> bool:
    """Whether it is an agent that runs by itself."""
    made = construction(agent)
    return made is not None and made.kind in OWN_RUNS


def _solo(found: Ledger, agent: Maker, event: Event) -> None:
    sender, recipient = sides(agent, event)
    given = event.arguments
    found.chats.append(Chat(sender, recipient, Arguments((), given.keywords, given.rest), event))
    found.open |= {one for one in _makers(sender) + _makers(recipient) if is_user(one, event)}
    tools = given.get(None, "tools")
    for tool, _ in each(tools) if tools is not None and tools != NONE else ():
        _offer(found, agent, tool, Arguments(), event)


def _called(found: Ledger, made: Traced) -> None:
    given = made.created.arguments
    match made.callee:
        case Member(Traced() | Instance() as agent, ("register_for_llm" | "register_for_execution") as how) if is_agent(
            agent
        ):
            for event in made.events:
                if event.method == "()" and event.arguments.positional:
                    _registered(found, agent, how, event.arguments.positional[0], given, event)
            return
        case Member(Traced() as tool, ("register_for_llm" | "register_for_execution" | "register_tool") as how):
            for one in _makers(given.get(0, "agent")):
                _registered(found, one, how, tool, Arguments(), made.created)
            return
        case Member(base, name) if (holder := _handing(base)) is not None:
            found.handoffs[holder].append(replace(made.created, method=name))
            return
        case Member(Traced() as cutting, "add_to_agent"):
            target = found.cut if cuts(cutting) else found.hooked
            target.update(_makers(given.get(0, "agent")))
            return
    match function(made):
        case "register_function":
            what = given.get(0, "f") or NONE
            for role, how in (("caller", "register_for_llm"), ("executor", "register_for_execution")):
                for one in _makers(given.get(None, role)):
                    _registered(found, one, how, what, given, made.created)
        case "register_hand_off":
            rest = Arguments(given.positional[1:], given.keywords, given.rest)
            for one in _makers(given.get(0, "agent")):
                found.handoffs[one].append(replace(made.created, method="register_hand_off", arguments=rest))
        case name if name in QUEUES:
            _queue(found, None, given.get(0, "chat_queue"), made.created)
        case "NestedChatTarget":
            _nested(found, given.get(None, "nested_chat_config"), made.created)
        case name if name in GROUPS | SWARMS:
            found.groups.append(made)


def _nested(found: Ledger, value: Value | None, event: Event) -> None:
    """Chats that are held where an agent hands over to them."""
    holder = made_for(event, Arguments((), (("name", Const("nested_chat")), ("llm_config", FALSE))))
    for config, _ in options(value) if value is not None else ():
        chats = config.cells.get(Const("chat_queue")) if isinstance(config, Mapping) else None
        _queue(found, holder, chats, event, nested=True)


def _makers(value: Value | None) -> list[Maker]:
    """The objects that a value may be."""
    found = (option for option, _ in options(value)) if value is not None else ()
    return [option for option in found if isinstance(option, Traced | Instance)]


def _handing(value: Value) -> Maker | None:
    """The agent whose ``handoffs`` a value is, or what a method of them returned: they can be called in a chain."""
    match value:
        case Member(Traced() | Instance() as agent, "handoffs") if is_agent(agent):
            return agent
        case Traced(callee=Member(base, _)):
            return _handing(base)
        case _:
            return None


def cuts(value: Value) -> bool:
    """Whether a capability, or one of the transforms that it is made of, makes a history shorter."""
    made = construction(value)
    if made is None:
        return False
    parts = [part for _, given in made.given.keywords for part, _ in each(given)]
    parts += [part for given in made.given.positional for part, _ in each(given)]
    return made.kind in CUTS or any(isinstance(part, Traced) and cuts(part) for part in parts)


def _registered(found: Ledger, agent: Maker, how: str, what: Value, given: Arguments, event: Event) -> None:
    if how in ("register_for_llm", "register_tool"):
        _offer(found, agent, what, given, event)
    if how in ("register_for_execution", "register_tool"):
        name = text(given.get(None, "name")) or _name(what)
        if name is None:
            found.open.add(agent)
        else:
            found.executes[agent].add(name)


def _offer(found: Ledger, agent: Maker, what: Value, given: Arguments, event: Event) -> None:
    name = text(given.get(None, "name")) or _name(what)
    if name is None:
        found.open.add(agent)
        return
    if all(offer.name != name for offer in found.offers[agent]):
        described = text(given.get(None, "description")) or ""
        found.offers[agent].append(Offer(name, what, described, event))


def _executes(found: Ledger, agent: Maker, table: Value) -> None:
    match table:
        case Mapping():
            keys = [key.value for key, _ in table.known() if isinstance(key, Const)]
            found.executes[agent] |= {key for key in keys if isinstance(key, str)}
            if table.rest is not None or len(keys) < len(list(table.known())):
                found.open.add(agent)
        case Const(None) | Absent():
            pass
        case _:
            found.open.add(agent)


def _name(what: Value) -> str | None:
    """The name by which a model calls a function or a tool."""
    made = construction(what)
    if made is not None and made.kind == "Tool":
        return text(made.given.get(None, "name")) or _name(made.given.get(None, "func_or_tool") or NONE)
    match what:
        case Traced() if (registering := _registering(what)) is not None:
            named, inner = registering
            return named or _name(inner)
        case _:
            return next((found.name for found, _ in behind(what)), None)


def _registering(what: Traced) -> tuple[str | None, Value] | None:
    """The name that a function was registered under before, and the function."""
    match what.callee:
        case Traced(callee=Member(_, "register_for_llm" | "register_for_execution")) as how:
            inner = what.created.arguments.get(0)
            named = text(how.created.arguments.get(None, "name"))
            return (named, inner) if inner is not None else None
        case _:
            return None


def _queue(found: Ledger, holder: Value | None, value: Value | None, event: Event, *, nested: bool = False) -> None:
    chats: list[Chat] = []
    complete = value is not None
    for item, _ in each(value) if value is not None else ():
        match item:
            case Mapping():
                named = tuple((key.value, held) for key, held in item.known()
                              if isinstance(key, Const) and isinstance(key.value, str))  # fmt: skip
                given = Arguments((), named, item.rest)
                sender, recipient = given.get(None, "sender") or holder, given.get(None, "recipient")
                if sender is not None and recipient is not None:
                    chats.append(Chat(sender, recipient, given, event))
                    continue
        complete = False
    found.queues.append(Queue(holder, tuple(chats), event, nested, complete))


def managers(machine: Machine) -> Iterator[tuple[Maker, Value]]:
    """The managers of group chats, each with its `GroupChat`."""
    for made in makers(machine):
        one = construction(made)
        if one is not None and one.kind == "GroupChatManager" and (chat := one.given.get(0, "groupchat")) is not None:
            yield made, chat
