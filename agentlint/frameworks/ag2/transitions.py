"""Who may speak after whom in a `GroupChat` (agentchat/groupchat.py and graph_utils.py, 0.2.40)."""

from dataclasses import dataclass

from agentlint.evaluate.values import FALSE, NONE, Mapping, Value
from agentlint.frameworks.ag2.construction import Construction, Maker
from agentlint.frameworks.ag2.names import agent_name, text
from agentlint.frameworks.draft import Draft, reason
from agentlint.frameworks.members import each
from agentlint.graph.condition import Decider
from agentlint.graph.model import EdgeKind


@dataclass(frozen=True, slots=True)
class Transitions:
    """The pairs that are allowed; ``given`` is the table that says so, None where all are that no setting forbids."""

    pairs: tuple[tuple[str, str], ...]
    given: Value | None = None


def transitions(draft: Draft, made: Construction, agents: list[tuple[str, Maker]]) -> Transitions:
    """The transitions of a group chat. A table that is not known allows anything."""
    names = [name for name, _ in agents] or list(draft.nodes)
    given = made.given.get(None, "allowed_or_disallowed_speaker_transitions")
    if given is None or given == NONE:
        again = made.given.get(None, "allow_repeat_speaker")
        some = [name for one, _ in each(again) if (name := agent_name(one))] if again is not None else []
        every = again is None or again == NONE or (not some and again != FALSE)
        return Transitions(tuple((a, b) for a in names for b in names if a != b or every or a in some))
    match given:
        case Mapping() if given.rest is None:
            table = {
                source: [name for one, _ in each(held) if (name := agent_name(one)) is not None]
                for key, held in given.known()
                if (source := agent_name(key)) is not None
            }
        case _:
            draft.unknown(f"which transitions are allowed is not known: {reason(given)}", draft.span)
            draft.open_ended += [(name, draft.span, EdgeKind.CONDITIONAL, Decider.UNKNOWN) for name in names]
            return Transitions((), given)
    if text(made.given.get(None, "speaker_transitions_type")) == "disallowed":
        return Transitions(tuple((a, b) for a in names for b in names if b not in table.get(a, ())), given)
    return Transitions(tuple((a, b) for a in table for b in table[a]), given)
