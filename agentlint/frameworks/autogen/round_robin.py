"""`RoundRobinGroupChat`: everybody in turn (teams/_group_chat/_round_robin_group_chat.py, 0.7.5)."""

from agentlint.frameworks.autogen.construction import Construction
from agentlint.frameworks.autogen.ending import ending
from agentlint.frameworks.autogen.reader import Reader
from agentlint.frameworks.autogen.roster import rosters
from agentlint.frameworks.draft import Draft
from agentlint.frameworks.turns import go_on, stop_after
from agentlint.graph.model import START, EdgeKind


def read_round_robin(reader: Reader, draft: Draft, made: Construction) -> None:
    """A ring in the order of the list; a member that is there alone follows itself."""
    found = rosters(reader, draft, made)
    end = ending(reader, draft, made)
    for roster in found:
        first = roster.first
        for name in first:
            kind = EdgeKind.SEQUENCE if len(first) == 1 else EdgeKind.CONDITIONAL
            draft.edge(START, name, kind, draft.span)
        for index, seat in enumerate(roster.seats):
            for name in seat.names:
                for target in roster.after(index):
                    go_on(draft, end, name, target, draft.span)
                stop_after(draft, end, name, draft.span)
