"""agentlint: sees the orchestration graph that multi-agent code would build, and judges it."""

__version__ = "0.1.0"
