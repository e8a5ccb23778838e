"""Classic AutoGen and AG2: chats of two, group chats, chains and nested chats, group patterns, workflow graphs.

Read from autogen-agentchat 0.2.40, ag2 0.9.9, autogen 0.14.1 and ag2 1.2.1.
"""

from collections.abc import Iterator
from functools import partial

from agentlint.evaluate import Machine
from agentlint.evaluate.values import Class, Member, Sequence, Traced, options
from agentlint.frameworks.ag2.agents import add_agent
from agentlint.frameworks.ag2.chains import read_queue
from agentlint.frameworks.ag2.construction import Construction, Maker, construction, function, makers
from agentlint.frameworks.ag2.delegation import delegates, read_delegation
from agentlint.frameworks.ag2.group_chat import entries, read_group_chat
from agentlint.frameworks.ag2.ledger import Chat, ledger, managers
from agentlint.frameworks.ag2.misuses import read_misuses
from agentlint.frameworks.ag2.names import agent_name, is_agent
from agentlint.frameworks.ag2.patterns import Plan, plans, read_pattern
from agentlint.frameworks.ag2.promises import read_promises
from agentlint.frameworks.ag2.reader import Reader
from agentlint.frameworks.ag2.runs import called, run
from agentlint.frameworks.ag2.two_agents import is_manager, pairs, read_chat, title
from agentlint.frameworks.ag2.vocabulary import DISTRIBUTIONS, PACKAGES, REPLIES_ALONE, SPEAKS, TALKERS, WORDS
from agentlint.frameworks.ag2.workflow import read_workflow, shape
from agentlint.frameworks.base import Overlay
from agentlint.frameworks.constructions import is_imagined
from agentlint.frameworks.draft import Draft
from agentlint.frameworks.led import Speech, led
from agentlint.frameworks.naming import Names
from agentlint.graph.model import Orchestration

NAME = "ag2"


def read(machine: Machine) -> Iterator[Orchestration]:
    """Everything that brings agents together, group chats first: others lead into them."""
    reader = Reader(machine, ledger(machine))
    names = Names(machine, NAME, DISTRIBUTIONS)
    for manager, chat in managers(machine):
        for option, _ in options(chat):
            if isinstance(option, Maker):
                reader.managed.setdefault(manager, option)
    constructed = [(maker, made) for maker in makers(machine) if (made := construction(maker)) is not None]
    chats = [(maker, made) for maker, made in constructed if made.kind == "GroupChat"]
    real = {made.cls for maker, made in chats if not is_imagined(maker)}
    groups = [(maker, made) for maker, made in chats if not is_imagined(maker) or _says_members(made, real)]
    for maker, made in groups:
        reader.drafts[maker] = names.draft(made.kind, made.span, maker.created.scope, None, maker)
    yield from _groups(reader, groups)
    yield from _chats(reader, names)
    yield from _queues(reader, names)
    yield from _patterns(reader, names)
    yield from _networks(reader, names, constructed)
    for draft in led(_speeches(machine), reader.drafts.values(), names, partial(_add, reader)):
        yield draft.finish()


def _speeches(machine: Machine) -> Iterator[Speech]:
    """The answers that the project's own code asks agents for, one by one."""
    for made in machine.traced:
        match made.callee:
            case Member(agent, method) if method in SPEAKS and is_agent(agent):
                one = construction(agent)
                asks = one is not None and (one.kind == "Agent" or method in REPLIES_ALONE)
                if asks and (name := agent_name(agent)) is not None:
                    yield Speech(name, agent, made)


def _add(reader: Reader, draft: Draft, one: Speech) -> None:
    add_agent(reader, draft, one.agent)


def _says_members(made: Construction, real: set[Class | None]) -> bool:
    """Whether a class that nobody makes an object of says who its members are."""
    return made.cls not in real and isinstance(made.given.get(0, "agents"), Sequence)


def _groups(reader: Reader, groups: list[tuple[Maker, Construction]]) -> Iterator[Orchestration]:
    for maker, made in groups:
        draft = reader.drafts[maker]
        draft.compiled = True
        read_group_chat(reader, draft, made, maker)
        read_misuses(reader, draft, made, maker)
        read_promises(reader, draft, maker)
        draft.runs += [run(chat.event, chat.given) for chat in entries(reader, reader.managers(maker))]
        yield draft.finish()


def _chats(reader: Reader, names: Names) -> Iterator[Orchestration]:
    """Every chat of two, those that follow each other too: each of them must end."""
    for chat in reader.ledger.chats:
        yield from _chat(reader, names, chat)
    for queue in reader.ledger.queues:
        for chat in queue.chats:
            yield from _chat(reader, names, chat, entering=False)


def _chat(reader: Reader, names: Names, chat: Chat, *, entering: bool = True) -> Iterator[Orchestration]:
    for sender, recipient in pairs(chat):
        if entering or not is_manager(recipient):
            event = chat.event
            draft = names.draft(called(event), event.span, event.scope, title(sender, recipient), None)
            draft.compiled = True
            read_chat(reader, draft, chat, sender, recipient)
            draft.runs.append(run(event, chat.given))
            yield draft.finish()


def _queues(reader: Reader, names: Names) -> Iterator[Orchestration]:
    for queue in reader.ledger.queues:
        event = queue.event
        own = agent_name(queue.holder) if queue.holder is not None else None
        draft = names.draft(
            called(event), event.span, event.scope, f"{own}-chats" if own is not None else "chats", None
        )
        draft.compiled = True
        read_queue(reader, draft, queue)
        yield draft.finish()


def _patterns(reader: Reader, names: Names) -> Iterator[Orchestration]:
    for made in reader.ledger.groups:
        known: list[Plan | None] = [*plans(made)]
        for plan in known or [None]:
            event = made.created
            builder = plan.kind if plan is not None else function(made)
            draft = names.draft(builder, event.span, event.scope, "group", None)
            draft.compiled = True
            read_pattern(reader, draft, made, plan)
            draft.runs.append(run(event, event.arguments))
            yield draft.finish()


def _networks(reader: Reader, names: Names, constructed: list[tuple[Maker, Construction]]) -> Iterator[Orchestration]:
    for made in reader.machine.traced:
        if isinstance(made, Traced) and (how := shape(made)) is not None:
            draft = names.draft("TransitionGraph", made.created.span, made.created.scope, None, made)
            draft.compiled = True
            read_workflow(reader, draft, made, how)
            yield draft.finish()
    for maker, one in constructed:
        if one.kind == "Agent" and delegates(one):
            draft = names.draft("Agent", one.span, maker.created.scope, agent_name(maker), maker)
            draft.compiled = True
            read_delegation(reader, draft, one, maker)
            yield draft.finish()


OVERLAY = Overlay(NAME, PACKAGES, WORDS, read, versions="autogen 0.2.40 – 0.14.1, ag2 0.9.9 – 1.2.1", parts=TALKERS)
