"""Classic AutoGen and AG2 as the analyser knows them."""

from agentlint.frameworks.ag2.overlay import OVERLAY

__all__ = ["OVERLAY"]
