"""Factories whose graph hardly depends on their arguments: their shapes as tables."""

from dataclasses import dataclass

from agentlint.evaluate.values import External, Traced
from agentlint.frameworks.draft import Draft
from agentlint.frameworks.langgraph.reader import Reader
from agentlint.frameworks.langgraph.vocabulary import last
from agentlint.graph.condition import Decider
from agentlint.graph.evidence import Confidence
from agentlint.graph.model import END, START, Edge, EdgeKind, NodeKind

AGENT, FUNCTION, TOOL = NodeKind.AGENT, NodeKind.FUNCTION, NodeKind.TOOL


@dataclass(frozen=True, slots=True)
class Shape:
    """Nodes, edges, and choices: several targets of one node. ``hidden`` are choices that LangGraph is not told of.

    ``inner`` are arguments that are graphs: the node that runs one, and the argument's position and name.
    """

    nodes: tuple[tuple[str, NodeKind], ...]
    edges: tuple[tuple[str, str], ...]
    choices: tuple[tuple[str, tuple[str, ...], Decider], ...] = ()
    hidden: tuple[tuple[str, tuple[str, ...]], ...] = ()
    inner: tuple[tuple[str, int, str], ...] = ()


SHAPES: dict[tuple[str, str], Shape] = {
    # langgraph 0.1.19, prebuilt/chat_agent_executor.py and agent_executor.py; before 0.1 `tools` was `action`
    ("langgraph", "create_function_calling_executor"): Shape(
        (("agent", AGENT), ("tools", TOOL)),
        ((START, "agent"), ("tools", "agent")),
        (("agent", ("tools", END), Decider.MODEL),),
    ),
    ("langgraph", "create_agent_executor"): Shape(
        (("agent", AGENT), ("tools", TOOL)),
        ((START, "agent"), ("tools", "agent")),
        (("agent", ("tools", END), Decider.MODEL),),
    ),
    # langgraph-bigtool 0.0.3, graph.py
    ("langgraph_bigtool", "create_agent"): Shape(
        (("agent", AGENT), ("select_tools", FUNCTION), ("tools", TOOL)),
        ((START, "agent"), ("tools", "agent"), ("select_tools", "agent")),
        (("agent", ("select_tools", "tools", END), Decider.MODEL),),
    ),
    # langgraph-codeact 0.1.3, __init__.py
    ("langgraph_codeact", "create_codeact"): Shape(
        (("call_model", AGENT), ("sandbox", FUNCTION)),
        ((START, "call_model"), ("sandbox", "call_model")),
        (("call_model", ("sandbox", END), Decider.MODEL),),
    ),
    # langgraph-reflection 0.0.1, __init__.py
    ("langgraph_reflection", "create_reflection_graph"): Shape(
        (("graph", AGENT), ("reflection", AGENT)),
        ((START, "graph"), ("graph", "reflection")),
        (("reflection", ("graph", END), Decider.MODEL),),
        inner=(("graph", 0, "graph"), ("reflection", 1, "reflection")),
    ),
    # trustcall 0.0.39, _base.py; the commands of `patch` hide their targets behind a wrapper
    ("trustcall", "create_extractor"): Shape(
        (("extract", AGENT), ("extract_updates", AGENT), ("patch", AGENT), ("validate", FUNCTION),
         ("del_tool_call", FUNCTION), ("sync", FUNCTION)),
        (("extract", "validate"),),
        ((START, ("extract", "extract_updates"), Decider.STATE),
         ("extract_updates", ("validate", "extract_updates"), Decider.MODEL),
         ("validate", ("patch", "del_tool_call", END), Decider.STATE),
         ("sync", ("validate", "patch", END), Decider.MODEL)),
        (("patch", ("sync", END)),),
    ),
}  # fmt: skip
"""By package and factory."""


def read_shape(reader: Reader, draft: Draft, made: Traced) -> None:
    """Fill a draft with the shape that the table has for its factory."""
    assert isinstance(made.callee, External)
    shape = SHAPES[(made.callee.name.partition(".")[0], last(made.callee))]
    span = draft.span
    draft.prebuilt = True
    for node, position, argument in shape.inner:
        given = made.created.arguments.get(position, argument)
        if given is not None and (inner := reader.graph(given)) is not None:
            draft.subgraphs[node] = inner
    for name, kind in shape.nodes:
        inside = draft.subgraphs.get(name)
        draft.node(name, kind, span, subgraph=inside.name if inside is not None else None)
    for source, target in shape.edges:
        draft.edge(source, target, EdgeKind.SEQUENCE, span)
    for source, targets, who in shape.choices:
        for target in targets:
            draft.edge(source, target, EdgeKind.CONDITIONAL, span, decided_by=who)
    for source, targets in shape.hidden:
        for target in targets:
            edge = Edge(
                source,
                target,
                EdgeKind.HANDOFF,
                span.location,
                False,
                decided_by=Decider.MODEL,
                confidence=Confidence.LIKELY,
            )
            draft.edges.setdefault((source, target, EdgeKind.HANDOFF, False, None), edge)
