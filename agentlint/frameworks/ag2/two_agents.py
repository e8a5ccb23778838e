"""`initiate_chat`: two agents answer each other until one of them ends it (agentchat/conversable_agent.py, 0.2.40)."""

from itertools import islice, product

from agentlint.evaluate.values import Instance, Traced, Value, options
from agentlint.evaluate.written import callee
from agentlint.frameworks.ag2.agents import add_agent
from agentlint.frameworks.ag2.construction import Maker, construction
from agentlint.frameworks.ag2.ledger import Chat
from agentlint.frameworks.ag2.limits import listening, turns
from agentlint.frameworks.ag2.names import agent_name
from agentlint.frameworks.ag2.reader import Reader
from agentlint.frameworks.ag2.tools import serve
from agentlint.frameworks.ag2.vocabulary import CHATS, SOLOS
from agentlint.frameworks.draft import Draft, reason
from agentlint.frameworks.turns import Ending, go_on, stop_after
from agentlint.frameworks.unsaid import unsaid
from agentlint.graph.model import END, START, EdgeKind, NodeKind

MOST = 8
"""As many pairs of one chat are read."""


def pairs(chat: Chat) -> list[tuple[Maker, Value]]:
    """Those who may begin a chat, each with those whom they may begin it with."""
    both = product(options(chat.sender), options(chat.recipient))
    found = ((sender, recipient) for (sender, _), (recipient, _) in both if isinstance(sender, Traced | Instance))
    return list(islice(found, MOST))


def read_chat(reader: Reader, draft: Draft, chat: Chat, sender: Maker, recipient: Value) -> None:
    """Both directions. Into a group chat it is an entry: who speaks then is for the group to say."""
    span = chat.event.span
    first = add_agent(reader, draft, sender)
    if not isinstance(recipient, Traced | Instance) or construction(recipient) is None:
        draft.unknown(f"whom the chat is with is not known: {reason(recipient)}", span)
        draft.open_nodes = True
        return
    second = add_agent(reader, draft, recipient)
    if first is None or second is None:
        return
    draft.edge(START, first, EdgeKind.SEQUENCE, span)
    if is_manager(recipient):
        draft.edge(first, second, EdgeKind.DELEGATION, span)
        draft.edge(second, END, EdgeKind.SEQUENCE, span)
        return
    people = {name for name, node in draft.nodes.items() if node.kind is NodeKind.HUMAN}
    draft.bounds += turns(chat.given, span)
    if callee(span) in CHATS | SOLOS and (setting := unsaid(span, chat.given, "max_turns")) is not None:
        draft.limitable.append(setting)
    draft.bounds += listening(reader, sender, first, (second,), humans=second in people)
    draft.bounds += listening(reader, recipient, second, (first,), humans=first in people, task=True)
    end = Ending(tuple(draft.bounds))
    for source, target in ((first, second), (second, first)):
        go_on(draft, end, source, target, span)
        stop_after(draft, end, source, span)
    serve(reader, draft, {first: sender, second: recipient}, by_other=True)


def is_manager(agent: Value) -> bool:
    """Whether an agent manages a group chat."""
    made = construction(agent)
    return made is not None and made.kind == "GroupChatManager"


def title(sender: Maker, recipient: Value) -> str:
    """What a chat of two is called."""
    return "-".join(name for agent in (sender, recipient) if (name := agent_name(agent)) is not None)
