"""Runs with graphs of every kind, for the reporters to show."""

from dataclasses import replace
from pathlib import Path

from hypothesis import strategies as st

from agentlint.diagnostics.result import Result, Skipped
from agentlint.graph import model
from agentlint.graph.bound import Bound, BoundKind
from agentlint.graph.condition import Condition, Decider
from agentlint.graph.derive import derive
from agentlint.graph.model import Dangling, Decision, Interrupt, Node, NodeKind, Orchestration, Route, Unresolved
from tests.orchestrations import at, orchestration

MONEY = Condition('state["kind"] == "refund"', True, at(40, "app/nodes.py"), ("state.kind",))


def _support() -> Orchestration:
    graph = orchestration(
        "START -> triage",
        "triage -?> refund",
        "triage -?> tools",
        "triage -?> END",
        "refund -> triage",
        "tools -> triage",
        "refund -!> approve",
        "refund -!> END",
        name="support.build_graph",
        kinds={"tools": NodeKind.TOOL, "approve": NodeKind.HUMAN},
        bounds=(Bound(BoundKind.STEP_LIMIT, 10007, explicit=False),),
    )
    edges = list(graph.edges)
    edges[1] = replace(edges[1], label="money", condition=(MONEY,), decided_by=Decider.STATE)
    edges[2] = replace(edges[2], decided_by=Decider.MODEL)
    edges[3] = replace(edges[3], condition=(replace(MONEY, holds=False),))
    nodes = {node.name: node for node in graph.nodes}
    nodes["triage"] = replace(
        nodes["triage"],
        model="gpt-4.1",
        tools=("search",),
        target="app.nodes.triage",
        defined_at=at(3, "app/nodes.py"),
        result=model.Result(update=True, complete=True),
    )
    nodes["approve"] = replace(nodes["approve"], interrupts=(Interrupt("interrupt()", at(9, "app/nodes.py")),))
    return replace(
        graph,
        nodes=tuple(nodes.values()),
        edges=tuple(edges),
        decisions=(Decision("triage", "route", at(20), (Route("money", at(41), (MONEY,)),), complete=False),),
        dangling=(Dangling("refund", "trige", at(33), "edge", "triage"),),
        unresolved=(Unresolved("where `refund` goes comes from a database row", at(3), "refund"),),
    )


SUPPORT = derive(_support())


def seen(*graphs: Orchestration, unresolved: tuple[Unresolved, ...] = (), skipped: tuple[Skipped, ...] = ()) -> Result:
    """A run that saw ``graphs`` in three files."""
    return Result(Path(), graphs, (), skipped, unresolved, (), 3, lambda *_: None)


hostile = st.one_of(
    st.text(st.characters(), max_size=20),
    st.sampled_from(
        ['"]; n0 --> n1', "end", "\x1b[2J", "a\\", "%%{init}%%", "<script>", "\u202e", "`#quot;`", "\r\nx", ""]
    ),
)


@st.composite
def hostile_graphs(draw: st.DrawFn) -> Orchestration:
    """A graph whose names, labels and conditions are any text."""
    names = draw(st.lists(hostile, min_size=2, max_size=4, unique=True))
    pairs = draw(st.lists(st.tuples(st.sampled_from(names), st.sampled_from(names)), min_size=1, max_size=5))
    template = orchestration("START -> a", "a -?> b").edges[1]
    edges = [
        replace(
            template, source=source, target=target, label=draw(hostile), condition=(replace(MONEY, text=draw(hostile)),)
        )
        for source, target in pairs
    ]
    nodes = [
        Node(name, draw(st.sampled_from(NodeKind)), at(2, draw(hostile)), tools=(draw(hostile),)) for name in names
    ]
    graph = replace(orchestration(name=draw(hostile)), nodes=tuple(nodes), edges=tuple(edges), framework=draw(hostile))
    return derive(replace(graph, unresolved=(Unresolved(draw(hostile), at(3)),)))
