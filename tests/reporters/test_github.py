"""Workflow commands: what GitHub Actions makes of them is nothing but what we mean."""

import re
from dataclasses import replace

from hostile import results
from hypothesis import given
from sample_findings import CELL, LOOP, result

from agentlint.diagnostics.finding import Level
from agentlint.diagnostics.result import Result
from agentlint.reporters.github import MOST, github
from agentlint.rules import INTERNAL_ERROR

COMMAND = re.compile(r"::(error|warning|notice) (?:file=[^:,]*,line=\d+,)?title=[^:,]*(?:%2C[^:,]*)*::[^\r\n]*")


def test_an_annotation_at_the_first_line_with_its_reasons() -> None:
    assert github(replace(result(LOOP), within="packages/app")) == (
        "::error file=packages/app/app/graph.py,line=10,title=agentlint (cycle-without-exit)::"
        "cycle `writer → critic → writer` has no exit%0A`critic` always goes on to `writer`%0A"
        "no transition leaves the cycle%0Ahelp: let one of its nodes decide to leave the cycle\n"
    )


def test_a_notebook_is_annotated_as_a_whole_and_the_cell_named() -> None:
    assert github(result(CELL)).startswith(
        "::warning file=demo.ipynb,line=1,title=agentlint (untyped-state)%2C cell 2%2C line 4::"
    )


def test_a_mistake_of_agentlint_has_no_place_in_the_code() -> None:
    assert github(result(replace(LOOP, rule=INTERNAL_ERROR))).startswith("::error title=agentlint (internal-error)::")


def test_what_means_something_to_the_runner_is_escaped() -> None:
    named = replace(LOOP, location=replace(LOOP.location, path="a,b:100%.py"), message="x\n::warning::y 5%", notes=())
    command = github(result(replace(named, label="", help="")))
    assert command == (
        "::error file=a%2Cb%3A100%25.py,line=10,title=agentlint (cycle-without-exit)::x\\n::warning::y 5%25\n"
    )


def test_the_worst_come_first_and_the_rest_is_counted() -> None:
    warnings = [replace(CELL, message=f"warning {number}") for number in range(MOST + 3)]
    *told, more = github(result(*warnings, LOOP)).splitlines()
    assert told[0].startswith("::error ")
    assert [line.partition("%0A")[0].rpartition(":")[2] for line in told[1:]] == [
        f"warning {number}" for number in range(MOST)
    ]
    assert more == "::notice title=agentlint::3 more findings, as GitHub shows 10 of a kind for a step"


def test_the_count_is_no_eleventh_notice() -> None:
    remarks = [replace(CELL, level=Level.INFO)] * (MOST + 1)
    lines = github(result(*remarks)).splitlines()
    assert len(lines) == MOST
    assert lines[-1].startswith("::notice title=agentlint::2 more findings")


def test_nothing_is_said_of_a_clean_run() -> None:
    assert github(result()) == ""


@given(results())
def test_each_line_is_one_command(run: Result) -> None:
    lines = github(run).split("\n")
    assert lines.pop() == ""
    assert len(lines) == len(run.findings)
    assert all(COMMAND.fullmatch(line) for line in lines)
