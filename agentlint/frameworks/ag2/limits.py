"""What ends a conversation: turns and rounds that are counted, replies in a row, words, and humans.

Read from autogen-agentchat 0.2.40, `agentchat/conversable_agent.py` and `agentchat/groupchat.py`.
"""

from collections.abc import Iterator
from dataclasses import replace

from agentlint.evaluate.values import NONE, Arguments, Const, Span, Value, options
from agentlint.frameworks.ag2.agents import instructions, mode
from agentlint.frameworks.ag2.construction import Maker, construction
from agentlint.frameworks.ag2.ledger import partners
from agentlint.frameworks.ag2.names import agent_name
from agentlint.frameworks.ag2.reader import Reader
from agentlint.frameworks.ag2.stopping import endings
from agentlint.frameworks.ag2.vocabulary import REPLIES, SELF_ENDING
from agentlint.graph.bound import Bound, BoundKind, Signal, SignalKind
from agentlint.graph.condition import Decider


def counted(value: Value | None, default: int | None, unit: str, how: str, span: Span) -> list[Bound]:
    """A number of turns or rounds, for each value that may be given; None is as good as no limit."""
    if value is None:
        at = span.location
        return [Bound(BoundKind.TURNS, default, False, unit, f"default of {how}", at)] if default is not None else []
    found: list[Bound] = []
    for option, _ in options(value):
        number = option.value if isinstance(option, Const) and isinstance(option.value, int) else None
        if option != NONE:
            found.append(Bound(BoundKind.TURNS, number, True, unit, how, span.location))
    return found


def turns(given: Arguments, span: Span) -> list[Bound]:
    """``max_turns`` of a chat of two: a turn is a message of each, which is a round of all."""
    found = counted(given.get(None, "max_turns"), None, "rounds", "`max_turns`", span)
    if given.rest is not None and not found:
        found.append(_unknown(span))
    return found


def listening(
    reader: Reader, agent: Maker, name: str, heard: tuple[str, ...],
    *, counts: bool = True, humans: bool = False, task: bool = False,
) -> Iterator[Bound]:  # fmt: skip
    """What ends a conversation because ``agent`` hears others.

    ``counts``: its replies in a row do. ``humans``: those that it hears are people. ``task``: it hears the task too.
    """
    made = construction(agent)
    if made is None:
        return
    how = mode(made).name
    if how == "ALWAYS":
        signal = Signal(SignalKind.OUTSIDE, None, (name,))
        yield Bound(BoundKind.TERMINATION, None, mode(made).given, "signals", '`human_input_mode="ALWAYS"`',
                    made.span.location, Decider.HUMAN, (signal,))  # fmt: skip
    elif counts:
        value = reader.ledger.replies.get(agent) or made.given.get(None, "max_consecutive_auto_reply")
        value = None if value == NONE else value
        default = REPLIES if made.given.rest is None else None
        for bound in counted(value, default, "replies", f"`max_consecutive_auto_reply` of `{name}`", made.span):
            yield replace(bound, decided_by=Decider.HUMAN) if how != "NEVER" else bound
    if agent in reader.ledger.hooked:
        yield _unknown(made.span)
    test = made.given.get(None, "is_termination_msg")
    if test is None and (made.kind in SELF_ENDING or made.given.rest is not None):
        yield _unknown(made.span)
    else:
        for bound in spoken(reader, test, name, heard, made.span, humans=humans, task=task):
            words = [signal.text for signal in bound.signals if signal.text]
            meant = bound.explicit and words and _is_told_elsewhere(reader, agent, words[0], heard)
            yield replace(bound, explicit=False) if meant else bound


def _is_told_elsewhere(reader: Reader, agent: Maker, word: str, heard: tuple[str, ...]) -> bool:
    """Whether a word that an agent waits for may be meant for another conversation that it has."""
    for other in partners(reader.ledger, agent) - {agent}:
        made = construction(other)
        if made is not None and agent_name(other) not in heard:
            told = instructions(made)
            if made.kind != "GroupChatManager" and (told is None or word.casefold() in told.casefold()):
                return True
    name = agent_name(agent)
    groups = [draft for draft in reader.drafts.values() if name in draft.nodes and not set(heard) <= set(draft.nodes)]
    told_there = [node.instructions for draft in groups for node in draft.nodes.values()]
    return any(told is not None and word.casefold() in told.casefold() for told in told_there)


def spoken(
    reader: Reader, test: Value | None, name: str, heard: tuple[str, ...], span: Span,
    *, humans: bool = False, task: bool = False,
) -> Iterator[Bound]:  # fmt: skip
    """What an `is_termination_msg` waits for, the default one where none is given."""
    for end in endings(reader.machine, test, span):
        who = Decider.HUMAN if humans else end.decided_by
        sources = None if task and end.within else heard
        said = Signal(SignalKind.TEXT, end.word, sources) if end.word else Signal(SignalKind.FUNCTION)
        at = end.span.location if end.span is not None else span.location
        yield Bound(BoundKind.TERMINATION, None, end.given, "signals", f"`is_termination_msg` of `{name}`", at, who,
                    (said,))  # fmt: skip


def _unknown(span: Span) -> Bound:
    return Bound(BoundKind.TERMINATION, None, True, "signals", "arguments that are not known", span.location,
                 Decider.UNKNOWN)  # fmt: skip
