"""The GitHub Action: what it is made of, and its script as a runner would run it."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.cli.command import CLEAN, ENDLESS, ROOT

ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
STEPS: list[dict[str, Any]] = ACTION["runs"]["steps"]
(CHECK,) = [step for step in STEPS if "run" in step]

UVX = """\
#!/bin/sh
echo "$2" >> "$RUNNER_TEMP/from"
shift 2
case "$1" in
agentlint) exec "$PYTHON" -m "$@" ;;
python) shift; exec "$PYTHON" "$@" ;;
esac
"""
"""Stands for uv: runs this checkout, and remembers what was to be installed."""


def test_no_input_is_pasted_into_a_script() -> None:
    for step in STEPS:
        assert "${{" not in step.get("run", "")


def test_every_input_reaches_the_script_and_is_described() -> None:
    given = {re.fullmatch(r"\$\{\{ inputs\.(\w+) \}\}", value)[1] for value in CHECK["env"].values()}  # type: ignore[index]
    assert given == set(ACTION["inputs"]) == {"version", "paths", "args", "sarif", "report"}
    assert all(spec["description"] and "default" in spec for spec in ACTION["inputs"].values())


def test_other_actions_are_pinned() -> None:
    used = [step["uses"] for step in STEPS if "uses" in step]
    assert len(used) == 3
    assert all(re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", name) for name in used)


class Runner:
    """A job in a checkout, with a folder for what is temporary."""

    def __init__(self, folder: Path) -> None:
        self.workspace, self.temporary = folder / "checkout", folder / "temporary"
        for made in (self.workspace, self.temporary, folder / "bin"):
            made.mkdir()
        (folder / "bin/uvx").write_text(UVX)
        (folder / "bin/uvx").chmod(0o755)
        self.path = f"{folder / 'bin'}:{os.environ['PATH']}"

    def check(self, **inputs: str) -> subprocess.CompletedProcess[str]:
        """Run the script of the action with its defaults and ``inputs``."""
        named = {name: spec["default"] for name, spec in ACTION["inputs"].items()} | inputs
        environment = {
            **{f"INPUT_{name.upper()}": value for name, value in named.items()},
            "PATH": self.path,
            "PYTHON": sys.executable,
            "PYTHONPATH": str(ROOT),
            "HOME": str(self.temporary),
            "GITHUB_ACTION_PATH": "/the/action",
            "RUNNER_TEMP": str(self.temporary),
            "GITHUB_STEP_SUMMARY": str(self.temporary / "summary.md"),
        }
        script = self.temporary / "script.sh"
        script.write_text(CHECK["run"])
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)]
        return subprocess.run(command, cwd=self.workspace, env=environment, capture_output=True, text=True, timeout=300)

    def made(self, name: str) -> str:
        return (self.temporary / name).read_text("utf-8")


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    return Runner(tmp_path)


def test_code_scanning_gets_the_findings_and_decides(runner: Runner) -> None:
    (runner.workspace / "graph.py").write_text(ENDLESS)
    (runner.workspace / "known.py").write_text(
        ENDLESS.replace(
            'builder.add_edge("critic", "writer")',
            'builder.add_edge("critic", "writer")  # agentlint: ignore[cycle-without-exit] known',
        )
    )
    run = runner.check()
    assert run.returncode == 0, run.stderr
    uploaded, whole = (json.loads(runner.made(f"agentlint/{name}.sarif")) for name in ("agentlint", "all"))
    assert [result["ruleId"] for result in uploaded["runs"][0]["results"]] == ["cycle-without-exit"]
    assert len(whole["runs"][0]["results"]) == 2
    assert "| error `cycle-without-exit` |" in runner.made("summary.md")
    assert "</html>" in runner.made("agentlint/report.html")
    assert set(runner.made("from").split()) == {"/the/action"}


def test_without_code_scanning_lines_are_annotated_and_the_step_fails(runner: Runner) -> None:
    (runner.workspace / "graph.py").write_text(ENDLESS)
    run = runner.check(sarif="false", report="false", version="0.1.0")
    assert run.returncode == 1
    assert run.stdout.startswith("::error file=graph.py,line=24,title=agentlint (cycle-without-exit)::")
    assert not (runner.temporary / "agentlint/report.html").exists()
    assert set(runner.made("from").split()) == {"agentlint-graph==0.1.0"}


def test_paths_and_options_are_words_and_never_commands(runner: Runner) -> None:
    (runner.workspace / "a").mkdir()
    (runner.workspace / "a/graph.py").write_text(CLEAN)
    (runner.workspace / "b.py").write_text(ENDLESS)
    hostile = "$(touch owned) `touch owned` ; touch owned"
    assert runner.check(sarif="false", paths="a", args="--pedantic  --fail-on warning").returncode == 0
    assert runner.check(sarif="false", paths=f"a {hostile}").returncode == 2
    assert runner.check(sarif="false", paths="*.py").returncode == 2
    assert not (runner.workspace / "owned").exists()


def test_nothing_to_check_fails_even_where_code_scanning_decides(runner: Runner) -> None:
    assert runner.check().returncode == 3
    assert runner.check(args="--allow-empty").returncode == 0
