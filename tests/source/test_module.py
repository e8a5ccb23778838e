"""Places and text of nodes."""

import ast
from pathlib import Path

from agentlint.graph.evidence import Location
from agentlint.source import SourceModule, parse


def module(text: str) -> SourceModule:
    parsed = parse(Path("/project/a.py"), "a.py", text.encode())
    assert isinstance(parsed, SourceModule)
    return parsed


def call(source: SourceModule) -> ast.Call:
    return next(node for node in ast.walk(source.tree) if isinstance(node, ast.Call))


def test_lines_and_columns_count_from_one() -> None:
    source = module("x = 1\ny = f(x)\n")
    assert source.location(call(source)) == Location("a.py", 2, 5, 2, 9)


def test_columns_count_characters() -> None:
    source = module("é = '🙂'; f(é)\n")
    assert source.location(call(source)) == Location("a.py", 1, 10, 1, 14)
    assert source.segment(call(source)) == "f(é)"


def test_line_ends_of_every_kind_end_lines_and_form_feeds_do_not() -> None:
    source = module("a = 1\r\nb = 2\rc = 3\n\x0cf('\u2028')\n")
    assert source.location(call(source)).line == 4


def test_a_node_without_a_place_stands_where_its_first_part_does() -> None:
    source = module("\nwith f() as g:\n    pass\n")
    item = next(node for node in ast.walk(source.tree) if isinstance(node, ast.withitem))
    assert source.location(item) == Location("a.py", 2, 6, 2, 9)
    assert module("").location(ast.Module([], [])) == Location("a.py", 1, 1, 1, 1)


def test_a_segment_is_the_text_on_one_line() -> None:
    source = module("x = f(\n    a,  # why\n\tb + c\n)\n")
    assert source.segment(call(source)) == "f( a, # why b + c )"


def test_the_line_of_a_location() -> None:
    source = module("x = 1\ny = f(x)\n")
    assert source.line(source.location(call(source))) == "y = f(x)"
    assert source.line(Location("a.py", 99, 1, 99, 1)) == ""
