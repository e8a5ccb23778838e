"""What a team does not take: it raises where it is constructed, where its graph is built, or where it is run.

Read from autogen-agentchat 0.7.5, `teams/_group_chat/` and `agents/_base_chat_agent.py`.
"""

from collections import Counter
from collections.abc import Iterator

from agentlint.evaluate.values import Const, External, Held, Instance, Traced, Value
from agentlint.frameworks.autogen.agents import handoffs
from agentlint.frameworks.autogen.construction import Construction, Maker, construction
from agentlint.frameworks.autogen.reader import Reader
from agentlint.frameworks.autogen.roster import Roster, rosters
from agentlint.frameworks.draft import Draft
from agentlint.graph.bound import Bound, BoundKind
from agentlint.graph.evidence import Location
from agentlint.graph.model import END, START, EdgeKind, NodeKind
from agentlint.graph.uses import Misuse

FLAT = frozenset({"Swarm", "GraphFlow", "MagenticOneGroupChat"})
"""Teams whose members are agents only."""


def read_misuses(reader: Reader, draft: Draft, made: Construction, maker: Maker) -> None:
    """Tell what the framework refuses, unless a test expects it to."""
    if any(isinstance(one, Held) and _expects_error(one.value) for one in maker.created.enclosing):
        return
    given = rosters(reader, draft, made) if made.kind != "MagenticOne" else []
    draft.misuses += _turns(made, draft.span.location)
    for roster in given if len(given) == 1 else ():
        draft.misuses += _members(reader, draft, made, roster)
    if made.kind == "GraphFlow" and not draft.unresolved:
        draft.misuses += _graph(draft)


def _expects_error(value: Value) -> bool:
    return isinstance(value, Traced) and value.callee == External("pytest.raises")


def _turns(made: Construction, at: Location) -> Iterator[Misuse]:
    match made.given.get(None, "max_turns"):
        case Const(int() as number) if number <= 0:
            yield Misuse(
                f"`max_turns={number}`", "it must be greater than zero, so every run raises ValueError", at,
                remedy="give at least one turn",
            )  # fmt: skip


def _members(reader: Reader, draft: Draft, made: Construction, roster: Roster) -> Iterator[Misuse]:
    at = draft.span.location
    certain = [seat.members[0] for seat in roster.seats if len(seat.members) == 1 and not seat.optional]
    for name, count in Counter(name for name, _ in certain).items():
        if count > 1:
            why = "the names of the members must differ, so the team cannot be constructed"
            yield Misuse(f"{count} members called `{name}`", why, at, name, "give each member a name of its own")
    for name, agent in certain:
        one = construction(agent)
        is_team = draft.nodes[name].kind is NodeKind.SUBGRAPH
        if is_team and made.kind in FLAT:
            why = f"the members of a `{made.kind}` must be agents, so the team cannot be constructed"
            yield Misuse(f"the team `{name}` as a member", why, at, name, "let a `SocietyOfMindAgent` run it")
        elif one is not None and not is_team and not name.isidentifier():
            why = "the name of an agent must be a Python identifier, so the agent cannot be constructed"
            yield Misuse(f"an agent called `{name}`", why, one.span.location, name, "use letters, digits and `_` only")
    if made.kind == "SelectorGroupChat" and roster.complete and len(roster.seats) == 1:
        why = "a `SelectorGroupChat` has at least two, so the team cannot be constructed"
        yield Misuse("a team of one member", why, at, remedy="add a member, or take a `RoundRobinGroupChat`")
    if made.kind == "Swarm" and roster.complete and certain and roster.seats[0].members[0] == certain[0]:
        name, agent = certain[0]
        one = construction(agent)
        knows = one is not None and one.kind == "AssistantAgent" and one.given.rest is None
        if knows and not isinstance(agent, Instance) and not handoffs(reader, agent):
            why = "it speaks first and must be able to hand over, so the team cannot be constructed"
            yield Misuse(f"`{name}` without handoffs", why, at, name, f"give `{name}` its `handoffs`")


def _graph(draft: Draft) -> Iterator[Misuse]:
    at = draft.span.location
    for name in draft.nodes:
        kinds = {edge.kind is EdgeKind.CONDITIONAL for edge in draft.edges.values() if edge.source == name}
        if len(kinds) > 1:
            why = "edges from one node have all a condition or none, so the graph cannot be built"
            yield Misuse(f"edges with and without a condition from `{name}`", why, at, name, "give each a condition")
    for missing, what in ((START, "starts"), (END, "ends")):
        ways = (edge for edge in draft.edges.values() if edge.kind is EdgeKind.SEQUENCE)
        if not any(missing in (edge.source, edge.target) for edge in ways):
            why = f"there must be a node at which it {what}, so the graph cannot be built"
            remedy = "let an edge lead into the cycle, and one out of it"
            yield Misuse(f"no node at which the graph {what}", why, at, remedy=remedy)
    if not draft.bounds and _is_cyclic(draft):
        draft.bounds.append(Bound(BoundKind.TURNS, 0, False, "turns", "`GraphFlow` runs no cycle without a limit", at))
        why = "a graph with a cycle does not run without `max_turns` or `termination_condition`: it raises ValueError"
        yield Misuse("a cycle without a limit", why, at, remedy="set `max_turns`, or a condition that counts messages")


def _is_cyclic(draft: Draft) -> bool:
    """Whether nodes stay when all to which no edge of the others leads are taken away, again and again."""
    left = set(draft.nodes)
    while True:
        entered = {edge.target for edge in draft.edges.values() if edge.source in left}
        if left <= entered:
            return bool(left)
        left &= entered
