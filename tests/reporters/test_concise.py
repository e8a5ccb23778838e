"""One line for each finding."""

from sample_findings import CELL, LOOP, result

from agentlint.reporters.concise import concise


def test_one_line_each_with_the_cell_of_a_notebook() -> None:
    assert concise(result(LOOP, CELL)).plain == (
        """\
app/graph.py:10:1: error[cycle-without-exit] cycle `writer → critic → writer` has no exit
demo.ipynb:cell 2:4:9: warning[untyped-state] the 2 nodes of `demo` share a state without a schema
Found 1 error and 1 warning in 1 graph (1 node, 1 edge, 1 unresolved)
"""
    )
