"""How messages tell what ends a conversation."""

from agentlint.graph.bound import Bound, Signal, SignalKind
from agentlint.rules.words import names


def clause(bound: Bound) -> str:
    """What must be said or done, as a clause: ``somebody says 'DONE' and `critic` has spoken``."""
    return " and ".join(map(_clause, bound.signals))


def _clause(signal: Signal) -> str:
    who = names(signal.sources) if signal.sources else "an agent"
    what = f"`{signal.text}`" if signal.text else None
    match signal.kind:
        case SignalKind.TEXT:
            return f"{who} says {signal.text!r}" if signal.text else f"{who} says a word"
        case SignalKind.MESSAGE:
            return f"{who} answers in text"
        case SignalKind.TURN:
            return f"it is the turn of {who}"
        case SignalKind.HANDOFF:
            return f"{who} hands over to {what or 'somebody'}"
        case SignalKind.CALL:
            return f"{who} calls {what or 'a function'}"
        case SignalKind.STOP:
            return f"{who} sends a stop message"
        case SignalKind.OUTSIDE:
            return "it is stopped from outside"
        case SignalKind.FUNCTION:
            return "a test of the project holds"
        case SignalKind.OTHER:
            return "a limit is reached"
