"""Routers that ask `tools_condition` themselves: what its answer says of the last message."""

from collections.abc import Iterator
from dataclasses import replace

from agentlint.evaluate.values import (
    AttributeOf,
    Comparison,
    Condition,
    Conditions,
    Const,
    ItemOf,
    Parameter,
    Span,
    Traced,
    Unknown,
    Value,
    unknown,
)
from agentlint.frameworks.langgraph.names import names
from agentlint.frameworks.langgraph.vocabulary import is_name

LAST = Const(-1)


def asks_for_tools(span: Span) -> Value:
    """The test that `tools_condition` makes (langgraph/prebuilt/tool_node.py, 1.0)."""
    message = unknown("the last message", span, Parameter("messages"))
    return unknown("the model asks for tools", span, AttributeOf(message, "tool_calls"))


def seen_through(conditions: Conditions) -> Conditions | None:
    """Tests of an answer of `tools_condition` as tests of the message; None where others say the opposite of it."""
    if len(set(_said(conditions))) > 1:
        return None
    return tuple(_read(one) for one in conditions)


def _said(conditions: Conditions) -> Iterator[bool]:
    """What the conditions say of whether the last message asks for tools."""
    for one in conditions:
        match one.test:
            case Unknown(origin=Comparison(Traced() as answer, "==" | "!=" as how, other)) if _is_answer(answer):
                told = [name for name, _, _ in names(other)]
                if told in (["tools"], ["__end__"]):
                    yield (one.holds == (how == "==")) == (told == ["tools"])
            case Unknown(origin=AttributeOf(Unknown(origin=ItemOf(_, key)), "tool_calls")) if key == LAST:
                yield one.holds


def _read(condition: Condition) -> Condition:
    match condition.test:
        case Unknown(origin=Comparison(Traced() as answer, how, other)) if _is_answer(answer):
            asked = Comparison(asks_for_tools(condition.span), how, other)
            return replace(condition, test=unknown("what the model asks for", condition.span, asked))
        case _:
            return condition


def _is_answer(value: Traced) -> bool:
    return is_name(value.callee, "tools_condition")
