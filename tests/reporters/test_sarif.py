"""SARIF: valid by the standard, and complete by what GitHub makes of it."""

import json
import re
from dataclasses import replace
from typing import Any
from urllib.parse import unquote

from hostile import results
from hypothesis import given
from sample_findings import CELL, LOOP, at, result
from schemas import SARIF

from agentlint.diagnostics.finding import Label, Level
from agentlint.diagnostics.result import Hidden, Result, Skipped, Suppressor
from agentlint.graph.model import Unresolved
from agentlint.reporters.sarif import MOST_LOCATIONS, MOST_RESULTS, sarif
from agentlint.rules import INTERNAL_ERROR, RULES

LINK = re.compile(r"(?<!\\)\[((?:\\[\\\[\]]|[^\\\[\]])*)\]\((\d+)\)")
"""A link as readers find it: the text with escaped brackets, and the id of a location."""


def run_of(result: Result) -> dict[str, Any]:
    """The only run, if it is valid."""
    document = json.loads(sarif(result))
    SARIF.validate(document)
    (only,) = document["runs"]
    return only  # type: ignore[no-any-return]


def region(location: dict[str, Any]) -> tuple[str, dict[str, int]]:
    physical = location["physicalLocation"]
    assert physical["artifactLocation"]["uriBaseId"] == "%SRCROOT%"
    return physical["artifactLocation"]["uri"], physical["region"]


def test_a_finding_with_its_places() -> None:
    (told,) = run_of(replace(result(LOOP), within="packages/app"))["results"]
    assert (told["ruleId"], told["level"]) == ("cycle-without-exit", "error")
    assert told["message"]["text"].splitlines() == [
        "cycle `writer → critic → writer` has no exit",
        "`critic` always goes on to `writer`",
        "no transition leaves the cycle",
        "[`writer` always goes on to `critic`](1)",
        "[the edge comes from here](2)",
        "Help: let one of its nodes decide to leave the cycle",
    ]
    (place,) = told["locations"]
    assert region(place) == (
        "packages/app/app/graph.py",
        {"startLine": 10, "startColumn": 1, "endLine": 10, "endColumn": 29},
    )
    assert [related["id"] for related in told["relatedLocations"]] == [1, 2]
    assert region(told["relatedLocations"][1])[0] == "packages/app/app/wiring.py"
    assert told["partialFingerprints"] == {"primaryLocationLineHash": f"{LOOP.fingerprint}:1"}
    assert told["suppressions"] == []


def test_a_loop_is_walked_step_by_step() -> None:
    steps = (Label("`a` → `b`", at("app/graph.py", 3, 1, 2)), Label("`b` → `a`", at("app/graph.py", 10, 1, 2)))
    (told,) = run_of(result(replace(LOOP, flow=steps)))["results"]
    ((flow,),) = [flow["threadFlows"] for flow in told["codeFlows"]]
    assert [step["location"]["message"]["text"] for step in flow["locations"]] == ["`a` → `b`", "`b` → `a`"]
    assert run_of(result(LOOP))["results"][0]["codeFlows"] == []


def test_the_cell_of_a_notebook_is_named_and_the_file_stands_for_it() -> None:
    (told,) = run_of(result(CELL))["results"]
    (place,) = told["locations"]
    assert region(place) == ("demo.ipynb", {"startLine": 1})
    assert place["logicalLocations"] == [{"name": "cell 2, line 4"}]
    assert "In cell 2, line 4." in told["message"]["text"]


def test_equal_findings_are_told_apart_and_moved_lines_change_nothing() -> None:
    moved = replace(LOOP, location=replace(LOOP.location, line=12, end_line=12))
    prints = [told["partialFingerprints"]["primaryLocationLineHash"] for told in run_of(result(LOOP, moved))["results"]]
    assert prints == [f"{LOOP.fingerprint}:1", f"{LOOP.fingerprint}:2"]
    assert run_of(result(moved))["results"][0]["partialFingerprints"]["primaryLocationLineHash"] == prints[0]


def test_every_rule_that_judged_is_described() -> None:
    run = run_of(replace(result(CELL), rules=("cycle-without-exit", "untyped-state")))
    described = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in described] == ["cycle-without-exit", "untyped-state"]
    assert [told["ruleIndex"] for told in run["results"]] == [1]
    cycle = described[0]
    assert cycle["name"] == "CycleWithoutExit"
    assert cycle["shortDescription"]["text"] == "Cycle that nothing can leave."
    assert cycle["fullDescription"]["text"].startswith("Control that enters the cycle never comes out.")
    assert cycle["help"]["text"].startswith("Let one node of the cycle decide to leave it")
    assert cycle["help"]["markdown"].startswith("# cycle-without-exit\n")
    assert cycle["defaultConfiguration"] == {"level": "error"}
    assert cycle["properties"] == {
        "tags": ["orchestration", "loops"],
        "precision": "high",
        "problem.severity": "error",
    }


def test_the_whole_catalogue_is_valid_and_within_the_limits() -> None:
    described = run_of(replace(result(), rules=tuple(RULES)))["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in described] == list(RULES)
    assert all(len(rule["properties"]["tags"]) <= 10 for rule in described)
    assert all(len(rule["shortDescription"]["text"]) <= 1024 for rule in described)
    assert all(len(rule["fullDescription"]["text"]) <= 1024 for rule in described)


def test_hidden_findings_are_suppressed_results() -> None:
    hidden = (
        Hidden(LOOP, Suppressor.COMMENT, "known"),
        Hidden(CELL, Suppressor.SETTINGS),
        Hidden(CELL, Suppressor.BASELINE, "legacy"),
    )
    told = run_of(replace(result(), hidden=hidden))["results"]
    assert [one["suppressions"] for one in told] == [
        [{"kind": "inSource", "justification": "known"}],
        [{"kind": "external", "justification": "by settings"}],
        [{"kind": "external", "justification": "legacy"}],
    ]


def test_each_project_of_a_repository_has_a_category() -> None:
    assert run_of(result())["automationDetails"] == {"id": "agentlint/"}
    assert run_of(replace(result(), within="packages/app"))["automationDetails"] == {"id": "agentlint/packages/app/"}


def test_what_was_not_seen_is_said() -> None:
    gap = Unresolved("outside of all graphs", at("app/wiring.py", 1, 1, 2))
    (call,) = run_of(replace(result(), skipped=(Skipped("bad.py", "not Python"),), unresolved=(gap,)))["invocations"]
    assert call["executionSuccessful"] is True
    assert [(one["level"], one["message"]["text"]) for one in call["toolExecutionNotifications"]] == [
        ("warning", "skipped: not Python"),
        ("note", "not resolved: outside of all graphs"),
        ("note", "not resolved: a name comes from a database row"),
    ]


def test_a_mistake_of_agentlint_is_no_result() -> None:
    run = run_of(result(replace(LOOP, rule=INTERNAL_ERROR, message="overlay x failed"), CELL))
    assert [told["ruleId"] for told in run["results"]] == ["untyped-state"]
    (call,) = run["invocations"]
    assert call["executionSuccessful"] is False
    assert ("error", "overlay x failed") in [
        (one["level"], one["message"]["text"]) for one in call["toolExecutionNotifications"]
    ]


def test_too_many_results_lose_the_mildest_and_say_so() -> None:
    mild = replace(CELL, level=Level.INFO)
    run = run_of(result(*[mild] * MOST_RESULTS, LOOP))
    assert len(run["results"]) == MOST_RESULTS
    assert run["results"][0]["ruleId"] == LOOP.rule
    assert run["invocations"][0]["toolExecutionNotifications"][-1]["message"]["text"].startswith("1 more result")


def test_too_many_places_are_cut_together_with_their_links() -> None:
    many = replace(LOOP, labels=(LOOP.labels * MOST_LOCATIONS), flow=LOOP.labels * MOST_LOCATIONS)
    (told,) = run_of(result(many))["results"]
    assert len(told["relatedLocations"]) + len(told["locations"]) == MOST_LOCATIONS
    assert len(LINK.findall(told["message"]["text"])) == len(told["relatedLocations"])
    assert len(told["codeFlows"][0]["threadFlows"][0]["locations"]) == MOST_LOCATIONS


def test_code_in_brackets_is_no_link() -> None:
    named = replace(LOOP, message="state[x](2)", labels=(Label("a [b](1) \\", at("app/graph.py", 3, 1, 2)),))
    (told,) = run_of(result(named))["results"]
    assert LINK.findall(told["message"]["text"]) == [("a \\[b\\](1) \\\\", "1")]


@given(results())
def test_it_is_valid_whatever_it_quotes(hostile: Result) -> None:
    run = run_of(hostile)
    assert len(run["results"]) == len(hostile.findings) + len(hostile.hidden)
    for told in run["results"]:
        uri, _ = region(told["locations"][0])
        assert re.fullmatch(r"[A-Za-z0-9._~/%-]+", uri)
        assert unquote(uri, errors="surrogatepass").startswith(hostile.within)
        assert len(LINK.findall(told["message"]["text"])) == len(told["relatedLocations"])
        assert all(line.isprintable() for line in told["message"]["text"].split("\n"))
