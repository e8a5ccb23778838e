"""Settings by which a ready-made workflow asks a human (`_orchestration_request_info.py`, 1.4.0)."""

from dataclasses import replace

from agentlint.evaluate.values import NONE, Const
from agentlint.frameworks.agent_framework.settings import Settings
from agentlint.frameworks.members import each, text
from agentlint.graph.model import Interrupt, NodeKind


def ask_after(settings: Settings) -> None:
    """`with_request_info` pauses after each of the agents that it names, or after all."""
    draft = settings.draft
    for event in settings.calls("with_request_info"):
        named = event.arguments.get(None, "agents")
        chosen = {
            text(option) or settings.reader.name(option)
            for option, _ in (each(named) if named is not None and named != NONE else ())
        }
        for name, node in draft.nodes.items():
            if node.kind is NodeKind.AGENT and (not chosen or name in chosen):
                pause = Interrupt("with_request_info", event.span.location)
                draft.nodes[name] = replace(node, interrupts=(*node.interrupts, pause))


def on(settings: Settings, name: str, *methods: str) -> bool:
    """Whether a switch of the constructor or a method is set."""
    switched = settings.made.given.get(None, name)
    if switched is not None and switched != Const(False):
        return True
    return any(event.arguments.get(0, "enable", "enabled") != Const(False) for event in settings.calls(*methods))
