"""Runs with findings of every kind, for the reporters to show."""

from collections.abc import Sequence
from pathlib import Path

from agentlint.diagnostics.finding import Finding, Label, Level
from agentlint.diagnostics.result import Result
from agentlint.graph.evidence import Confidence, Location
from agentlint.graph.model import END, START, Edge, EdgeKind, Node, NodeKind, Orchestration, Unresolved

GRAPH = """\
from langgraph.graph import StateGraph

graph.add_edge("writer", "critic")


def build():
    pass


graph.add_edge(*REVIEW_LOOP)
"""
WIRING = 'REVIEW_LOOP = ("critic", "writer")\n'
SOURCES = {("app/graph.py", None): GRAPH.splitlines(), ("app/wiring.py", None): WIRING.splitlines()}


def at(path: str, line: int, column: int, end_column: int, *, end_line: int | None = None) -> Location:
    return Location(path, line, column, end_line or line, end_column)


def lines(path: str, cell: int | None) -> Sequence[str] | None:
    return SOURCES.get((path, cell))


LOOP = Finding(
    rule="cycle-without-exit",
    level=Level.ERROR,
    confidence=Confidence.PROVEN,
    message="cycle `writer → critic → writer` has no exit",
    location=at("app/graph.py", 10, 1, 29),
    graph="app.build",
    element="app.build:loop critic, writer",
    label="`critic` always goes on to `writer`",
    labels=(
        Label("`writer` always goes on to `critic`", at("app/graph.py", 3, 1, 35)),
        Label("the edge comes from here", at("app/wiring.py", 1, 15, 35)),
    ),
    notes=("no transition leaves the cycle",),
    help="let one of its nodes decide to leave the cycle",
)
CELL = Finding(
    rule="untyped-state",
    level=Level.WARNING,
    confidence=Confidence.PROVEN,
    message="the 2 nodes of `demo` share a state without a schema",
    location=Location("demo.ipynb", 4, 9, 4, 25, cell=2),
    graph="demo",
    element="demo",
    label="`dict` declares no keys",
)


def result(*findings: Finding, graphs: int = 1) -> Result:
    here = at("app/graph.py", 1, 1, 5)
    graph = Orchestration(
        name="app.build",
        framework="langgraph",
        builder="StateGraph",
        location=here,
        scope="build",
        nodes=(Node(START, NodeKind.START), Node("writer", NodeKind.AGENT), Node(END, NodeKind.END)),
        edges=(Edge(START, "writer", EdgeKind.SEQUENCE, here),),
        unresolved=(Unresolved("a name comes from a database row", here),),
    )
    return Result(
        root=Path(),
        graphs=(graph,) * graphs,
        findings=findings,
        skipped=(),
        unresolved=(),
        problems=(),
        files=2,
        lines=lines,
    )
