"""What an agent promises a group that it has no part in: to end the conversation, or to ask a human."""

from collections.abc import Iterator
from dataclasses import replace

from agentlint.evaluate.unread import unread
from agentlint.evaluate.values import Instance, Traced, options
from agentlint.frameworks.ag2.agents import mode
from agentlint.frameworks.ag2.construction import Construction, Maker, construction, makers
from agentlint.frameworks.ag2.group_chat import entries
from agentlint.frameworks.ag2.limits import spoken
from agentlint.frameworks.ag2.names import agent_name
from agentlint.frameworks.ag2.reader import Reader
from agentlint.frameworks.draft import Draft
from agentlint.graph.bound import Bound, BoundKind
from agentlint.graph.model import NodeKind
from agentlint.graph.uses import Misuse


def read_promises(reader: Reader, draft: Draft, chat: Maker) -> None:
    """What the manager of a group and those who begin its conversation are told to do, and never get to."""
    if draft.open_nodes or draft.unresolved:
        return
    managers = reader.managers(chat)
    starters = list(dict.fromkeys(_starters(reader, managers, set(draft.nodes))))
    if not any(bound.explicit and bound.kind is BoundKind.TERMINATION for bound in draft.bounds):
        for agent in starters:
            draft.unheard += _tests(reader, agent)
    asks = any(node.kind is NodeKind.HUMAN or node.interrupts for node in draft.nodes.values())
    if not asks:
        draft.unasked += (promise for one in managers for promise in _of_manager(one))
        draft.unasked += (promise for one in starters for promise in _of_starter(one))
        draft.unasked += _left_out(reader, draft)
    draft.unasked += _never_chosen(draft, starters)


def _starters(reader: Reader, managers: list[Maker], members: set[str]) -> Iterator[Maker]:
    """Those who begin the conversation and are no members."""
    for chat in entries(reader, managers):
        for option, _ in options(chat.sender):
            if isinstance(option, Traced | Instance) and agent_name(option) not in members:
                yield option


def _tests(reader: Reader, agent: Maker) -> Iterator[Bound]:
    made = construction(agent)
    test = made.given.get(None, "is_termination_msg") if made is not None else None
    if made is not None and test is not None:
        found = spoken(reader, test, agent_name(agent) or "", (), made.span)
        at = made.span.location
        yield from (replace(bound, location=at) for bound in list(found)[:1] if bound.explicit)


def _of_manager(manager: Maker) -> Iterator[Misuse]:
    made = construction(manager)
    if made is not None and mode(made).given and mode(made).name in ("ALWAYS", "TERMINATE"):
        name = agent_name(manager)
        why = "the manager of a group chat only lets the others speak"
        yield Misuse(f"`{name}` is to ask a human", why, made.span.location, name,
                     "make a `UserProxyAgent` that asks a member of the group chat")  # fmt: skip


def _of_starter(agent: Maker) -> Iterator[Misuse]:
    made = construction(agent)
    if made is not None and mode(made).given and mode(made).name in ("ALWAYS", "TERMINATE"):
        name = agent_name(agent)
        why = f"`{name}` begins the conversation and is no member of the group chat"
        yield Misuse(f"`{name}` is to ask a human", why, made.span.location, name, f"add `{name}` to the `agents`")


def _left_out(reader: Reader, draft: Draft) -> Iterator[Misuse]:
    """Humans of the same module whom nothing in it reads."""
    for agent in makers(reader.machine):
        made = construction(agent)
        if made is None or made.span.module is not draft.span.module or not _is_human(made):
            continue
        name = agent_name(agent)
        if name is not None and unread(reader.machine.project, made.span):
            why = f"`{name}` takes part in no conversation"
            yield Misuse(f"`{name}` is to ask a human", why, made.span.location, name, f"add `{name}` to the `agents`")


def _is_human(made: Construction) -> bool:
    return made.kind.endswith("Agent") and mode(made).name == "ALWAYS"


def _never_chosen(draft: Draft, starters: list[Maker]) -> Iterator[Misuse]:
    """Humans whom the function that selects the speakers never names."""
    functions = {decision.defined_at: decision for decision in draft.decisions}
    if len(functions) != 1:
        return
    (decision,) = functions.values()
    named = {route.value for route in decision.routes}
    first = {edge.target for edge in draft.edges.values() if edge.source == "__start__" and not starters}
    for name, node in draft.nodes.items() if decision.complete else ():
        if node.kind is NodeKind.HUMAN and name not in named | first and node.location is not None:
            why = f"`{decision.name}` never selects `{name}`"
            yield Misuse(f"`{name}` is to ask a human", why, node.location, name,
                         f"let `{decision.name}` return `{name}` where a human must decide")  # fmt: skip
