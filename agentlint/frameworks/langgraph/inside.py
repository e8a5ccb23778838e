"""Graphs that a factory makes inside the one that it returns: sub-agents, and the agent that leads a team."""

import ast

from agentlint.evaluate.values import Span
from agentlint.frameworks.draft import Draft
from agentlint.frameworks.langgraph.reader import Reader
from agentlint.graph.state import Persistence


def open_inside(reader: Reader, outer: Draft, name: str, builder: str) -> Draft:
    """A compiled graph inside another one, with its limits and its memory."""
    draft = Draft(f"{outer.name}.{name}", outer.framework, builder, _named(outer.span), outer.scope)
    draft.prebuilt = draft.compiled = True
    draft.version, draft.state = outer.version, outer.state
    draft.bounds = [bound for bound in outer.bounds if not bound.explicit]
    draft.persistence = Persistence.INHERITED
    reader.inside.append(draft)
    return draft


def _named(span: Span) -> Span:
    """The name of the factory in its call: the same place, but not taken for another shape of the same construction."""
    return Span(span.module, span.node.func) if isinstance(span.node, ast.Call) else span


def argument_span(span: Span, name: str) -> Span:
    """Where a keyword argument stands in a call; the call itself where it is not written there."""
    given = span.node.keywords if isinstance(span.node, ast.Call) else []
    return next((Span(span.module, keyword.value) for keyword in given if keyword.arg == name), span)
