"""Conversations in turns: who may be the last to speak, and who decides that."""

from dataclasses import dataclass

from agentlint.evaluate.values import Span
from agentlint.frameworks.draft import Draft
from agentlint.graph.bound import Bound, Signal, SignalKind
from agentlint.graph.condition import Decider
from agentlint.graph.model import END, EdgeKind

STRONGEST = (Decider.COUNTER, Decider.HUMAN, Decider.MODEL, Decider.STATE, Decider.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Ending:
    """The limits of one conversation; ``teams`` are the members whose messages are those of others inside them."""

    bounds: tuple[Bound, ...]
    teams: frozenset[str] = frozenset()

    def after(self, name: str) -> Decider | None:
        """Who decides whether the conversation ends once ``name`` has spoken; None if it never ends there."""
        who = [bound.decided_by for bound in self.bounds if name in self.teams or _counts(bound, name)]
        return min(who, key=STRONGEST.index, default=None)

    def words(self, name: str) -> dict[str, Decider]:
        """The words at which the project lets the conversation end once ``name`` has said them, and whose they are."""
        found: dict[str, Decider] = {}
        for bound in self.bounds:
            match bound.signals:
                case (Signal(SignalKind.TEXT, str(word)),) if bound.explicit and _counts(bound, name):
                    found.setdefault(word, bound.decided_by)
        return found

    def handing_to(self, target: str) -> Bound | None:
        """What ends the conversation at a handoff to ``target``, so that somebody outside takes over."""
        for bound in self.bounds:
            if any(one.kind is SignalKind.HANDOFF and one.text in (target, None) for one in bound.signals):
                return bound
        return None


def _counts(bound: Bound, name: str) -> bool:
    sources = [signal.sources for signal in bound.signals if signal.sources]
    return len(bound.signals) != 1 or not sources or name in sources[0]


def go_on(draft: Draft, end: Ending, source: str, target: str, span: Span) -> None:
    """The next speaker where nobody chooses: always the same one, unless the conversation ends before."""
    who = end.after(source)
    if who is None:
        draft.edge(source, target, EdgeKind.SEQUENCE, span)
    else:
        draft.edge(source, target, EdgeKind.CONDITIONAL, span, decided_by=who)


def stop_after(draft: Draft, end: Ending, source: str, span: Span) -> None:
    """The way out after a speaker, where there is one; words that end it are a way of their own beside a stronger."""
    who = end.after(source)
    if who is None:
        return
    for word, speaker in end.words(source).items():
        if speaker is not who:
            draft.edge(source, END, EdgeKind.CONDITIONAL, span, decided_by=speaker, label=word)
    draft.edge(source, END, EdgeKind.CONDITIONAL, span, decided_by=who)
