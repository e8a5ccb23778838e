"""A notebook reads as one module."""

import ast
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agentlint.graph.evidence import Location
from agentlint.source import Skipped, SourceModule, parse


def code(source: str | list[str]) -> dict[str, Any]:
    return {"cell_type": "code", "source": source}


TEXT = {"cell_type": "markdown", "source": "# words"}


def read(document: object) -> SourceModule | Skipped:
    return parse(Path("/project/n.ipynb"), "n.ipynb", json.dumps(document).encode())


def notebook(*cells: object) -> SourceModule:
    module = read({"cells": cells, "nbformat": 4})
    assert isinstance(module, SourceModule)
    return module


def written(*cells: str) -> str:
    """The Python that is read in ``cells``."""
    return ast.unparse(notebook(*map(code, cells)).tree)


def test_cells_follow_each_other_and_places_count_within_them() -> None:
    module = notebook(TEXT, code(["import a\n", "x = 1"]), TEXT, code("y = 2\nf(y)"))
    last = module.tree.body[-1]
    assert ast.unparse(module.tree) == "import a\nx = 1\ny = 2\nf(y)"
    assert module.location(last) == Location("n.ipynb", 2, 1, 2, 5, cell=3)
    assert module.segment(last) == "f(y)"
    assert module.lines_of(1) == ("import a", "x = 1")
    assert module.lines_of(0) == ()


def test_worksheets_of_old_notebooks() -> None:
    cells = [{"cell_type": "heading", "source": "t"}, {"cell_type": "code", "language": "python", "input": ["x = 1"]}]
    module = read({"worksheets": [{"cells": cells}], "nbformat": 3})
    assert isinstance(module, SourceModule)
    assert module.location(module.tree.body[0]).cell == 1


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("%pip install langgraph\nx = 1", "pass\nx = 1"),
        ("!ls | \\\n  wc -l\nx = 1", "pass\nx = 1"),
        ("?print\nlen?\nx.y??\nx = 1", "pass\npass\npass\nx = 1"),
        ("files = !ls *.py\nhere = %pwd", "files = None\nhere = None"),
        ("if x:\n    !ls\nelse:\n    y = !ls", "if x:\n    pass\nelse:\n    y = None"),
        ("%%time\nx = 1", "x = 1"),
        ("# slow\n\n%%capture out\n%matplotlib inline\nx = 1", "pass\nx = 1"),
        ("%%writefile app.py\nx = 1", ""),
        ("%%bash\nif [ -f x ]; then rm x; fi", ""),
        ("x = (10\n     % 3)\n!ls", "x = 10 % 3\npass"),
        ("x = '''\n!important\n'''\n!ls", "x = '\\n!important\\n'\npass"),
        ("x = 1 + \\\n  2  # it's (\n!ls", "x = 1 + 2\npass"),
        ("x = await f()", "x = await f()"),
    ],
)
def test_what_only_ipython_understands_is_taken_out(cell: str, expected: str) -> None:
    assert written(cell) == expected


def test_magics_keep_the_lines_of_the_rest() -> None:
    module = notebook(code("%%time\n!pip install \\\n    langgraph\nx?\nf(x)"))
    assert module.location(module.tree.body[-1]).line == 5
    assert module.lines_of(0)[0] == "%%time"


def test_only_the_cell_that_does_not_parse_is_left_out() -> None:
    module = notebook(code("x = 1"), code("y = 2\ny = = 3"), code("z = 4"))
    assert ast.unparse(module.tree) == "x = 1\nz = 4"
    assert [(skipped.cell, skipped.line) for skipped in module.skipped] == [(1, 2)]


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        ([], "not a notebook: no JSON object"),
        ({"metadata": {"kernelspec": {"language": "julia"}}, "cells": []}, "notebook in julia"),
    ],
)
def test_what_is_no_python_notebook_is_skipped(document: object, reason: str) -> None:
    assert read(document) == Skipped("n.ipynb", reason)


def test_broken_json_is_skipped() -> None:
    skipped = parse(Path("/n.ipynb"), "n.ipynb", b'{"cells": [')
    assert isinstance(skipped, Skipped)
    assert skipped.reason.startswith("not a notebook: ")
    assert parse(Path("/n.ipynb"), "n.ipynb", b"[" * 100_000) == Skipped("n.ipynb", "nested too deeply")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters()),
    lambda inner: (
        st.lists(inner) | st.dictionaries(st.sampled_from(["cells", "cell_type", "source", "metadata"]), inner)
    ),
)


@given(JSON)
def test_no_document_raises(document: object) -> None:
    assert isinstance(read(document), SourceModule | Skipped)


@given(st.text(st.sampled_from("%!?=x \n\\'\"#([)é\ud800")))
def test_no_cell_raises_and_every_cell_keeps_its_lines(cell: str) -> None:
    module = notebook(code(cell), code("f(x)"))
    assert len(module.lines_of(0)) == cell.count("\n") + 1
    assert module.location(module.tree.body[-1]) == Location("n.ipynb", 1, 1, 1, 5, cell=1)
