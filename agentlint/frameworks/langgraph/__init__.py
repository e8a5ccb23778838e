"""The LangGraph overlay."""

from agentlint.frameworks.langgraph.overlay import OVERLAY

__all__ = ["OVERLAY"]
