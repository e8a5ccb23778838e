"""The hook, as `pre-commit` installs it from a repository and runs it in another one."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.cli.command import CLEAN, ENDLESS

ROOT = Path(__file__).parents[2]
PUBLISHED = (".pre-commit-hooks.yaml", "LICENSE", "README.md", "agentlint", "pyproject.toml", "rules")
"""What of this checkout a repository needs for the hook to be installed from it."""


def run(*command: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a command that knows neither this repository nor the hooks that somebody has installed already."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PYTHON"))}
    environment |= {"PRE_COMMIT_HOME": str(cwd.parent / "hooks"), "GIT_CONFIG_GLOBAL": os.devnull}
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, timeout=600)


def repository(folder: Path) -> str:
    """Make a repository of ``folder``; its only commit."""
    author = ("-c", "user.name=a", "-c", "user.email=a@b.example", "-c", "commit.gpgsign=false")
    for arguments in (("init", "-q"), ("add", "."), (*author, "commit", "-q", "-m", "All")):
        done = run("git", *arguments, cwd=folder)
        assert done.returncode == 0, done.stderr
    return run("git", "rev-parse", "HEAD", cwd=folder).stdout.strip()


def test_a_hook_that_fails_commits_which_break_the_graph(tmp_path: Path) -> None:
    published, project = tmp_path / "published", tmp_path / "project"
    published.mkdir()
    for name in PUBLISHED:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, published / name)
    revision = repository(published)
    (project / "agents").mkdir(parents=True)
    (project / "agents/graph.py").write_text(ENDLESS)
    (project / ".pre-commit-config.yaml").write_text(
        f"repos:\n- repo: {published}\n  rev: {revision}\n  hooks:\n  - id: agentlint\n    args: [--color=never]\n"
    )
    repository(project)

    def hook() -> subprocess.CompletedProcess[str]:
        return run(sys.executable, "-m", "pre_commit", "run", "--all-files", "agentlint", cwd=project)

    found = hook()
    assert found.returncode == 1, found.stdout + found.stderr
    assert "agents/graph.py:24:5" in found.stdout
    assert "[cycle-without-exit]" in found.stdout

    (project / "agents/graph.py").write_text(CLEAN)
    fixed = hook()
    assert (fixed.returncode, "Passed" in fixed.stdout) == (0, True), fixed.stdout + fixed.stderr
