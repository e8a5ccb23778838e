"""`agentlint init`, as a user runs it."""

import subprocess
import sys
from pathlib import Path

import pytest
import tomli
from command import CLEAN, ENDLESS, ROOT, agentlint


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A repository with a graph that has a finding."""
    (tmp_path / ".git").mkdir()
    (tmp_path / "graph.py").write_text(ENDLESS)
    return tmp_path


def answered(project: Path, answers: str) -> str:
    """What `agentlint init` says to somebody who types ``answers``."""
    environment = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), "HOME": str(project)}
    command = [sys.executable, "-m", "agentlint", "init"]
    done = subprocess.run(
        command, cwd=project, env=environment, input=answers.encode(), capture_output=True, timeout=120
    )
    return (done.stdout + done.stderr).decode()


def test_what_is_found_is_shown(project: Path) -> None:
    out = agentlint("init", "--yes", cwd=project).out
    assert "graph.build  langgraph, group chat, 2 nodes, 3 edges  graph.py:19:15" in out
    assert "Found 1 error in 1 graph (2 nodes, 3 edges, 0 unresolved)" in out


def test_everything_is_set_up_and_then_clean(project: Path) -> None:
    run = agentlint("init", "--yes", cwd=project)
    assert run.code == 0
    assert sorted(path.name for path in project.iterdir() if path.is_file()) == [
        ".agentlint-baseline.json", ".pre-commit-config.yaml", "agentlint.toml", "graph.py",
    ]  # fmt: skip
    check = agentlint("check", cwd=project)
    assert (check.code, check.err) == (0, "")
    assert "1 by the baseline" in check.out


def test_the_next_step_is_said_where_there_is_a_hook(project: Path) -> None:
    assert agentlint("init", "--yes", cwd=project).err.endswith(
        "`pre-commit install` lets the hook run at each commit\n"
    )
    assert "pre-commit install" not in agentlint("init", "--yes", cwd=project).err


def test_without_findings_there_is_no_baseline(project: Path) -> None:
    (project / "graph.py").write_text(CLEAN)
    agentlint("init", "--yes", cwd=project)
    assert not (project / ".agentlint-baseline.json").exists()


def test_outside_a_repository_there_is_no_hook(project: Path) -> None:
    (project / ".git").rmdir()
    agentlint("init", "--yes", cwd=project)
    assert not (project / ".pre-commit-config.yaml").exists()


def test_a_project_file_keeps_what_it_says(project: Path) -> None:
    before = b'[project]\r\nname = "desk"'
    (project / "pyproject.toml").write_bytes(before)
    agentlint("init", "--yes", cwd=project)
    after = (project / "pyproject.toml").read_bytes()
    assert after.startswith(before + b"\r\n\r\n[tool.agentlint]\r\n")
    assert tomli.loads(after.decode())["tool"]["agentlint"] == {"fail-on": "error"}
    assert not (project / "agentlint.toml").exists()


@pytest.mark.parametrize("name", ["agentlint.toml", "pyproject.toml"])
def test_every_setting_that_is_proposed_is_one(project: Path, name: str) -> None:
    if name == "pyproject.toml":
        (project / name).write_text('[project]\nname = "desk"\n')
    agentlint("init", "--yes", cwd=project)
    lines = (project / name).read_text().splitlines()
    (project / name).write_text("\n".join(line.removeprefix("# ") if " = " in line else line for line in lines))
    check = agentlint("check", "--no-baseline", cwd=project)
    assert (check.code, check.err) == (1, "")


def test_settings_that_are_there_stay(project: Path) -> None:
    (project / "agentlint.toml").write_text("pedantic = true\n")
    run = agentlint("init", "--yes", cwd=project)
    assert "hold here already" in run.err
    assert (project / "agentlint.toml").read_text() == "pedantic = true\n"


HOOKS = """\
repos:
  - repo: https://example.org/hooks
    rev: v1
    hooks:
      - id: other
"""


def test_the_hook_joins_the_others(project: Path) -> None:
    file = project / ".pre-commit-config.yaml"
    file.write_text(HOOKS)
    agentlint("init", "--yes", cwd=project)
    text = file.read_text()
    assert text.startswith(HOOKS + "  - repo: local\n    hooks:\n      - id: agentlint\n")
    assert "runs agentlint already" in agentlint("init", "--yes", cwd=project).err
    assert file.read_text() == text


@pytest.mark.parametrize("text", [HOOKS + "default_stages: [pre-commit]\n", "repos: []\n", "repos: [{repo: local}]\n"])
def test_a_file_of_another_form_is_left_to_its_owner(project: Path, text: str) -> None:
    file = project / ".pre-commit-config.yaml"
    file.write_text(text)
    run = agentlint("init", "--yes", cwd=project)
    assert "add this to the `repos` of .pre-commit-config.yaml" in run.out
    assert file.read_text() == text


def test_nothing_is_written_that_was_not_agreed_to(project: Path) -> None:
    out = answered(project, "n\nn\nn\n")
    assert "Write settings to agentlint.toml? [Y/n]" in out
    assert "Let pre-commit run it, by .pre-commit-config.yaml? [Y/n]" in out
    assert "Accept the 1 finding" in out
    assert [path.name for path in project.iterdir() if path.is_file()] == ["graph.py"]


def test_each_part_is_agreed_to_by_itself(project: Path) -> None:
    answered(project, "n\ny\nn\n")
    assert sorted(path.name for path in project.iterdir() if path.is_file()) == [".pre-commit-config.yaml", "graph.py"]


def test_where_nobody_answers_that_is_said(project: Path) -> None:
    run = agentlint("init", cwd=project)
    assert run.code == 2
    assert "--yes agrees to everything" in run.err


def test_where_nothing_is_found_nothing_is_written(tmp_path: Path) -> None:
    run = agentlint("init", "--yes", cwd=tmp_path)
    assert run.code == 3
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    run = agentlint("init", "nowhere", cwd=tmp_path)
    assert run.code == 2
    assert "nowhere" in run.err
