"""JUnit's XML."""

from dataclasses import replace
from xml.etree import ElementTree

from hostile import results
from hypothesis import given
from sample_findings import CELL, LOOP, result
from schemas import JUNIT

from agentlint.diagnostics.result import Hidden, Result, Suppressor
from agentlint.graph.tested import Coverage
from agentlint.reporters.junit import junit
from agentlint.rules import INTERNAL_ERROR


def suite(run: Result) -> ElementTree.Element:
    text = junit(run)
    JUNIT.validate(ElementTree.ElementTree(ElementTree.fromstring(text.encode("utf-8"))))
    (only,) = ElementTree.fromstring(text.encode("utf-8"))
    return only


def counts(made: ElementTree.Element) -> tuple[int, ...]:
    return tuple(int(made.attrib[name]) for name in ("tests", "failures", "errors", "skipped"))


def test_a_case_for_each_rule_and_element() -> None:
    elsewhere = replace(LOOP, element="app.build:loop a, b")
    made = suite(replace(result(LOOP, LOOP, elsewhere), within="packages/app"))
    assert made.attrib["name"] == "agentlint/packages/app"
    assert counts(made) == (2, 2, 0, 0)
    first, second = made
    assert (first.attrib["classname"], first.attrib["name"]) == ("agentlint.cycle-without-exit", LOOP.element)
    assert [failure.tag for failure in first] == ["failure", "failure"]
    assert len(second) == 1
    assert first[0].attrib["message"] == LOOP.message
    assert (first[0].text or "").splitlines() == [
        "app/graph.py:10:1: error[cycle-without-exit] cycle `writer → critic → writer` has no exit",
        "`critic` always goes on to `writer`",
        "no transition leaves the cycle",
        "help: let one of its nodes decide to leave the cycle",
    ]


def test_a_clean_run_is_a_case_that_passed() -> None:
    made = suite(result())
    assert counts(made) == (1, 0, 0, 0)
    assert made[0].attrib["name"] == "No findings in 1 graph (1 node, 1 edge, 1 unresolved)"
    assert list(made[0]) == []


def test_the_name_of_a_clean_run_is_one_line() -> None:
    (graph,) = result().graphs
    made = suite(replace(result(), graphs=(replace(graph, coverage=Coverage(4, 1, 2, 1)),)))
    assert made[0].attrib["name"] == "No findings in 1 graph (1 node, 1 edge, 1 unresolved)"


def test_what_is_hidden_was_skipped_and_why() -> None:
    made = suite(replace(result(LOOP), hidden=(Hidden(CELL, Suppressor.BASELINE, "legacy"),)))
    assert counts(made) == (2, 1, 0, 1)
    assert made[1][0].attrib["message"] == "baseline: legacy"


def test_a_hidden_finding_does_not_excuse_one_that_is_told() -> None:
    made = suite(replace(result(LOOP), hidden=(Hidden(LOOP, Suppressor.COMMENT),)))
    assert counts(made) == (1, 1, 0, 0)


def test_a_mistake_of_agentlint_is_an_error_and_no_failure() -> None:
    made = suite(result(replace(LOOP, rule=INTERNAL_ERROR)))
    assert counts(made) == (1, 0, 1, 0)


@given(results())
def test_readers_accept_it_whatever_it_quotes(run: Result) -> None:
    made = suite(run)
    assert len(made.findall("testcase/failure")) == len(run.findings)
