"""How much of the conversation ready-made agents give their model, and hand to the agent that goes on."""

from dataclasses import replace

from agentlint.evaluate.values import Const, Function, Mapping, Method, Partial, Value, options
from agentlint.frameworks.content import content
from agentlint.frameworks.draft import Draft
from agentlint.frameworks.langgraph.middleware import Middleware
from agentlint.frameworks.langgraph.routing import Target
from agentlint.frameworks.langgraph.settings import is_given
from agentlint.graph.effects import Effects
from agentlint.graph.model import History, Node, NodeKind, Payload
from agentlint.graph.payload import is_raw

SUMMARISES = frozenset({"SummarizationMiddleware", "SummarizationToolMiddleware"})
CUTS = frozenset({"ContextEditingMiddleware"})
TRIGGERS = ("trigger", "max_tokens_before_summary")
"""Without one of them `SummarizationMiddleware` never summarises (langchain 1.4.7)."""
BEFORE = frozenset({"before_agent", "before_model", "wrap_model_call"})
"""Hooks in which middleware of the project may shorten what the model is given."""
NONE = Effects()
SHORTER = "llm_input_messages"
"""What a `pre_model_hook` gives the model in place of the conversation."""


def with_hook(hook: Node | None, prompt: Value | None) -> History | None:
    """What `create_react_agent` gives its model: all, unless a hook or a prompt of its own chooses."""
    effects = hook.effects if hook is not None else NONE
    if effects is None or any(one.key == SHORTER or "RemoveMessage" in one.content.makes for one in effects.writes):
        return History.WINDOWED
    computed = prompt is not None and any(isinstance(one, Function | Method | Partial) for one, _ in options(prompt))
    return None if computed or not effects.complete else History.FULL


def with_middleware(middleware: tuple[Middleware, ...]) -> History | None:
    """What `create_agent` gives its model: all, unless middleware shortens it."""
    known = [_of(one) for one in middleware]
    return next((found for found in (History.SUMMARY, History.WINDOWED, None) if found in known), History.FULL)


def _of(middleware: Middleware) -> History | None:
    for names, found in ((SUMMARISES, History.SUMMARY), (CUTS, History.WINDOWED)):
        if middleware.name in names or any(map(middleware.is_a, names)):
            return History.FULL if _is_idle(middleware) else found
    own = BEFORE & {name for name, hook in middleware.hooks.items() if hook.action is not None}
    return None if own else History.FULL


def _is_idle(middleware: Middleware) -> bool:
    """Whether a summary is set up and nothing ever starts it."""
    if middleware.made is None or not middleware.is_a("SummarizationMiddleware"):
        return False
    given = middleware.made.created.arguments
    return given.rest is None and not any(is_given(given.get(None, name)) for name in TRIGGERS)


def sent(target: Target) -> Payload | None:
    """What a `Send` gives its node in place of the state; None where the node gets the state."""
    if not isinstance(target.payload, Mapping):
        return None
    fields = tuple(
        key.value for key, _ in target.payload.known() if isinstance(key, Const) and isinstance(key.value, str)
    )
    everything = bool(content(target.payload, target.root).whole)
    return Payload(fields, None if everything else History.NONE)


def hand_over(draft: Draft) -> None:
    """Tell what the agents among the nodes of a graph are given, and which raw results of their tools go along.

    An agent that is a node itself leaves its whole conversation in that of the graph around it.
    """
    for name, inner in draft.subgraphs.items():
        node = draft.nodes[name]
        asked = next((one for one in inner.nodes.values() if one.kind is NodeKind.AGENT), None)
        if not inner.prebuilt or asked is None:
            continue
        draft.nodes[name] = replace(node, history=asked.history, model=node.model or asked.model)
        raw = tuple(tool.name for tool in inner.tools.values() if is_raw(tool)) if node.effects is None else ()
        for key, edge in list(draft.edges.items()):
            if edge.source == name and (edge.payload is None or edge.payload.history is History.FULL):
                draft.edges[key] = replace(edge, payload=replace(edge.payload or Payload(), raw=raw))
