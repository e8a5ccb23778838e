"""Agents without a framework."""

from agentlint.frameworks.handwired.overlay import OVERLAY, read

__all__ = ["OVERLAY", "read"]
