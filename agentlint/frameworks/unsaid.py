"""What a call does not say, and could."""

from agentlint.evaluate.values import Arguments, Span
from agentlint.evaluate.written import call
from agentlint.graph.setting import Setting


def unsaid(span: Span, given: Arguments, name: str) -> Setting | None:
    """Where a call takes the argument ``name`` and is not given it; None where it may be given it after all."""
    if call(span) is None or given.rest is not None or given.get(None, name) is not None:
        return None
    return Setting(span.location, (name,))
