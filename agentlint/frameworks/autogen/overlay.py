"""AutoGen AgentChat: teams of agents that talk in turn. Read from autogen-agentchat 0.4.0 to 0.7.5."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from agentlint.evaluate import Machine
from agentlint.evaluate.values import Instance, Member, Sequence
from agentlint.frameworks.autogen.agents import add_agent
from agentlint.frameworks.autogen.components import read_stored
from agentlint.frameworks.autogen.construction import Construction, Maker, construction
from agentlint.frameworks.autogen.custom import has_own_manager, read_custom
from agentlint.frameworks.autogen.delegation import delegates, read_delegation
from agentlint.frameworks.autogen.graph_flow import read_graph_flow
from agentlint.frameworks.autogen.left_out import read_left_out
from agentlint.frameworks.autogen.magentic_one import read_magentic_one
from agentlint.frameworks.autogen.misuses import read_misuses
from agentlint.frameworks.autogen.names import agent_name, text
from agentlint.frameworks.autogen.reader import Reader
from agentlint.frameworks.autogen.round_robin import read_round_robin
from agentlint.frameworks.autogen.runs import answers, clocks, runs
from agentlint.frameworks.autogen.selector import read_selector
from agentlint.frameworks.autogen.society import read_society
from agentlint.frameworks.autogen.stored_files import stored_teams
from agentlint.frameworks.autogen.swarm import read_swarm
from agentlint.frameworks.autogen.vocabulary import AGENTS, CUSTOM, FLUENT, PACKAGES, SPEAKS, TEAMS, TOOLS
from agentlint.frameworks.base import Overlay
from agentlint.frameworks.constructions import is_imagined
from agentlint.frameworks.draft import Draft
from agentlint.frameworks.led import Speech, led
from agentlint.frameworks.naming import Names
from agentlint.graph.model import Orchestration

NAME = "autogen"
READERS: Mapping[str, Callable[[Reader, Draft, Construction], None]] = {
    "RoundRobinGroupChat": read_round_robin,
    "SelectorGroupChat": read_selector,
    "Swarm": read_swarm,
    "GraphFlow": read_graph_flow,
    "MagenticOneGroupChat": read_magentic_one,
    "MagenticOne": read_magentic_one,
    CUSTOM: read_custom,
}


def read(machine: Machine) -> Iterator[Orchestration]:
    """Every team, and every agent that runs others, in the order in which they are constructed."""
    loaded = read_stored(machine)
    reader = Reader(machine)
    names = Names(machine, NAME, ("autogen-agentchat",))
    stored = list(stored_teams(machine, loaded))
    in_files = [(team, made) for team in stored if (made := construction(team)) is not None]
    found = [*sorted(_makers(machine), key=lambda pair: pair[0].created.serial), *in_files]
    for maker, made in found:
        own = text(made.given.get(None, "name")) if made.kind in TEAMS else agent_name(maker)
        reader.drafts[maker] = names.draft(made.kind, made.span, maker.created.scope, own, maker)
    for maker, made in found:
        draft = reader.drafts[maker]
        draft.compiled = True
        draft.exported = maker in stored
        if made.kind in READERS:
            draft.bounds += clocks(maker) if made.kind != "GraphFlow" else []
            read_team = read_custom if has_own_manager(made) else READERS[made.kind]
            read_team(reader, draft, made)
            read_misuses(reader, draft, made, maker)
        elif made.kind == "SocietyOfMindAgent":
            read_society(reader, draft, made, maker)
        else:
            read_delegation(reader, draft, made, maker)
        draft.runs += runs(maker)
        draft.answers += answers(maker)
    read_left_out(machine, list(reader.drafts.values()))
    for draft in reader.drafts.values():
        yield draft.finish()
    for draft in led(_speeches(machine), reader.drafts.values(), names, partial(_add, reader)):
        yield draft.finish()


def _speeches(machine: Machine) -> Iterator[Speech]:
    """The runs of agents and teams by the project's own code."""
    for made in machine.traced:
        match made.callee:
            case Member(agent, method) if method in SPEAKS:
                one = construction(agent)
                known = one is not None and (one.kind in TEAMS or one.kind.endswith("Agent"))
                if known and (name := agent_name(agent)) is not None:
                    yield Speech(name, agent, made)


def _add(reader: Reader, draft: Draft, one: Speech) -> None:
    add_agent(reader, draft, one.name, one.agent)


def _makers(machine: Machine) -> Iterator[tuple[Maker, Construction]]:
    makers: dict[Maker, None] = dict.fromkeys((*machine.traced, *machine.instances))
    real = {maker.cls for maker in makers if isinstance(maker, Instance) and not is_imagined(maker)}
    for maker in makers:
        made = construction(maker)
        if made is None or (is_imagined(maker) and (made.cls in real or not _says_members(made))):
            continue
        if made.kind in READERS or made.kind == "SocietyOfMindAgent" or delegates(made):
            yield maker, made


def _says_members(made: Construction) -> bool:
    """Whether the class itself says who its members are."""
    return isinstance(made.given.get(0, "participants"), Sequence)


WORDS = TEAMS | TOOLS | AGENTS | {"SocietyOfMindAgent"}

OVERLAY = Overlay(NAME, PACKAGES, WORDS, read, FLUENT, "autogen-agentchat 0.4.0 – 0.7.5", parts=TOOLS | AGENTS)
