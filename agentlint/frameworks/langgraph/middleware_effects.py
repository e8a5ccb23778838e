"""What middleware does besides adding nodes: it limits calls and lets humans decide."""

from agentlint.evaluate.operators import plain
from agentlint.evaluate.values import FALSE, NONE, Mapping, Value, options
from agentlint.frameworks.draft import Draft
from agentlint.frameworks.langgraph.middleware import Middleware
from agentlint.frameworks.langgraph.settings import is_given
from agentlint.graph.bound import Bound, BoundKind
from agentlint.graph.model import Interrupt

LIMITED = {"ModelCallLimitMiddleware": "model calls", "ToolCallLimitMiddleware": "tool calls"}
"""Middleware that ends a run, or refuses further calls, at a count; both need one limit at least (langchain 1.4.7)."""

HUMAN = "HumanInTheLoopMiddleware"


def add_effects(draft: Draft, middleware: Middleware) -> None:
    """Add the limits and pauses that a middleware brings to the graph of its agent."""
    for name, unit in LIMITED.items():
        if middleware.is_a(name):
            _limit(draft, middleware, name, unit)
    if middleware.is_a(HUMAN) and middleware.made is not None:
        asks(draft, middleware, middleware.made.created.arguments.get(0, "interrupt_on"))


def _limit(draft: Draft, middleware: Middleware, name: str, unit: str) -> None:
    """A limit on the calls of one tool bounds no loop: the agent may call others."""
    given = middleware.made.created.arguments if middleware.made is not None else None
    if given is None or is_given(given.get(None, "tool_name")):
        return
    for scope in ("run", "thread"):
        limit = given.get(None, f"{scope}_limit")
        if limit is None or not is_given(limit):
            continue
        number = plain(limit)
        value = number.value if number is not None and isinstance(number.value, int) else None
        derivation = f"`{scope}_limit` of `{name}`"
        bound = Bound(BoundKind.CALLS, value, True, f"{unit} in a {scope}", derivation, middleware.span.location)
        if bound not in draft.bounds:
            draft.bounds.append(bound)


def asks(draft: Draft, middleware: Middleware, interrupt_on: Value | None) -> None:
    """A pause before tool calls, unless no tool is named for it."""
    for option, _ in options(interrupt_on) if interrupt_on is not None else ():
        match option:
            case Mapping() if option.rest is None and all(value in (FALSE, NONE) for _, value in option.known()):
                continue
        pause = Interrupt(HUMAN, middleware.span.location)
        if pause not in draft.interrupts:
            draft.interrupts.append(pause)
