"""Microsoft Agent Framework: workflows of executors and agents. Read from 1.0.0b251001 to 1.23.0."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from agentlint.evaluate import Machine
from agentlint.evaluate.values import Instance, Member, Traced
from agentlint.frameworks.agent_framework.construction import Construction, construction
from agentlint.frameworks.agent_framework.delegation import delegates, read_delegation
from agentlint.frameworks.agent_framework.executors import add_node
from agentlint.frameworks.agent_framework.functional import functional, read_functional
from agentlint.frameworks.agent_framework.group_chat import read_group_chat, read_magentic
from agentlint.frameworks.agent_framework.handoff import read_handoff
from agentlint.frameworks.agent_framework.misuses import (
    chat_misuses,
    handoff_misuses,
    is_expected,
    members_misuses,
    workflow_misuses,
)
from agentlint.frameworks.agent_framework.names import text, workflow_of
from agentlint.frameworks.agent_framework.reader import Reader
from agentlint.frameworks.agent_framework.runs import Uses
from agentlint.frameworks.agent_framework.sequential import read_concurrent, read_sequential
from agentlint.frameworks.agent_framework.settings import Settings
from agentlint.frameworks.agent_framework.vocabulary import AGENT_RUNS, BUILDERS, CLIENTS, FLUENT, PACKAGES, RUNS
from agentlint.frameworks.agent_framework.workflow import read_workflow
from agentlint.frameworks.base import Overlay
from agentlint.frameworks.draft import Draft
from agentlint.frameworks.led import Speech, led
from agentlint.frameworks.naming import Names
from agentlint.graph.model import Orchestration
from agentlint.graph.state import Persistence
from agentlint.graph.uses import Misuse

READERS: Mapping[str, Callable[[Settings], None]] = {
    "SequentialBuilder": read_sequential,
    "ConcurrentBuilder": read_concurrent,
    "HandoffBuilder": read_handoff,
    "GroupChatBuilder": read_group_chat,
    "MagenticBuilder": read_magentic,
}
FUNCTIONAL = "@workflow"
NAME = "agent-framework"
DISTRIBUTIONS = ("agent-framework-core", "agent-framework")


def read(machine: Machine) -> Iterator[Orchestration]:
    """Every workflow, and every agent that calls others, in the order in which they are constructed."""
    reader = Reader(machine)
    names, uses = Names(machine, NAME, DISTRIBUTIONS, workflow_of), Uses(machine)
    found = sorted(_makers(machine), key=lambda pair: pair[0].created.serial)
    for maker, made in found:
        own = text(machine, made.given.get(None, "name"))
        reader.drafts[maker] = names.draft(made.kind, made.span, maker.created.scope, own, maker)
    for maker, made in found:
        draft = reader.drafts[maker]
        draft.compiled = made.kind not in BUILDERS or any(event.method == "build" for event in maker.events)
        if made.kind == "WorkflowBuilder" and isinstance(maker, Traced):
            wired = read_workflow(reader, draft, made, maker)
            if not is_expected(maker):
                draft.misuses += workflow_misuses(reader, draft, wired)
        elif made.kind in READERS and isinstance(maker, Traced):
            settings = Settings(reader, draft, made, maker)
            READERS[made.kind](settings)
            if not is_expected(maker):
                draft.misuses += _misuses(settings)
        elif made.kind == FUNCTIONAL and isinstance(maker, Traced):
            read_functional(reader, draft, maker)
        else:
            read_delegation(reader, draft, made, maker)
        if isinstance(maker, Traced):
            draft.runs += uses.runs(maker)
            draft.answers += uses.answers(maker)
            if not all(run.test for run in draft.runs) and any(node.interrupts for node in draft.nodes.values()):
                # what a workflow asks waits in itself, with checkpoints or without (`_workflow.py`, 1.23.0)
                draft.persistence = Persistence.SET
        yield draft.finish()
    for draft in led(_speeches(reader), reader.drafts.values(), names, partial(_add, reader)):
        yield draft.finish()


def _speeches(reader: Reader) -> Iterator[Speech]:
    """The runs of agents by the project's own code."""
    for made in reader.machine.traced:
        match made.callee:
            case Member(agent, method) if method in AGENT_RUNS:
                one = construction(agent)
                if one is not None and one.is_agent and (name := reader.name(agent)) is not None:
                    yield Speech(name, agent, made)


def _add(reader: Reader, draft: Draft, one: Speech) -> None:
    add_node(reader, draft, one.name, one.agent)


def _misuses(settings: Settings) -> Iterator[Misuse]:
    yield from members_misuses(settings)
    match settings.made.kind:
        case "HandoffBuilder":
            yield from handoff_misuses(settings, settings.participants())
        case "GroupChatBuilder":
            yield from chat_misuses(settings)


def _makers(machine: Machine) -> Iterator[tuple[Traced | Instance, Construction]]:
    makers: dict[Traced | Instance, None] = dict.fromkeys((*machine.traced, *machine.instances))
    for maker in makers:
        if isinstance(maker, Traced) and (known := functional(maker)) is not None:
            yield maker, Construction(FUNCTIONAL, maker.created.arguments, known[0].span)
            continue
        made = construction(maker)
        if made is None:
            continue
        if (made.kind in BUILDERS and isinstance(maker, Traced)) or (made.is_agent and delegates(made)):
            yield maker, made


PARTS = CLIENTS | {"as_tool", "workflow", "ChatAgent", "as_agent"}
"""What makes an agent or a part of one: no graph need come of that alone."""

OVERLAY = Overlay(
    NAME, PACKAGES, BUILDERS | PARTS, read, FLUENT, "agent-framework-core 1.0.0b251001 – 1.23.0", RUNS, parts=PARTS
)
