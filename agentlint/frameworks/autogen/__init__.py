"""AutoGen AgentChat as the analyser knows it."""

from agentlint.frameworks.autogen.overlay import OVERLAY

__all__ = ["OVERLAY"]
