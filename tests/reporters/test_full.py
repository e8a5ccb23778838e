"""The annotated form of findings, as a person reads it in a terminal."""

from dataclasses import replace
from io import StringIO

from rich.console import Console
from sample_findings import CELL, LOOP, at, lines, result

from agentlint.reporters.full import MOST, annotated, full


def test_a_finding_in_two_files_and_one_without_source() -> None:
    assert full(result(LOOP, CELL)).plain == (
        """\
error[cycle-without-exit]: cycle `writer → critic → writer` has no exit
  --> app/graph.py:10:1
   |
 3 | graph.add_edge("writer", "critic")
   | ---------------------------------- `writer` always goes on to `critic`
...
10 | graph.add_edge(*REVIEW_LOOP)
   | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `critic` always goes on to `writer`
   |
  ::: app/wiring.py:1:15
   |
 1 | REVIEW_LOOP = ("critic", "writer")
   |               -------------------- the edge comes from here
   |
   = note: no transition leaves the cycle
   = help: let one of its nodes decide to leave the cycle

warning[untyped-state]: the 2 nodes of `demo` share a state without a schema
 --> demo.ipynb:cell 2:4:9: `dict` declares no keys

Found 1 error and 1 warning in 1 graph (1 node, 1 edge, 1 unresolved)
"""
    )


def test_success_is_one_line() -> None:
    assert full(result()).plain == "No findings in 1 graph (1 node, 1 edge, 1 unresolved)\n"


def test_seeing_nothing_is_said() -> None:
    assert full(result(graphs=0)).plain == "No orchestration found in 2 files\n"


def test_a_long_list_ends_in_single_lines() -> None:
    text = full(result(*[LOOP] * (MOST + 2))).plain
    assert text.count("-->") == MOST
    assert text.endswith(
        """\
2 more, in one line each:
app/graph.py:10:1: error[cycle-without-exit] cycle `writer → critic → writer` has no exit
app/graph.py:10:1: error[cycle-without-exit] cycle `writer → critic → writer` has no exit

Found 22 errors in 1 graph (1 node, 1 edge, 1 unresolved)
"""
    )


def test_hostile_names_do_not_reach_the_terminal() -> None:
    finding = replace(CELL, message="node `\x1b[2J\u202e`", label="\x07", location=at("\x1b]0;x\x07.py", 1, 1, 2))
    assert annotated(finding, lines).plain == (
        "warning[untyped-state]: node `\\x1b[2J\\u202e`\n --> \\x1b]0;x\\x07.py:1:1: \\x07\n"
    )


def test_colour_changes_no_character() -> None:
    report = full(result(LOOP, CELL))
    options = {"highlight": False, "markup": False, "emoji": False, "soft_wrap": True}
    plain, coloured = StringIO(), StringIO()
    Console(file=plain, **options).print(report, end="")
    Console(file=coloured, force_terminal=True, color_system="standard", **options).print(report, end="")
    assert plain.getvalue() == report.plain
    assert "\x1b[1;31merror[cycle-without-exit]\x1b[0m" in coloured.getvalue()
