"""The published form of findings."""

import json
import os
from dataclasses import replace
from pathlib import Path

from hostile import results
from hypothesis import given
from jsonschema import Draft202012Validator
from sample_findings import CELL, LOOP, result

import agentlint.reporters
from agentlint.diagnostics.result import Hidden, Result, Suppressor
from agentlint.reporters.json_findings import findings_schema, json_findings

SCHEMA = Path(agentlint.reporters.__file__).parent / "findings.schema.json"


def test_all_that_is_promised_is_there() -> None:
    document = json.loads(json_findings(result(LOOP, CELL)))
    assert document["schema_version"] == "1"
    loop, cell = document["findings"]
    assert {name: loop[name] for name in ("rule", "level", "confidence", "message", "help", "graph", "element")} == {
        "rule": "cycle-without-exit",
        "level": "error",
        "confidence": "proven",
        "message": "cycle `writer → critic → writer` has no exit",
        "help": "let one of its nodes decide to leave the cycle",
        "graph": "app.build",
        "element": "app.build:loop critic, writer",
    }
    assert loop["location"] == {"path": "app/graph.py", "line": 10, "column": 1, "end_line": 10, "end_column": 29}
    assert [label["message"] for label in loop["labels"]] == [label.message for label in LOOP.labels]
    assert loop["labels"][1]["location"]["path"] == "app/wiring.py"
    assert loop["fingerprint"] == LOOP.fingerprint
    assert cell["location"]["cell"] == 2
    assert document["summary"] == {
        "graphs": 1,
        "nodes": 1,
        "edges": 1,
        "unresolved": 1,
        "files": 2,
        "skipped": 0,
        "errors": 1,
        "warnings": 1,
        "infos": 0,
        "hidden": 0,
    }


def test_the_text_is_ascii_whatever_it_quotes() -> None:
    text = json_findings(result(replace(CELL, message="node `\ud800\x1b`")))
    assert text.isascii()
    assert json.loads(text)["findings"][0]["message"] == "node `\ud800\x1b`"


def test_hidden_findings_are_told_apart() -> None:
    document = json.loads(json_findings(replace(result(), hidden=(Hidden(CELL, Suppressor.BASELINE, "old"),))))
    assert document["findings"] == []
    assert document["summary"]["hidden"] == 1
    (hidden,) = document["hidden"]
    assert (hidden["by"], hidden["reason"], hidden["finding"]["rule"]) == ("baseline", "old", "untyped-state")
    assert hidden["finding"]["fingerprint"] == CELL.fingerprint


def test_the_schema_file_is_what_is_published() -> None:
    text = json.dumps(findings_schema(), indent=2) + "\n"
    if os.environ.get("AGENTLINT_UPDATE"):
        SCHEMA.write_text(text)
    assert SCHEMA.read_text() == text, "stale: run the tests with AGENTLINT_UPDATE=1"


@given(results())
def test_everything_published_is_described(run: Result) -> None:
    strict = findings_schema()
    for definition in strict["$defs"].values():
        if definition["type"] == "object":
            definition["additionalProperties"] = False
    Draft202012Validator.check_schema(strict)
    Draft202012Validator(strict).validate(json.loads(json_findings(run)))
