"""The members of a team, in the order in which they are given."""

from dataclasses import dataclass

from agentlint.evaluate.operators import contents
from agentlint.evaluate.values import (
    Absent,
    Member,
    Sequence,
    Traced,
    Tuple,
    Value,
    may_miss,
    options,
    unknown,
)
from agentlint.frameworks.autogen.agents import add_agent
from agentlint.frameworks.autogen.construction import Construction
from agentlint.frameworks.autogen.names import agent_name
from agentlint.frameworks.autogen.reader import Reader
from agentlint.frameworks.draft import Draft, reason


@dataclass(frozen=True, slots=True)
class Seat:
    """A place in the list: who may have it, with their names; ``optional``: it may not be there at all."""

    members: tuple[tuple[str, Value], ...]
    optional: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The names of those who may have the place, each once."""
        return tuple(dict.fromkeys(name for name, _ in self.members))


@dataclass(frozen=True, slots=True)
class Roster:
    """The seats of one list of members. ``complete``: there are no others."""

    seats: tuple[Seat, ...]
    complete: bool

    @property
    def members(self) -> dict[str, Value]:
        """Every member under its name."""
        return {name: value for seat in self.seats for name, value in seat.members}

    @property
    def first(self) -> list[str]:
        """Those who may be the first in the list."""
        return self._from([*self.seats])

    def after(self, index: int) -> list[str]:
        """Those who may come next behind a seat; the first ones come behind the last."""
        later = list(self.seats[index + 1 :])
        return self._from([*later, *self.seats[: index + 1]] if self.complete else later)

    def _from(self, seats: list[Seat]) -> list[str]:
        found: dict[str, None] = {}
        for seat in seats:
            found |= dict.fromkeys(seat.names)
            if seat.members and not seat.optional:
                break
        return list(found)


def rosters(reader: Reader, draft: Draft, made: Construction) -> list[Roster]:
    """The lists of members that a team may be given; they become nodes, and what is not known is told."""
    given = made.given.get(0, "participants")
    value = given if given is not None else made.given.rest or unknown("the participants are not given", made.span)
    return [_roster(reader, draft, option) for option, _ in options(value) if not isinstance(option, Absent)]


def _roster(reader: Reader, draft: Draft, value: Value) -> Roster:
    match value:
        case Tuple() | Sequence():
            items = contents(value)
            entries, rest = list(items.entries), items.rest
        case Traced(callee=Member(Traced() as builder, "get_participants")):
            added = (event.arguments.get(0, "agent") for event in builder.events if event.method == "add_node")
            entries, rest = list(dict.fromkeys(agent for agent in added if agent is not None)), None
        case _:
            entries, rest = [], value
    seats = [_seat(reader, draft, entry) for entry in entries]
    if rest is not None:
        last = _seat(reader, draft, rest)
        seats += [last] if last.members else []
    complete = rest is None and all(seat.members for seat in seats)
    return Roster(tuple(seats), complete)


def _seat(reader: Reader, draft: Draft, entry: Value) -> Seat:
    members: list[tuple[str, Value]] = []
    for option, _ in options(entry):
        if isinstance(option, Absent):
            continue
        name = agent_name(option)
        if name is None:
            draft.unknown(f"a member of the team is not known: {reason(option)}", draft.span)
            draft.open_nodes = True
            continue
        add_agent(reader, draft, name, option)
        members.append((name, option))
    return Seat(tuple(members), may_miss(entry))
