"""`Swarm`: whoever speaks hands over to the next (teams/_group_chat/_swarm_group_chat.py, 0.7.5).

A speaker that does not hand over goes on speaking, until a condition ends the conversation: that is certain of one who
can hand over to no other member, and possible of the others.
"""

from agentlint.evaluate.values import Value
from agentlint.frameworks.autogen.agents import handoffs
from agentlint.frameworks.autogen.construction import Construction, construction
from agentlint.frameworks.autogen.ending import ending
from agentlint.frameworks.autogen.reader import Reader
from agentlint.frameworks.autogen.roster import Roster, rosters
from agentlint.frameworks.draft import Draft
from agentlint.frameworks.turns import Ending, stop_after
from agentlint.graph.condition import Decider
from agentlint.graph.model import END, START, EdgeKind, Interrupt, NodeKind


def read_swarm(reader: Reader, draft: Draft, made: Construction) -> None:
    """The handoffs of the members. Who is none of them, and ends the conversation when it is handed to, is a human."""
    found = rosters(reader, draft, made)
    end = ending(reader, draft, made)
    for roster in found:
        first = roster.first
        for name in first:
            kind = EdgeKind.SEQUENCE if len(first) == 1 else EdgeKind.CONDITIONAL
            draft.edge(START, name, kind, draft.span)
        for name, agent in roster.members.items():
            _hand_over(reader, draft, end, name, agent, roster)
            stop_after(draft, end, name, draft.span)


def _hand_over(reader: Reader, draft: Draft, end: Ending, name: str, agent: Value, roster: Roster) -> None:
    made = construction(agent)
    span = made.span if made is not None else draft.span
    found = handoffs(reader, agent)
    if made is None or made.kind != "BaseChatAgent":
        onward = any(target is None or target in roster.members for target, _ in found)
        again = draft.possible if onward else draft.edge
        again(name, name, EdgeKind.CONDITIONAL, span, decided_by=Decider.MODEL)
    for target, value in found:
        if target is None:
            draft.anywhere(name, span, EdgeKind.HANDOFF, value, Decider.MODEL)
        elif target not in draft.nodes and (bound := end.handing_to(target)) is not None:
            pause = Interrupt("HandoffTermination", bound.location or draft.span.location)
            draft.node(target, NodeKind.HUMAN, span, interrupts=(pause,))
            draft.edge(target, END, EdgeKind.SEQUENCE, span)
            draft.edge(name, target, EdgeKind.ESCALATION, span, decided_by=Decider.MODEL)
        else:
            human = (node := draft.nodes.get(target)) is not None and node.kind is NodeKind.HUMAN
            kind = EdgeKind.ESCALATION if human else EdgeKind.HANDOFF
            draft.edge(name, target, kind, span, decided_by=Decider.MODEL)
