"""Graphs as Mermaid and as DOT."""

import re
from dataclasses import replace

from hypothesis import given
from sample_graphs import SUPPORT, hostile_graphs, seen

from agentlint.graph.derive import derive
from agentlint.graph.model import Orchestration
from agentlint.reporters.dot import dot
from agentlint.reporters.mermaid import flowchart, renders
from agentlint.reporters.wording import name
from tests.orchestrations import orchestration

STRING = r'"((?:[\w \-,]|#\d+;)+)"'
MERMAID = "|".join(
    [
        "flowchart TD",
        rf" {{4}}subgraph g\d+\[{STRING}\]",
        " {4}end",
        rf" {{8}}n\d+(?:\(\[|\[\[|\[/|\(|\[|{{|>){STRING}(?:\]\)|\]\]|/\]|\)|\]|}})",
        rf" {{8}}n\d+ (?:-->|-\.->)(?:\|{STRING}\|)? n\d+",
        r" {4}linkStyle \d+(?:,\d+)* stroke-dasharray:1 4",
    ]
)
DOT_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')


def labels_of_nodes(text: str) -> list[str]:
    """What a Mermaid reader makes of the labels."""
    boxes = re.findall(rf"^ {{8}}n\d+[^ ]*?{STRING}[^ ]*$", text, re.MULTILINE)
    return [re.sub(r"#(\d+);", lambda code: chr(int(code[1])), label) for label in boxes]


def test_mermaid() -> None:
    assert (
        flowchart([derive(orchestration("START -> a", "a -?> b", "a -!> END", "b -> a"))])
        == """\
flowchart TD
    subgraph g0["app#46;graph #40;langgraph, orchestrator-worker#41;"]
        n0(["START"])
        n1("a")
        n2("b")
        n3(["END"])
        n0 --> n1
        n1 -.->|"decided at run time"| n2
        n1 -.->|"target not resolved"| n3
        n2 --> n1
    end
    linkStyle 2 stroke-dasharray:1 4
"""
    )


def test_dot() -> None:
    assert (
        dot(seen(derive(orchestration("START -> a", "a -?> b", "a -!> END", "b -> a"))))
        == """\
digraph agentlint {
  subgraph cluster_g0 {
    label="app.graph (langgraph, orchestrator-worker)";
    n0 [label="START", shape=oval];
    n1 [label="a", shape=box, style=rounded];
    n2 [label="b", shape=box, style=rounded];
    n3 [label="END", shape=oval];
    n0 -> n1 [style=solid];
    n1 -> n2 [style=dashed, label="decided at run time"];
    n1 -> n3 [style=dotted, label="target not resolved"];
    n2 -> n1 [style=solid];
  }
}
"""
    )


def test_a_transition_to_nowhere_is_drawn() -> None:
    assert 'n6>"trige"]' in flowchart([SUPPORT])
    assert 'n2 -> n6 [style=dotted, label="no such node"];' in dot(seen(SUPPORT))


def test_graphs_share_no_ids() -> None:
    text = flowchart([SUPPORT, SUPPORT])
    ids = re.findall(r"^ {8}(n\d+)[^ ]*\"", text, re.MULTILINE)
    assert len(ids) == len(set(ids)) == 2 * 7


def test_a_node_leads_to_the_graph_that_it_runs() -> None:
    outer = orchestration("START -> desk", "desk -> END", name="outer")
    outer = replace(outer, nodes=(replace(outer.nodes[0], subgraph="inner"),))
    graphs = [derive(outer), derive(orchestration("START -> clerk", name="inner"))]
    assert '\n    n1 -.->|"runs"| g1\n' in flowchart(graphs)
    assert "  n1 -> n3 [style=dotted, label=runs, lhead=cluster_g1];" in dot(seen(*graphs))


def test_what_mermaid_draws_has_an_end() -> None:
    small = derive(orchestration(*(f"a -?> n{number}" for number in range(250))))
    assert renders(flowchart([small, small]))
    assert not renders(flowchart([small, small, small]))


def test_nothing_found_is_an_empty_diagram() -> None:
    assert flowchart([]) == "flowchart TD\n"
    assert dot(seen()) == "digraph agentlint {\n}\n"


@given(hostile_graphs())
def test_no_name_breaks_mermaid(graph: Orchestration) -> None:
    text = flowchart([graph])
    assert [line for line in text.splitlines() if not re.fullmatch(MERMAID, line)] == []
    assert labels_of_nodes(text) == [name(node.name) for node in graph.nodes]


@given(hostile_graphs())
def test_no_name_breaks_dot(graph: Orchestration) -> None:
    text = dot(seen(graph))
    bare = DOT_STRING.sub('""', text)
    assert bare.count('"') == 2 * len(DOT_STRING.findall(text))
    statement = (
        r'    n\d+(?: -> n\d+)? \[[a-z0-9=, "]+\];|    label="";|  subgraph cluster_g0 \{|  \}|digraph agentlint \{|\}'
    )
    assert [line for line in bare.splitlines() if not re.fullmatch(statement, line)] == []
