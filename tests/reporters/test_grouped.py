"""The findings under their files."""

from dataclasses import replace

from sample_findings import CELL, LOOP, at, result

from agentlint.reporters.grouped import grouped


def test_a_block_for_each_file() -> None:
    again = replace(LOOP, location=at("app/graph.py", 3, 1, 5))
    assert grouped(result(LOOP, again, CELL)).plain == (
        """\
app/graph.py
  10:1 error[cycle-without-exit] cycle `writer → critic → writer` has no exit
  3:1 error[cycle-without-exit] cycle `writer → critic → writer` has no exit

demo.ipynb
  cell 2:4:9 warning[untyped-state] the 2 nodes of `demo` share a state without a schema

Found 2 errors and 1 warning in 1 graph (1 node, 1 edge, 1 unresolved)
"""
    )


def test_success_is_one_line() -> None:
    assert grouped(result()).plain == "No findings in 1 graph (1 node, 1 edge, 1 unresolved)\n"
