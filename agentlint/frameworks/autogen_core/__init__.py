"""AutoGen Core: agents that send each other messages by way of a runtime."""

from agentlint.frameworks.autogen_core.overlay import OVERLAY

__all__ = ["OVERLAY"]
