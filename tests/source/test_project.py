"""Reading on demand."""

import ast
from pathlib import Path

from agentlint.source import Project, Skipped
from tests.source.tree import write


def project(root: Path, *paths: str) -> Project:
    return Project.at([Path(path) for path in paths], root)


def mentioning(found: Project, *needles: bytes) -> list[str]:
    return [module.path for module in found.modules_where(lambda data: any(needle in data for needle in needles))]


def test_modules_that_mention_a_needle(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": "import langgraph", "b.py": "import json", "c/d.py": "import autogen"})
    assert mentioning(project(tmp_path), b"langgraph", b"autogen") == ["a.py", "c/d.py"]


def test_a_module_is_parsed_once_whoever_asks(tmp_path: Path) -> None:
    found = project(write(tmp_path, {"a.py": "import langgraph"}))
    (module,) = found.modules_where(lambda data: b"langgraph" in data)
    assert found.get("a.py") is module


def test_bad_files_are_counted_and_the_others_go_on(tmp_path: Path) -> None:
    files = {"a.py": "langgraph = = 1", "b.py": b"langgraph\0", "c.py": "import langgraph", "d.py": "unseen = = 1"}
    found = project(write(tmp_path, files))
    assert mentioning(found, b"langgraph") == ["c.py"]
    assert [skipped.path for skipped in found.skipped] == ["a.py", "b.py"]


def test_a_dropped_cell_is_skipped_and_the_notebook_is_not(tmp_path: Path) -> None:
    cells = '{"cells": [{"cell_type": "code", "source": "x = ="}, {"cell_type": "code", "source": "y = 1"}]}'
    found = project(write(tmp_path, {"n.ipynb": cells}))
    module = found.get("n.ipynb")
    assert module is not None
    assert ast.unparse(module.tree) == "y = 1"
    assert [(skipped.path, skipped.cell) for skipped in found.skipped] == [("n.ipynb", 0)]


def test_a_file_that_vanishes_is_skipped(tmp_path: Path) -> None:
    found = project(write(tmp_path, {"a.py": "langgraph"}))
    (tmp_path / "a.py").unlink()
    assert mentioning(found, b"langgraph") == []
    assert found.skipped == (Skipped("a.py", "not readable: no such file or directory"),)


def test_what_is_imported_need_not_have_been_named_or_tracked(tmp_path: Path) -> None:
    write(tmp_path, {".gitignore": "gen/", "app/a.py": "", "app/b.py": "b = 1", "lib/c.py": "", "gen/d.py": ""})
    found = project(tmp_path, "app/a.py")
    assert found.python_files() == ("app/a.py",)
    assert found.get("app/b.py") is not None
    assert found.exists("lib/c.py")
    assert found.is_directory("lib")
    assert found.exists("gen/d.py")
    assert found.get("lib/none.py") is None
    assert not found.exists("../" + tmp_path.name + "/lib/c.py")
    assert not found.is_directory("lib/c.py")
    assert not found.exists("a/" * 5000)


def test_other_files_by_name(tmp_path: Path) -> None:
    files = {"pyproject.toml": "x = 1\r\n", "a/pyproject.toml": "", "a/b.py": "", "node_modules/pyproject.toml": ""}
    found = project(write(tmp_path, files))
    assert found.find("pyproject.toml") == ["pyproject.toml", "a/pyproject.toml"]
    assert found.find("setup.py") == []
    assert found.ending(".toml") == ["pyproject.toml", "a/pyproject.toml"]
    assert found.read_text("pyproject.toml") == "x = 1\n"
    assert found.read_text("setup.py") is None


def test_files_above_a_named_one_are_known_by_name(tmp_path: Path) -> None:
    write(tmp_path, {"pyproject.toml": "", "app/pyproject.toml": "", "app/core/a.py": "", "lib/pyproject.toml": ""})
    assert project(tmp_path, "app/core/a.py").find("pyproject.toml") == ["pyproject.toml", "app/pyproject.toml"]


def test_lines_to_show_beside_a_finding(tmp_path: Path) -> None:
    cells = '{"cells": [{"cell_type": "markdown"}, {"cell_type": "code", "source": "x = 1\\ny = 2"}]}'
    found = project(write(tmp_path, {"a.py": "x = (\n", "n.ipynb": cells}))
    assert list(found.lines("a.py") or ()) == ["x = (", ""]
    assert list(found.lines("n.ipynb", 1) or ()) == ["x = 1", "y = 2"]
    assert found.lines("none.py") is None
