"""Microsoft Agent Framework as the analyser knows it."""

from agentlint.frameworks.agent_framework.overlay import OVERLAY

__all__ = ["OVERLAY"]
