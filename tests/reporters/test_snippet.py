"""How marks are drawn under source lines."""

from collections.abc import Sequence

from sample_findings import at

from agentlint.reporters.snippet import WIDEST, Mark, snippet


def drawn(source: str, *marks: Mark) -> str:
    def lines(path: str, cell: int | None) -> Sequence[str] | None:
        return source.splitlines() if (path, cell) == ("a.py", None) else None

    return snippet(marks, lines, 2).plain


def test_several_marks_on_a_line_each_have_a_row() -> None:
    assert drawn(
        'edge("a", "b")',
        Mark(at("a.py", 1, 6, 9), "from here", primary=True),
        Mark(at("a.py", 1, 11, 14), "to there"),
    ) == (
        """\
  --> a.py:1:6
   |
 1 | edge("a", "b")
   |      ^^^ from here
   |           --- to there
   |
"""
    )


def test_a_mark_of_several_lines_has_a_bar_beside_it() -> None:
    source = "x = 1\ngraph.edge(\n    'a',\n    'b',\n)\ny = 2\n"
    assert drawn(
        source,
        Mark(at("a.py", 2, 1, 2, end_line=5), "the edge", primary=True),
        Mark(at("a.py", 3, 5, 8), "its source"),
    ) == (
        """\
  --> a.py:2:1
   |
 2 | / graph.edge(
 3 | |     'a',
   | |     --- its source
 4 | |     'b',
 5 | | )
   | |_^ the edge
   |
"""
    )


def test_the_middle_of_a_long_mark_is_left_out() -> None:
    source = "\n".join(["call(", *("    x," for _ in range(8)), ")"])
    assert drawn(source, Mark(at("a.py", 1, 1, 2, end_line=10), "long")) == (
        """\
  --> a.py:1:1
   |
 1 | / call(
 2 | |     x,
 3 | |     x,
 4 | |     x,
...  |
10 | | )
   | |_- long
   |
"""
    )


def test_marks_of_several_lines_that_overlap_stay_apart() -> None:
    source = "(\n    graph.edge('a')\n    .edge('b')\n)"
    assert drawn(
        source,
        Mark(at("a.py", 2, 5, 15, end_line=3), "all"),
        Mark(at("a.py", 2, 11, 15, end_line=3), "second"),
    ) == (
        """\
  --> a.py:2:5
   |
 2 | /     graph.edge('a')
 3 | |     .edge('b')
   | |     ---------- second
   | |______________- all
   |
"""
    )


def test_an_end_at_the_start_of_a_line_covers_nothing_of_it() -> None:
    assert "   | -----\n" in drawn("abcde\nf", Mark(at("a.py", 1, 1, 1, end_line=2), ""))


def test_a_gap_of_one_line_is_shown() -> None:
    assert drawn("a\nb\nc", Mark(at("a.py", 1, 1, 2), ""), Mark(at("a.py", 3, 1, 2), "")) == (
        """\
  --> a.py:1:1
   |
 1 | a
   | -
 2 | b
 3 | c
   | -
   |
"""
    )


def test_wide_characters_and_tabs_keep_marks_in_place() -> None:
    assert drawn("\tf('日本', x)", Mark(at("a.py", 1, 10, 11), "this")) == (
        """\
  --> a.py:1:10
   |
 1 |     f('日本', x)
   |               - this
   |
"""
    )


def test_control_characters_are_spelt_out_and_keep_marks_in_place() -> None:
    assert drawn("'\x1b', x", Mark(at("a.py", 1, 6, 7), "this")) == (
        """\
  --> a.py:1:6
   |
 1 | '\\x1b', x
   |         - this
   |
"""
    )


def test_a_long_line_is_cut_around_the_mark() -> None:
    text = drawn("x" * 1000 + "here" + "x" * 1000, Mark(at("a.py", 1, 1001, 1005), "this"))
    _, _, line, marks, _ = text.splitlines()
    assert (line[:6], line[-1]) == (" 1 | …", "…")
    assert len(line) == len(" 1 | ……") + WIDEST
    assert line[marks.index("-") : marks.index("-") + 4] == "here"


def test_a_place_that_the_source_does_not_have_is_told_in_words() -> None:
    assert drawn("x", Mark(at("a.py", 7, 1, 2), "gone"), Mark(at("b.py", 1, 1, 2), "")) == (
        "  --> a.py:7:1: gone\n  ::: b.py:1:1\n"
    )
