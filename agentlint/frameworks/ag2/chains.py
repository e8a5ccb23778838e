"""`initiate_chats` and `register_nested_chats`: chats that follow each other (agentchat/chat.py, 0.2.40).

Each is a conversation of two; what is carried over is the summary of those before. `a_initiate_chats` holds them at the
same time, but for those that have `prerequisites`.
"""

from collections.abc import Iterator

from agentlint.evaluate.values import Value, options
from agentlint.frameworks.ag2.agents import add_agent
from agentlint.frameworks.ag2.ledger import Queue
from agentlint.frameworks.ag2.names import agent_name
from agentlint.frameworks.ag2.reader import Reader
from agentlint.frameworks.ag2.runs import called
from agentlint.frameworks.draft import Draft
from agentlint.frameworks.members import each
from agentlint.graph.model import END, START, EdgeKind, History, Payload


def read_queue(reader: Reader, draft: Draft, queue: Queue) -> None:
    """From each one who begins a chat to whom it is with, in their order."""
    span = draft.span
    if not queue.complete:
        draft.unknown("which chats follow each other is not known", span)
        draft.open_nodes = True
    holder = add_agent(reader, draft, queue.holder) if queue.nested and queue.holder is not None else None
    for chat in queue.chats:
        for sender, _ in options(chat.sender):
            first = add_agent(reader, draft, sender)
            for recipient, _ in options(chat.recipient):
                second = add_agent(reader, draft, recipient)
                if first is not None and second is not None:
                    carried = Payload(history=History.SUMMARY)
                    draft.edge(first, second, EdgeKind.DELEGATION, span, payload=carried)
    begins = [*([holder] if holder is not None else []), *(edge.source for edge in draft.edges.values())]
    for name in dict.fromkeys(begins):
        draft.edge(START, name, EdgeKind.SEQUENCE, span)
        draft.edge(name, END, EdgeKind.SEQUENCE, span)
    for before, after in _awaited(queue):
        source, target = agent_name(before), agent_name(after)
        if source is not None and target is not None and source != target:
            draft.edge(source, target, EdgeKind.JOIN, span, payload=Payload(history=History.SUMMARY))


def _awaited(queue: Queue) -> Iterator[tuple[Value, Value]]:
    """Whom chats are with that must be over, each with whom the chat is with that waits for them."""
    if called(queue.event) != "a_initiate_chats":
        return
    ids = {chat.given.get(None, "chat_id"): chat for chat in queue.chats}
    for chat in queue.chats:
        awaited = chat.given.get(None, "prerequisites")
        for identity, _ in each(awaited) if awaited is not None else ():
            if (before := ids.get(identity)) is not None:
                yield before.recipient, chat.recipient
