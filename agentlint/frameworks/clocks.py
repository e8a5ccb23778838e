"""Limits of time that code sets around what it waits for: `asyncio.wait_for`, `asyncio.timeout` and their like."""

import ast
import math
from collections.abc import Iterator
from functools import lru_cache

from agentlint.evaluate.relevance import parts
from agentlint.evaluate.values import NONE, Const, Event, External, Held, Span, Traced, Value
from agentlint.graph.bound import Bound, BoundKind
from agentlint.source import SourceModule

HELD = frozenset({"asyncio.timeout", "async_timeout.timeout", "anyio.fail_after", "anyio.move_on_after",
                  "trio.fail_after", "trio.move_on_after"})  # fmt: skip


def clock(event: Event) -> Bound | None:
    """The limit of time around what happens; None where there is none that is known."""
    for one in event.enclosing:
        match one:
            case Held(Traced(callee=External(name)) as held) if name in HELD:
                given = held.created.arguments.get(0, "delay", "timeout", "seconds")
                if given is not None and given != NONE:
                    return _bound(name, given, held.created.span)
    for span in (event.span, *event.calls):
        for call in _waits(span.module):
            if any(part is span.node for part in parts(call.args[0])):
                seconds = next((word.value for word in call.keywords if word.arg == "timeout"), None)
                seconds = seconds or call.args[1]
                value = Const(seconds.value) if isinstance(seconds, ast.Constant) else None
                return _bound("asyncio.wait_for", value, Span(span.module, call)) if value != NONE else None
    return None


def _bound(name: str, seconds: Value | None, span: Span) -> Bound:
    known = seconds.value if isinstance(seconds, Const) else None
    value = math.ceil(known) if isinstance(known, int | float) and math.isfinite(known) else None
    return Bound(BoundKind.TERMINATION, value, True, "seconds", f"`{name}` around its run", span.location)


@lru_cache(maxsize=64)
def _waits(module: SourceModule) -> tuple[ast.Call, ...]:
    """The calls of `wait_for` in a module that are given a time."""
    return tuple(_timed(module.tree))


def _timed(tree: ast.Module) -> Iterator[ast.Call]:
    for part in parts(tree):
        match part:
            case ast.Call(func=ast.Name(id="wait_for") | ast.Attribute(attr="wait_for"), args=[_, *rest]) if (
                rest or any(word.arg == "timeout" for word in part.keywords)
            ):
                yield part
