"""GitLab's Code Quality report."""

import json
from dataclasses import replace

from hostile import results
from hypothesis import given
from sample_findings import CELL, LOOP, result
from schemas import GITLAB

from agentlint.diagnostics.result import Result
from agentlint.reporters.gitlab import gitlab


def test_an_entry_names_rule_and_place() -> None:
    (entry,) = json.loads(gitlab(replace(result(LOOP), within="packages/app")))
    fingerprint = entry.pop("fingerprint")
    assert len(fingerprint) == 32
    assert entry == {
        "description": "cycle-without-exit: cycle `writer → critic → writer` has no exit",
        "check_name": "cycle-without-exit",
        "severity": "major",
        "location": {"path": "packages/app/app/graph.py", "lines": {"begin": 10}},
    }


def test_a_notebook_is_marked_at_its_top_and_the_cell_named() -> None:
    (entry,) = json.loads(gitlab(result(CELL)))
    assert entry["location"] == {"path": "demo.ipynb", "lines": {"begin": 1}}
    assert entry["description"].endswith("without a schema (cell 2, line 4)")


def test_no_two_entries_share_a_fingerprint_and_moved_lines_keep_theirs() -> None:
    moved = replace(LOOP, location=replace(LOOP.location, line=99, end_line=99))
    first, second = json.loads(gitlab(result(LOOP, moved)))
    assert first["fingerprint"] != second["fingerprint"]
    (alone,) = json.loads(gitlab(result(moved)))
    assert alone["fingerprint"] == first["fingerprint"]


def test_equal_findings_of_two_projects_are_two() -> None:
    prints = {json.loads(gitlab(replace(result(LOOP), within=each)))[0]["fingerprint"] for each in ("a", "b")}
    assert len(prints) == 2


@given(results())
def test_gitlab_accepts_it_whatever_it_quotes(run: Result) -> None:
    entries = json.loads(gitlab(run))
    GITLAB.validate(entries)
    assert len({entry["fingerprint"] for entry in entries}) == len(entries) == len(run.findings)
    assert all(entry["description"].isprintable() for entry in entries)
