"""Which version of a package a project asks for."""

from pathlib import Path

import pytest

from agentlint.source import Project
from tests.source.tree import write

PACKAGE = '[[package]]\nname = "langgraph-sdk"\nversion = "9"\n\n[[package]]\nname = "langgraph"\nversion = "0.2.76"\n'


def pinned(root: Path, near: str = "a.py") -> tuple[str, str, bool] | None:
    """Version, the file that says so, and whether exactly."""
    found = Project.at([root]).dependency_version("langgraph", near)
    return (found.version, found.where.relative_to(root).as_posix(), found.exact) if found is not None else None


@pytest.mark.parametrize(
    ("file", "content", "version", "exact"),
    [
        ("uv.lock", PACKAGE, "0.2.76", True),
        ("poetry.lock", PACKAGE, "0.2.76", True),
        ("pdm.lock", PACKAGE, "0.2.76", True),
        ("pylock.toml", PACKAGE.replace("package", "packages"), "0.2.76", True),
        ("Pipfile.lock", '{"default": {"LangGraph": {"version": "==0.2.76"}}}', "0.2.76", True),
        ("requirements.txt", "langgraph-sdk==9\nlanggraph == 0.2.76  # why\n", "0.2.76", True),
        ("requirements.txt", "langgraph==0.2.76 \\\n    --hash=sha256:abc\n", "0.2.76", True),
        ("requirements-dev.txt", "LangGraph[all]>=0.2,<1 ; python_version > '3'\n", "0.2", False),
        ("requirements/base.txt", "langgraph~=0.2.5\n", "0.2.5", False),
        ("requirements.txt", "langgraph==0.2.*\n", "0.2", False),
        ("pyproject.toml", '[project]\ndependencies = ["langgraph>=0.3"]', "0.3", False),
        ("pyproject.toml", '[project.optional-dependencies]\nx = ["langgraph (>=0.3,<0.4)"]', "0.3", False),
        ("pyproject.toml", '[dependency-groups]\ndev = [{include-group = "x"}, "langgraph==0.3.1"]', "0.3.1", True),
        ("pyproject.toml", '[tool.poetry.dependencies]\nlanggraph = "^0.3"', "0.3", False),
        ("pyproject.toml", '[tool.poetry.group.x.dependencies]\nlanggraph = {version = "0.3.4"}', "0.3.4", True),
    ],
)
def test_every_kind_of_file_that_pins(tmp_path: Path, file: str, content: str, version: str, exact: bool) -> None:
    write(tmp_path, {file: content})
    assert pinned(tmp_path) == (version, file, exact)


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("requirements.txt", "langgraph\nlanggraph<1\nlanggraph @ git+https://example.org/x\n# langgraph==1\n"),
        ("pyproject.toml", "[project\n"),
        ("pyproject.toml", 'project = 1\ndependency-groups = {x = 1}\ntool = {poetry = "x"}'),
        ("Pipfile.lock", "[1"),
        ("uv.lock", b"\xff\0[[package]]"),
    ],
)
def test_files_that_tell_no_version(tmp_path: Path, file: str, content: str | bytes) -> None:
    write(tmp_path, {file: content})
    assert pinned(tmp_path) is None


def test_the_nearest_folder_decides(tmp_path: Path) -> None:
    write(
        tmp_path, {"requirements.txt": "langgraph==0.2.1", "app/requirements.txt": "langgraph==0.3.1", "app/a.py": ""}
    )
    assert pinned(tmp_path, "app/a.py") == ("0.3.1", "app/requirements.txt", True)
    assert pinned(tmp_path, "a.py") == ("0.2.1", "requirements.txt", True)


def test_the_lock_of_a_workspace_tells_what_its_members_leave_open(tmp_path: Path) -> None:
    member = '[project]\ndependencies = ["langgraph>=0.2.10"]'
    write(
        tmp_path, {"uv.lock": PACKAGE, "app/pyproject.toml": member, "new/pyproject.toml": member.replace("0.2", "1.2")}
    )
    assert pinned(tmp_path, "app/a.py") == ("0.2.76", "uv.lock", True)
    assert pinned(tmp_path, "new/a.py") == ("1.2.10", "new/pyproject.toml", False)


def test_a_lock_above_the_analysed_folder_counts_within_the_work_tree(tmp_path: Path) -> None:
    write(tmp_path, {"uv.lock": PACKAGE, "repo/app/a.py": ""})
    app = Project.at([tmp_path / "repo/app"])
    assert app.dependency_version("langgraph", "a.py") is None
    write(tmp_path, {"repo/.git/HEAD": "", "repo/uv.lock": PACKAGE})
    found = Project.at([tmp_path / "repo/app"]).dependency_version("langgraph", "a.py")
    assert found is not None
    assert found.where == tmp_path / "repo/uv.lock"
