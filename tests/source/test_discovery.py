"""Which files are analysed."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from agentlint.source import PathProblem, Skipped, analysed_root, discover
from tests.source.tree import write


def found(root: Path, *paths: str) -> list[str]:
    return list(discover(root, [Path(path) for path in paths]).files)


def test_python_files_and_notebooks_in_sorted_order(tmp_path: Path) -> None:
    write(tmp_path, {"b.py": "", "a/z.ipynb": "", "a/y.py": "", "a/x.pyi": "", "README.md": "", "a/b/c.py": ""})
    assert found(tmp_path) == ["b.py", "a/y.py", "a/z.ipynb", "a/b/c.py"]


@pytest.mark.parametrize("name", [".git", ".venv", "node_modules", "__pycache__", "site-packages", "build"])
def test_foreign_folders_are_not_entered_unless_named(tmp_path: Path, name: str) -> None:
    write(tmp_path, {f"{name}/a.py": "", "b.py": ""})
    assert found(tmp_path) == ["b.py"]
    assert found(tmp_path, name) == [f"{name}/a.py"]


def test_a_package_may_be_called_build(tmp_path: Path) -> None:
    write(tmp_path, {"build/__init__.py": "", "build/graph.py": ""})
    assert found(tmp_path) == ["build/__init__.py", "build/graph.py"]


def test_a_virtual_environment_of_any_name_is_not_entered(tmp_path: Path) -> None:
    write(tmp_path, {"env/pyvenv.cfg": "", "env/lib/a.py": ""})
    assert found(tmp_path) == []


def test_code_in_which_an_environment_was_made_is_read(tmp_path: Path) -> None:
    write(tmp_path, {"app/pyvenv.cfg": "", "app/main.py": "", "app/lib/python3.12/site-packages/a.py": ""})
    assert found(tmp_path) == ["app/main.py"]


def test_gitignore_files_hold_below_their_folder_and_the_deepest_decides(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            ".git/info/exclude": "local.py\n",
            ".gitignore": "generated/\n*_pb2.py\n/top.py\n",
            "app/.gitignore": "!keep_pb2.py\nscratch.py\n",
            "app/a.py": "",
            "app/keep_pb2.py": "",
            "app/drop_pb2.py": "",
            "app/top.py": "",
            "app/scratch.py": "",
            "app/generated/b.py": "",
            "local.py": "",
            "scratch.py": "",
            "top.py": "",
        },
    )
    # drop_pb2.py is ignored from above, keep_pb2.py taken back below, app/top.py not meant by `/top.py`.
    assert found(tmp_path) == ["scratch.py", "app/a.py", "app/keep_pb2.py", "app/top.py"]


def test_rules_above_the_root_hold_up_to_the_top_of_its_work_tree(tmp_path: Path) -> None:
    write(tmp_path, {".gitignore": "b.py\n", "repo/.git/HEAD": "", "repo/.gitignore": "a.py\n"})
    app = write(tmp_path / "repo/app", {"a.py": "", "b.py": ""})
    assert found(app) == ["b.py"]


def test_a_root_that_its_repository_ignores_is_analysed(tmp_path: Path) -> None:
    write(tmp_path, {".git/HEAD": "", ".gitignore": "vendor/\n*.py\n", "vendor/lib/a.py": ""})
    assert found(tmp_path / "vendor/lib") == ["a.py"]


def test_a_repository_in_a_repository_has_its_own_rules(tmp_path: Path) -> None:
    write(tmp_path, {".git/HEAD": "", ".gitignore": "a.py\n", "inner/.git/HEAD": "", "inner/a.py": ""})
    assert found(tmp_path) == ["inner/a.py"]


def test_a_pattern_that_is_none_does_not_disable_the_others(tmp_path: Path) -> None:
    write(tmp_path, {".gitignore": "!\na.py\n\xff\n", "a.py": "", "b.py": ""})
    assert found(tmp_path) == ["b.py"]


def test_files_that_are_named_are_always_taken(tmp_path: Path) -> None:
    write(tmp_path, {".gitignore": "a.py", "a.py": "", "script": ""})
    assert found(tmp_path, "a.py", "script", "a.py") == ["a.py", "script"]


def test_links_to_folders_are_not_followed_and_circles_do_no_harm(tmp_path: Path) -> None:
    write(tmp_path, {"app/a.py": ""})
    (tmp_path / "app/again").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "loop.py").symlink_to(tmp_path / "loop.py")
    (tmp_path / "link.py").symlink_to(tmp_path / "app/a.py")
    assert found(tmp_path) == ["link.py", "app/a.py"]


@pytest.fixture
def deep(tmp_path: Path) -> Iterator[Path]:
    """A folder deeper than the stack, and removed again: pytest's own clean-up recurses."""
    folder = tmp_path
    for _ in range(1200):
        folder /= "d"
        folder.mkdir()
    yield folder
    while folder != tmp_path:
        folder.rmdir()
        folder = folder.parent


def test_a_tree_may_be_deeper_than_the_stack(deep: Path, tmp_path: Path) -> None:
    assert deep.relative_to(tmp_path).as_posix() in discover(tmp_path).folders


def test_a_folder_that_cannot_be_read_is_skipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {"a.py": "", "locked/b.py": ""})
    scandir = os.scandir

    def refuse(path: str) -> object:
        if path.endswith("locked"):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)  # root, who runs tests in containers, may read anything
    discovery = discover(tmp_path)
    assert discovery.files == ("a.py",)
    assert discovery.skipped == (Skipped("locked", "not readable: permission denied"),)


def test_a_path_that_is_not_there_is_a_problem_that_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(PathProblem, match="`nowhere` does not exist: name a file or a folder"):
        discover(tmp_path, [Path("nowhere")])


@pytest.mark.parametrize(
    ("paths", "root"),
    [
        ([], "here"),
        (["."], "here"),
        (["app"], "here/app"),
        (["../other"], "other"),
        (["app", "lib"], "here"),
        (["app/a.py"], "here"),
        (["../other/b.py"], "other"),
        (["app", "../other/b.py"], "."),
        (["../other/x", "../other/y"], "other"),
    ],
)
def test_the_root_is_what_was_named_or_holds_all_of_it(tmp_path: Path, paths: list[str], root: str) -> None:
    write(tmp_path, {"here/app/a.py": "", "here/lib/l.py": "", "other/b.py": "", "other/x/x": "", "other/y/y": ""})
    assert analysed_root([Path(path) for path in paths], tmp_path / "here") == tmp_path / root
