"""The published JSON and its schema."""

import json
import os
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import agentlint.graph
from agentlint.graph import schema
from agentlint.graph.bound import Bound, BoundKind
from agentlint.graph.derive import derive
from agentlint.graph.json import published
from agentlint.graph.model import Dangling, Decision, EdgeKind, Node, NodeKind, Route, Unresolved
from agentlint.graph.summary import Skipped
from tests.orchestrations import at, orchestration

SCHEMA = Path(agentlint.graph.__file__).parent / "schema.json"

SUPPORT = derive(
    replace(
        orchestration(
            "START -> triage",
            "triage -?> refund",
            "triage -?> END",
            "refund -> triage",
            "triage -!> audit",
            name="support",
        ),
        bounds=(Bound(BoundKind.STEP_LIMIT, 10007, explicit=False),),
        decisions=(
            Decision(
                "triage",
                "route",
                at(20),
                (Route("yes", at(21)), Route(None, at(22))),
                True,
                (("yes", "refund", at(20)),),
            ),
        ),
        dangling=(Dangling("triage", "refnd", at(23), "goto", "refund"),),
        unresolved=(Unresolved("node name comes from a database row", at(3)),),
    )
)


def document(*args: Any, **rest: Any) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(published(*args, **rest))
    return made


def validator() -> Draft202012Validator:
    """The schema, made strict: what it does not describe may not occur."""
    strict = json.loads(SCHEMA.read_text())
    for definition in strict["$defs"].values():
        if definition["type"] == "object":
            definition["additionalProperties"] = False
    Draft202012Validator.check_schema(strict)
    return Draft202012Validator(strict)


def test_the_schema_file_is_what_the_model_says() -> None:
    if os.environ.get("AGENTLINT_UPDATE"):
        SCHEMA.write_text(schema.text())
    assert SCHEMA.read_text() == schema.text(), "stale: run the tests with AGENTLINT_UPDATE=1"


def test_everything_published_is_described() -> None:
    validator().validate(document([SUPPORT], [Unresolved("x", at(1))], [Skipped("a.py", "not Python")], files=3))


def test_the_document_says_what_was_seen() -> None:
    made = document([SUPPORT], [Unresolved("x", at(1))], [Skipped("a.py", "not Python")], files=3)
    assert made["schema_version"] == "1"
    assert made["summary"] == {"graphs": 1, "nodes": 3, "edges": 4, "unresolved": 2, "files": 3, "skipped": 1}
    assert made["skipped"] == [{"path": "a.py", "reason": "not Python"}]
    assert made["unresolved"][0]["reason"] == "x"


def test_a_graph_as_the_design_fixes_it() -> None:
    (graph,) = document([SUPPORT])["graphs"]
    place = {"path": "app/graph.py", "line": 1, "column": 5, "end_line": 1, "end_column": 20}
    assert (graph["name"], graph["framework"], graph["location"]) == ("support", "langgraph", place)
    assert {(node["name"], node["kind"]) for node in graph["nodes"]} == {
        ("__start__", "start"),
        ("triage", "agent"),
        ("refund", "agent"),
        ("audit", "agent"),
        ("__end__", "end"),
    }
    assert "location" not in graph["nodes"][0]
    edge = graph["edges"][1]
    assert (edge["source"], edge["target"], edge["kind"], edge["resolved"]) == ("triage", "refund", "conditional", True)
    assert [edge["resolved"] for edge in graph["edges"]] == [True, True, True, True, False]
    (loop,) = graph["loops"]
    assert loop["nodes"] == ["triage", "refund"]
    assert (loop["bound"]["kind"], loop["bound"]["value"], loop["bound"]["explicit"]) == (
        "recursion_limit",
        10007,
        False,
    )
    assert [(way["source"], way["target"], way["decided_by"]) for way in loop["exits"]] == [
        ("triage", "__end__", "unknown"),
        ("triage", "audit", "unknown"),
    ]
    assert graph["unresolved"][0]["location"]["line"] == 3


def test_elements_carry_their_identity() -> None:
    (graph,) = document([SUPPORT])["graphs"]
    assert graph["identity"] == "support"
    assert graph["nodes"][1]["identity"] == "support:triage"
    assert graph["edges"][1]["identity"] == "support:triage -> refund"
    assert graph["decisions"][0]["identity"] == "support:triage ? route"


def test_a_transition_to_nowhere_is_no_edge() -> None:
    (graph,) = document([SUPPORT])["graphs"]
    assert graph["dangling"][0]["target"] == "refnd"
    assert "refnd" not in {edge["target"] for edge in graph["edges"]}


def test_two_kinds_of_transition_between_the_same_nodes_are_two_edges() -> None:
    (graph,) = document([derive(orchestration("a -> b", "a -?> b"))])["graphs"]
    assert [edge["kind"] for edge in graph["edges"]] == ["sequence", "conditional"]


def test_a_bound_without_a_number_says_so() -> None:
    (graph,) = document([derive(orchestration("a -> b", "b -> a"))])["graphs"]
    assert graph["loops"][0]["bound"]["value"] is None


def test_a_route_that_ends_without_a_value_says_so() -> None:
    (graph,) = document([SUPPORT])["graphs"]
    assert [route["value"] for route in graph["decisions"][0]["routes"]] == ["yes", None]


def test_nothing_found_is_a_document_too() -> None:
    made = document([])
    validator().validate(made)
    assert made["graphs"] == []


def test_an_infinite_time_limit_is_none() -> None:
    graph = orchestration("START -> a", "a -> END")
    node = Node("a", NodeKind.AGENT, timeout=float("inf"))
    (made,) = document([derive(replace(graph, nodes=(node,)))])["graphs"]
    assert "timeout" not in made["nodes"][1]


@given(st.lists(st.text(st.characters(), max_size=12), min_size=2, max_size=5, unique=True))
def test_any_name_survives(names: list[str]) -> None:
    graph = orchestration("START -> a", "a -> END")
    nodes = tuple(Node(name, NodeKind.AGENT, at(2)) for name in names)
    edges = tuple(
        replace(graph.edges[0], source=source, target=target, kind=EdgeKind.HANDOFF)
        for source, target in pairwise(names)
    )
    text = published([derive(replace(graph, nodes=nodes, edges=edges))])
    assert text.isascii()
    made = json.loads(text)
    validator().validate(made)
    assert [node["name"] for node in made["graphs"][0]["nodes"]] == names
