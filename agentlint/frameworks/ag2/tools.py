"""The tools of an agent: what it offers its model, and who runs them (`register_for_llm`, `register_for_execution`)."""

from dataclasses import replace

from agentlint.frameworks.ag2.construction import Maker
from agentlint.frameworks.ag2.ledger import partners
from agentlint.frameworks.ag2.reader import Reader
from agentlint.frameworks.draft import Draft
from agentlint.frameworks.function_tools import function_tool


def offer(reader: Reader, draft: Draft, holder: str, agent: Maker) -> tuple[str, ...]:
    """Tell of the tools that an agent offers to its model; gives their names."""
    names: list[str] = []
    for one in reader.ledger.offers.get(agent, ()):
        known = draft.tools.get(one.name) or function_tool(
            reader.machine, reader.effects, one.name, one.function, one.description, one.event.span.location
        )
        holders = tuple(dict.fromkeys((*known.holders, holder)))
        draft.tools[one.name] = replace(known, holders=holders)
        names.append(one.name)
    return tuple(names)


def serve(
    reader: Reader, draft: Draft, agents: dict[str, Maker], *, by_all: bool = False, by_other: bool = False
) -> None:
    """Say who of those in a conversation runs which tool. ``by_all``: the framework runs every one of them,
    ``by_other``: a call goes to somebody else than the one whose model makes it."""
    known = reader.ledger
    closed = not draft.unresolved and not any(agent in known.open | known.hooked for agent in agents.values())
    for name, tool in draft.tools.items():
        who = [one for one, agent in agents.items() if by_all or name in known.executes.get(agent, frozenset())]
        runners = tuple(one for one in who if not (by_other and tool.holders == (one,)))
        holders = [agents[one] for one in tool.holders if one in agents]
        elsewhere = any(
            other in known.open or name in known.executes.get(other, frozenset())
            for holder in holders
            for other in partners(known, holder) - {holder}
        )
        draft.tools[name] = replace(tool, runners=runners, assigned=closed and not elsewhere)
