"""One line for each finding, with all that a coding agent needs."""

from hostile import results
from hypothesis import given
from sample_findings import CELL, LOOP, result

from agentlint.diagnostics.result import Result
from agentlint.reporters.agent import agent


def test_what_why_where_else_and_what_to_do() -> None:
    assert agent(result(LOOP, CELL)).plain == (
        "app/graph.py:10:1: error[cycle-without-exit] cycle `writer → critic → writer` has no exit"
        " | `critic` always goes on to `writer` | note: no transition leaves the cycle"
        " | see also: app/graph.py:3:1, app/wiring.py:1:15 | help: let one of its nodes decide to leave the cycle\n"
        "demo.ipynb:cell 2:4:9: warning[untyped-state] the 2 nodes of `demo` share a state without a schema"
        " | `dict` declares no keys\n"
        "Found 1 error and 1 warning in 1 graph (1 node, 1 edge, 1 unresolved)\n"
    )


@given(results())
def test_a_finding_is_a_line_whatever_it_quotes(run: Result) -> None:
    assert len(agent(run).plain.splitlines()) == len(run.findings) + 1
