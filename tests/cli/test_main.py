"""What holds for every command: it starts light, and ends without a traceback."""

import subprocess
import sys
from pathlib import Path

import pytest
from command import CLEAN, ROOT, agentlint, python

from agentlint import __version__


def test_the_version_needs_no_heavy_library(tmp_path: Path) -> None:
    script = (
        "import sys; from agentlint.cli import main; sys.argv = ['agentlint', '--version']; main(); "
        "print(sorted({'networkx', 'rich', 'libcst'} & {name.split('.')[0] for name in sys.modules}))"
    )
    run = python("-c", script, cwd=tmp_path)
    assert (run.out, run.err) == (f"agentlint {__version__}\n[]\n", "")


@pytest.mark.parametrize("command", ["check", "graph"])
def test_commands_explain_themselves(tmp_path: Path, command: str) -> None:
    run = agentlint(command, "--help", cwd=tmp_path)
    assert run.code == 0
    assert "[PATHS]..." in run.out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["chek"], "No such command 'chek'"),
        (["check", "--selekt", "x"], "No such option"),
        (["graph", "--format", "svg"], "'svg' is not one of"),
        ([], "Usage: agentlint"),
    ],
)
def test_a_wrong_command_line_is_a_usage_error(tmp_path: Path, arguments: list[str], told: str) -> None:
    run = agentlint(*arguments, cwd=tmp_path)
    assert run.code == 2
    assert told in run.err


def failing(command: str, error: str) -> str:
    """A run of ``command`` in which the overlays raise ``error``."""
    return (
        "import sys; import agentlint.engine; from agentlint.cli import main\n"
        f"def extract(project): raise {error}\n"
        f"agentlint.engine.extract = extract; sys.argv = ['agentlint', '{command}']; sys.exit(main())"
    )


@pytest.mark.parametrize("command", ["check", "graph"])
def test_a_mistake_of_our_own_is_one_line(tmp_path: Path, command: str) -> None:
    run = python("-c", failing(command, "ValueError('no \\x1b[31m luck')"), cwd=tmp_path)
    assert (run.code, run.out) == (4, "")
    assert run.err.startswith("agentlint: internal error, please report it: ValueError: no \\x1b[31m luck (")
    assert run.err.count("\n") == 1


def test_an_interrupt_is_quiet(tmp_path: Path) -> None:
    run = python("-c", failing("check", "KeyboardInterrupt"), cwd=tmp_path)
    assert (run.code, run.out, run.err.strip()) == (130, "", "")


@pytest.mark.parametrize("command", ["check", "graph"])
def test_a_part_that_failed_is_said_and_the_rest_is_shown(tmp_path: Path, command: str) -> None:
    (tmp_path / "graph.py").write_text(CLEAN)
    script = (
        "import sys; from dataclasses import replace\n"
        "from agentlint import engine; from agentlint.cli import main\n"
        "from agentlint.frameworks import Problem, extract\n"
        "broken = (Problem('overlay autogen', 'KeyError: 1'),)\n"
        "engine.extract = lambda project: replace(extract(project), problems=broken)\n"
        f"sys.argv = ['agentlint', '{command}']; sys.exit(main())"
    )
    run = python("-c", script, cwd=tmp_path)
    assert run.code == 4
    assert "internal error, please report it: overlay autogen failed: KeyError: 1" in run.err
    assert "1 graph" in run.out
    assert ("error[internal-error]" in run.out) == (command == "check")


@pytest.mark.parametrize("command", [["check"], ["graph"], ["graph", "--format", "json"]])
def test_nobody_reads_on(tmp_path: Path, command: list[str]) -> None:
    for number in range(40):
        (tmp_path / f"graph{number}.py").write_text(CLEAN)
    environment = {"PYTHONPATH": str(ROOT)}
    run = subprocess.Popen(
        [sys.executable, "-m", "agentlint", *command],
        cwd=tmp_path,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert run.stdout
    assert run.stderr
    run.stdout.close()
    assert run.wait(timeout=120) == 0
    assert "Error" not in run.stderr.read().decode()
    run.stderr.close()


@pytest.mark.parametrize("stream", ["1", "2"])
@pytest.mark.parametrize("command", ["check", "graph"])
def test_whoever_closed_the_output_gets_the_exit_code(tmp_path: Path, command: str, stream: str) -> None:
    (tmp_path / "graph.py").write_text(CLEAN)
    run = subprocess.run(
        ["/bin/sh", "-c", f"'{sys.executable}' -m agentlint {command} {stream}>&-"],
        cwd=tmp_path, env={"PYTHONPATH": str(ROOT)}, capture_output=True, timeout=120,
    )  # fmt: skip
    assert run.returncode == 0
    assert b"Error" not in run.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is full")
@pytest.mark.parametrize("command", ["check", "graph"])
def test_a_full_disk_is_no_mistake_of_our_own(tmp_path: Path, command: str) -> None:
    (tmp_path / "graph.py").write_text(CLEAN)
    with Path("/dev/full").open("w") as full:
        run = subprocess.run(
            [sys.executable, "-m", "agentlint", command],
            cwd=tmp_path, env={"PYTHONPATH": str(ROOT)}, stdout=full, stderr=subprocess.PIPE, timeout=120,
        )  # fmt: skip
    assert run.returncode == 2
    assert run.stderr == b"Error: cannot write the output: No space left on device\n"


def test_a_working_directory_that_is_gone(tmp_path: Path) -> None:
    (tmp_path / "gone").mkdir()
    run = subprocess.run(
        ["/bin/sh", "-c", f"rmdir ../gone; '{sys.executable}' -m agentlint check"],
        cwd=tmp_path / "gone", env={"PYTHONPATH": str(ROOT)}, capture_output=True, timeout=120,
    )  # fmt: skip
    assert run.returncode == 2
    assert b"the working directory is gone" in run.stderr
