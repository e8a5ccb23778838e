"""Whatever a change is not about stays as it is, byte for byte."""

import json

import pytest

from agentlint.diagnostics.fix import Accept, Put
from agentlint.fixes.comments import commented
from agentlint.fixes.files import NotEditable, changed
from agentlint.fixes.lines import rewritten
from agentlint.fixes.syntax import edited
from agentlint.graph.evidence import Location


def shouted(text: str) -> str:
    """What a fix may do: one line changes, and one comes after it."""
    return text.replace("call(1)", "call(2)\nmore()")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"a\ncall(1)\nb\n", b"a\ncall(2)\nmore()\nb\n"),
        (b"a\r\ncall(1)\r\nb\r\n", b"a\r\ncall(2)\r\nmore()\r\nb\r\n"),
        (b"a\rcall(1)\rb", b"a\rcall(2)\rmore()\rb"),
        (b"a\ncall(1)", b"a\ncall(2)\nmore()"),
        (b"call(1)", b"call(2)\nmore()"),
        (b"a\r\nb\ncall(1)\r\nc\n\n", b"a\r\nb\ncall(2)\r\nmore()\r\nc\n\n"),
        (b"\xef\xbb\xbfa\ncall(1)\n", b"\xef\xbb\xbfa\ncall(2)\nmore()\n"),
        (b"# coding: latin-1\n\xe9\ncall(1)\n", b"# coding: latin-1\n\xe9\ncall(2)\nmore()\n"),
        (b"\xe9\ncall(1)\n", b"\xe9\ncall(2)\nmore()\n"),
        (b"a \t\n\x0c\ncall(1)\n", b"a \t\n\x0c\ncall(2)\nmore()\n"),
    ],
)
def test_a_module(before: bytes, after: bytes) -> None:
    assert changed("example.py", before, {None: shouted}) == after


def test_a_line_that_moves_from_the_end_gets_its_end() -> None:
    assert rewritten(b"a\r\nb", "a\nb\nc") == b"a\r\nb\r\nc"


def test_what_the_coding_does_not_have() -> None:
    with pytest.raises(NotEditable, match="coding"):
        changed("example.py", b"# coding: ascii\ncall(1)\n", {None: lambda text: text.replace("1", "é")})


def notebook(*sources: object) -> dict[str, object]:
    cells: list[object] = [{"cell_type": "markdown", "metadata": {}, "source": ["call(1) é\n"]}]
    cells += [
        {"cell_type": "code", "execution_count": 1, "metadata": {}, "outputs": [{"x": 1.50}], "source": source}
        for source in sources
    ]
    return {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


@pytest.mark.parametrize("indent", [1, 2, None])
@pytest.mark.parametrize("ascii_only", [True, False])
@pytest.mark.parametrize("end", ["", "\n"])
def test_a_notebook(indent: int | None, ascii_only: bool, end: str) -> None:
    def written(*sources: object) -> bytes:
        return (json.dumps(notebook(*sources), indent=indent, ensure_ascii=ascii_only) + end).encode()

    before = written(["%pip install x\n", "call(1)\n", "!ls"], "call(1)")
    after = written(["%pip install x\n", "call(2)\n", "more()\n", "!ls"], "call(2)\nmore()")
    assert changed("example.ipynb", before, {1: shouted, 2: shouted}) == after


def test_a_line_of_ipython_is_nobody_elses() -> None:
    data = json.dumps(notebook(["%pip install x\n", "call(1)\n"]), indent=1).encode()
    with pytest.raises(NotEditable, match="IPython"):
        changed("example.ipynb", data, {1: lambda text: "y\n" + text.partition("\n")[2]})


@pytest.mark.parametrize("text", ['{"cells" : []}', '{"worksheets": [{"cells": []}], "nbformat": 3}'])
def test_a_notebook_of_another_kind_is_left_alone(text: str) -> None:
    with pytest.raises(NotEditable, match="laid out"):
        changed("example.ipynb", text.encode(), {})


DEEP = ["x = " + "-" * 50_000 + "1", "x = " + "(" * 500 + ")" * 500, "x = a" + ".b(1)" * 900]


@pytest.mark.parametrize("code", DEEP, ids=["minus", "brackets", "calls"])
def test_code_that_is_nested_too_deeply_is_left_alone(code: str) -> None:
    accept = Accept(Location("example.py", 1, 1, 1, 2), "loose")
    with pytest.raises(NotEditable):
        changed("example.py", code.encode(), {None: lambda text: commented(text, [accept])})
    put = Put(Location("example.py", 1, 1, 1, 2), ("n",), 1)
    with pytest.raises(NotEditable):
        changed("example.py", code.encode(), {None: lambda text: edited(text, [put])})
