"""Microsoft Agent Framework: workflows of executors and agents. Read from 1.0.0b251001 to 1.23.0."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from posixpath import splitext

from agentlint.evaluate import Machine
from agentlint.evaluate.values import Instance, Span, Traced
from agentlint.frameworks.agent_framework.construction import Construction, construction
from agentlint.frameworks.agent_framework.delegation import delegates, read_delegation
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
from agentlint.frameworks.agent_framework.vocabulary import BUILDERS, FLUENT, PACKAGES, RUNS
from agentlint.frameworks.agent_framework.workflow import read_workflow
from agentlint.frameworks.base import Overlay
from agentlint.frameworks.draft import Draft
from agentlint.graph.evidence import Location
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


def read(machine: Machine) -> Iterator[Orchestration]:
    """Every workflow, and every agent that calls others, in the order in which they are constructed."""
    reader = Reader(machine)
    names, uses = _Names(machine), Uses(machine)
    found = sorted(_makers(machine), key=lambda pair: pair[0].created.serial)
    for maker, made in found:
        reader.drafts[maker] = names.draft(maker, made)
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


class _Names:
    """Names for graphs, each once: of the module and the function that make it, and its own."""

    def __init__(self, machine: Machine) -> None:
        self._machine = machine
        self._places: defaultdict[str, list[Location]] = defaultdict(list)

    def draft(self, maker: Traced | Instance, made: Construction) -> Draft:
        span = made.span
        scope = maker.created.scope
        inner = scope.qualname if scope is not None else self._kept_as(maker, span)
        module = splitext(span.module.path)[0].replace("/", ".").removesuffix(".__init__")
        own = text(self._machine, made.given.get(None, "name"))
        name = ".".join(part for part in (module, inner, own) if part)
        places = self._places[name]
        if span.location not in places:
            places.append(span.location)
        count = places.index(span.location) + 1
        draft = Draft(
            name if count == 1 else f"{name}#{count}", "agent-framework", made.kind, span, inner or "<module>"
        )
        for package in ("agent-framework-core", "agent-framework"):
            pinned = self._machine.project.dependency_version(package, span.module.path)
            if pinned is not None:
                draft.version = pinned.version
                break
        return draft

    def _kept_as(self, maker: Traced | Instance, span: Span) -> str:
        """The module-level name under which a workflow is kept."""
        module = self._machine.modules.get(span.module.path)
        cells = module.cells.items() if module is not None else ()
        kept = ((name, value) for name, value in cells if isinstance(name, str))
        return next((name for name, value in kept if value is maker or workflow_of(value) is maker), "")


WORDS = BUILDERS | {"as_tool", "workflow"}

OVERLAY = Overlay("agent-framework", PACKAGES, WORDS, read, FLUENT, "agent-framework-core 1.0.0b251001 – 1.23.0", RUNS)
