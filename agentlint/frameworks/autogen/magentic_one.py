"""`MagenticOneGroupChat`: an orchestrator plans, hands out each step, and judges the progress.

Read from autogen-agentchat 0.7.5, `teams/_group_chat/_magentic_one/`, and autogen-ext 0.7.5, `teams/magentic_one.py`.
"""

from agentlint.evaluate.values import Const
from agentlint.frameworks.autogen.construction import Construction
from agentlint.frameworks.autogen.ending import ending
from agentlint.frameworks.autogen.reader import Reader
from agentlint.frameworks.autogen.roster import rosters
from agentlint.frameworks.draft import Draft
from agentlint.frameworks.models import name_of
from agentlint.graph.condition import Decider
from agentlint.graph.model import END, START, EdgeKind, History, NodeKind

ORCHESTRATOR = "MagenticOneOrchestrator"
TURNS = 20
"""The default of ``max_turns``."""

READY_MADE = {
    "FileSurfer": NodeKind.AGENT,
    "WebSurfer": NodeKind.AGENT,
    "Coder": NodeKind.AGENT,
    "ComputerTerminal": NodeKind.FUNCTION,
}
"""The members of a `MagenticOne`."""


def read_magentic_one(reader: Reader, draft: Draft, made: Construction) -> None:
    """A star around the orchestrator, which decides when the task is done."""
    ready = made.kind == "MagenticOne"
    model = made.given.get(0, "client") if ready else made.given.get(1, "model_client")
    known = name_of(model)
    draft.node(ORCHESTRATOR, NodeKind.AGENT, draft.span, model=known, history=History.FULL)
    if ready:
        for name, kind in READY_MADE.items():
            draft.node(name, kind, draft.span, model=known if kind is NodeKind.AGENT else None)
        if made.given.get(1, "hil_mode") not in (None, Const(False)):
            draft.node("User", NodeKind.HUMAN, draft.span)
    else:
        rosters(reader, draft, made)
    ending(reader, draft, made, default=TURNS)
    draft.edge(START, ORCHESTRATOR, EdgeKind.SEQUENCE, draft.span)
    for name, node in draft.nodes.items():
        if name != ORCHESTRATOR:
            way = EdgeKind.ESCALATION if node.kind is NodeKind.HUMAN else EdgeKind.DELEGATION
            draft.edge(ORCHESTRATOR, name, way, draft.span, decided_by=Decider.MODEL)
            draft.edge(name, ORCHESTRATOR, EdgeKind.SEQUENCE, draft.span)
    draft.edge(ORCHESTRATOR, END, EdgeKind.CONDITIONAL, draft.span, decided_by=Decider.MODEL)
