"""A call that may wait for ever."""

from collections.abc import Iterator

from agentlint.diagnostics.finding import Level
from agentlint.graph.effects import Limit, ModelCall, OutsideCall, Where
from agentlint.graph.evidence import Confidence, Location
from agentlint.graph.functions import Function, functions
from agentlint.graph.model import Orchestration
from agentlint.rules.base import Claim, Group, rule

TIMERS = ("timeout", "timeout_at", "wait_for", "fail_after", "move_on_after")
"""What ends a call that takes too long: of asyncio, async_timeout and anyio, and the decorators that are called so."""


@rule("no-timeout", "call without a time limit", level=Level.WARNING, group=Group.RESILIENCE, since="0.1")
def check(graph: Orchestration) -> Iterator[Claim]:
    """Nothing limits the time of the call: not the call, its client, what is around it, or the node."""
    told: set[Location] = set()
    for function in functions(graph):
        if function.node is not None and function.node.timeout is not None:
            continue
        outside = [call for call in function.effects.outside if _is_open(call) and call.location not in told]
        models = [call for call in function.effects.models if _is_open(call) and call.location not in told]
        told |= {call.location for call in outside} | {call.location for call in models}
        if outside:
            yield _endless(outside, function)
        if models:
            yield _slow(models[0], function)


def _is_open(call: OutsideCall | ModelCall) -> bool:
    slow = call.timeout is Limit.DEFAULT and isinstance(call, ModelCall)
    return (call.timeout is Limit.ABSENT or slow) and not _is_timed(call.where)


def _is_timed(where: Where) -> bool:
    return any(name.removesuffix("()").rpartition(".")[2] in TIMERS for name in where.holds)


def _endless(calls: list[OutsideCall], function: Function) -> Claim:
    """One finding for all such calls of a function: they are mended together."""
    first, *others = calls
    claim = Claim(
        f"`{function.called(first.location)}` may wait for ever: `{first.what}` has no time limit",
        label="no `timeout` is given here",
        help="pass `timeout=`; a step limit does not end a call that hangs",
        about=function,
        at=first.location,
        notes=("if the other side never answers, the run hangs without an error",),
    )
    for call in others:
        claim = claim.labelled(f"`{call.what}` has none either", call.location)
    return claim


def _slow(call: ModelCall, function: Function) -> Claim:
    never = call.timeout is Limit.ABSENT
    limit = "without a time limit" if never else "with the time limit of its library"
    return Claim(
        f"`{function.called(call.location)}` asks a model {limit}",
        label="`timeout=None` waits for ever" if never else "the library waits for minutes, and tries again",
        help="pass `timeout=` where the client is made",
        about=function,
        part="model",
        at=call.location,
        level=None if never else Level.INFO,
        confidence=Confidence.PROVEN if never else Confidence.GUESSED,
    )
