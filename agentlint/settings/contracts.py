"""House rules: what somebody demands of the graphs of a project, each with a reason that people are told."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from types import MappingProxyType

from agentlint.settings.keys import Record, key, required
from agentlint.settings.kinds import At, Choice, ListOf, Text, Whole
from agentlint.settings.vocabulary import meant


class Demand(StrEnum):
    """The types of contracts."""

    FORBIDDEN_PATH = "forbidden-path"
    MUST_PASS_THROUGH = "must-pass-through"
    ALLOWED_TARGETS = "allowed-targets"
    MAX_AGENTS = "max-agents"
    MAX_FAN_OUT = "max-fan-out"
    MAX_LOOP_BOUND = "max-loop-bound"
    PATTERN = "pattern"
    ONLY_THESE_TOOLS = "only-these-tools"


NEEDS: Mapping[Demand, tuple[str, ...]] = MappingProxyType(
    {
        Demand.FORBIDDEN_PATH: ("source", "target"),
        Demand.MUST_PASS_THROUGH: ("target", "through"),
        Demand.ALLOWED_TARGETS: ("source", "target"),
        Demand.MAX_AGENTS: ("most",),
        Demand.MAX_FAN_OUT: ("most",),
        Demand.MAX_LOOP_BOUND: ("most",),
        Demand.PATTERN: ("patterns",),
        Demand.ONLY_THESE_TOOLS: ("tools",),
    }
)
"""The keys without which a contract says nothing."""
TAKES: Mapping[Demand, tuple[str, ...]] = MappingProxyType(
    {
        Demand.MUST_PASS_THROUGH: ("source",),
        Demand.MAX_FAN_OUT: ("source",),
        Demand.MAX_LOOP_BOUND: ("source",),
        Demand.ONLY_THESE_TOOLS: ("source",),
    }
)
"""The keys that narrow a contract."""
ALWAYS = ("type", "because", "name", "graphs")
PATTERNS = (
    *("single agent", "pipeline", "router", "orchestrator-worker", "swarm", "group chat", "hierarchical"),
    *("evaluator-optimizer", "custom"),
)


@dataclass(frozen=True, slots=True)
class Contract:
    """One demand. Names of graphs, nodes and tools may hold `*`."""

    type: str = required(Choice(tuple(Demand)), "What is demanded.")
    because: str = required(Text(), "Why. The finding says it.")
    name: str = key(Text(), "", "What people call it.")
    graphs: tuple[str, ...] = key(ListOf(Text(), empty=False), ("*",), "The graphs that it holds for.")
    source: tuple[str, ...] = key(ListOf(Text(), empty=False), (), "Nodes where a way begins; all of them without it.")
    target: tuple[str, ...] = key(ListOf(Text(), empty=False), (), "Nodes where a way ends, or that are allowed.")
    through: tuple[str, ...] = key(ListOf(Text(), empty=False), (), "Nodes of which every way passes one.")
    tools: tuple[str, ...] = key(ListOf(Text()), (), "Tools that may be used.")
    most: int = key(Whole(0), 0, "The largest number that is allowed.")
    patterns: tuple[str, ...] = key(ListOf(Choice(PATTERNS), empty=False), (), "Patterns that are allowed.")


class Contracts(Record[Contract]):
    """The table of a contract: its type says which keys it needs and takes."""

    def __init__(self) -> None:
        super().__init__(Contract)

    def read(self, value: object, at: At) -> Contract:
        if isinstance(value, dict) and value.get("type") in tuple(Demand):
            self._fits(Demand(value["type"]), value, at)
        return super().read(value, at)

    def _fits(self, demand: Demand, value: Mapping[str, object], at: At) -> None:
        needed, known = NEEDS[demand], {one.name for one in fields(Contract)}
        takes = (*ALWAYS, *needed, *TAKES.get(demand, ()))
        for name in needed:
            if name not in value:
                at.wrong_key(f"a contract of type `{demand}` needs `{name}`")
        for name in value:
            if name in known and name not in takes:
                at.inside(name).wrong_key(f"a contract of type `{demand}` takes no `{name}`", meant(name, takes))
