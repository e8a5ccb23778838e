"""The published form of findings."""

import json
from dataclasses import replace

from sample_findings import CELL, LOOP, result

from agentlint.reporters.json_findings import json_findings


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
    }


def test_the_text_is_ascii_whatever_it_quotes() -> None:
    text = json_findings(result(replace(CELL, message="node `\ud800\x1b`")))
    assert text.isascii()
    assert json.loads(text)["findings"][0]["message"] == "node `\ud800\x1b`"
