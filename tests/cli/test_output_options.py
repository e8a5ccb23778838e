"""Which format, where to, in which colour, and what is said meanwhile."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from command import CLEAN, ENDLESS, ROOT, agentlint

from agentlint.cli.formats import CODING_AGENTS, FORMATS


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_tells_of_the_fault(faulty: Path, form: str) -> None:
    run = agentlint("check", "--output-format", form, cwd=faulty)
    assert (run.code, run.err) == (1, "")
    assert "cycle-without-exit" in run.out
    assert run.out.endswith("\n")


@pytest.mark.parametrize("form", ["json", "sarif", "gitlab", "junit"])
def test_programs_get_a_document_even_where_all_is_well(clean: Path, form: str) -> None:
    run = agentlint("check", "--quiet", "--output-format", form, cwd=clean)
    assert run.code == 0
    assert run.out[0] in "{[<"


@pytest.mark.parametrize("variable", CODING_AGENTS)
def test_a_coding_agent_gets_a_line_for_each_finding(faulty: Path, variable: str) -> None:
    out = agentlint("check", cwd=faulty, FORCE_COLOR="1", **{variable: "1"}).out
    assert out.startswith("graph.py:24:5: error[cycle-without-exit] ")
    assert "| help: " in out.splitlines()[0]


def test_whoever_names_a_format_gets_it(faulty: Path) -> None:
    named = agentlint("check", "--output-format", "full", cwd=faulty, AI_AGENT="1").out
    assert "  --> graph.py" in named
    assert agentlint("check", cwd=faulty, AI_AGENT="1", AGENTLINT_OUTPUT_FORMAT="full").out == named
    over = agentlint("check", "--output-format", "concise", cwd=faulty, AGENTLINT_OUTPUT_FORMAT="json").out
    assert over.startswith("graph.py:24:5: error[cycle-without-exit]")


def test_a_report_in_a_file_has_no_colour_and_its_summary_is_said(faulty: Path) -> None:
    run = agentlint("check", "--color", "always", "-o", "report.txt", cwd=faulty)
    assert (run.code, run.out) == (1, "")
    assert run.err == "Found 1 error in 1 graph (2 nodes, 3 edges, 0 unresolved)\n"
    report = (faulty / "report.txt").read_text()
    assert "error[cycle-without-exit]" in report
    assert "\x1b" not in report


def test_the_summary_beside_a_file_may_have_several_lines(tmp_path: Path) -> None:
    (tmp_path / "graph.py").write_text(
        CLEAN.replace('builder.add_edge("writer", "critic")', 'builder.add_edge("writer", "crtic")')
    )
    run = agentlint("check", "-o", "report.txt", cwd=tmp_path)
    assert [line.split()[0] for line in run.err.splitlines()] == ["Found", "[*]"]


def test_the_environment_may_name_the_file(clean: Path) -> None:
    agentlint("check", "-q", cwd=clean, AGENTLINT_OUTPUT_FILE="out.json", AGENTLINT_OUTPUT_FORMAT="json")
    assert json.loads((clean / "out.json").read_text())["findings"] == []


def test_a_file_that_cannot_be_written(clean: Path) -> None:
    run = agentlint("check", "-o", "no/such/folder.txt", cwd=clean)
    assert run.code == 2
    assert "cannot write no/such/folder.txt: its folder is not there, make it" in run.err


def test_statistics_count_each_rule(faulty: Path) -> None:
    (faulty / "more.py").write_text(ENDLESS)
    out = agentlint("check", "--statistics", cwd=faulty).out
    assert out == "2 error[cycle-without-exit]\nFound 2 errors in 2 graphs (4 nodes, 6 edges, 0 unresolved)\n"


def test_statistics_are_for_reading(clean: Path) -> None:
    run = agentlint("check", "--statistics", "--output-format", "json", cwd=clean)
    assert run.code == 2
    assert "--statistics" in run.err


def test_verbose_names_each_stage_with_its_time(clean: Path) -> None:
    run = agentlint("check", "--verbose", cwd=clean)
    told = [line.split(" s  ") for line in run.err.splitlines()]
    assert [stage for _, stage in told] == [
        "finding files",
        "reading what the code builds",
        "deriving bounds and costs",
        "judging",
    ]
    assert all(float(seconds) >= 0 for seconds, _ in told)
    assert run.out == agentlint("check", cwd=clean).out


def test_no_color_is_obeyed_where_colour_is_forced(faulty: Path) -> None:
    assert "\x1b[" not in agentlint("check", cwd=faulty, NO_COLOR="1", CLICOLOR_FORCE="1").out
    assert "\x1b[" in agentlint("check", cwd=faulty, AGENTLINT_COLOR="always", NO_COLOR="1").out
    assert "\x1b[" not in agentlint("check", cwd=faulty, CLICOLOR_FORCE="0").out


SLOW = """
import logging, sys, time
from agentlint import engine
from agentlint.cli import main, progress

def extract(project, extract=engine.extract):
    handlers = logging.getLogger("agentlint").handlers
    while handlers and not handlers[0]._shown:
        time.sleep(0.01)
    return extract(project)

engine.extract = extract
progress.PATIENCE = 0.0
sys.argv = ["agentlint", "check", *sys.argv[1:]]
sys.exit(main())
"""
"""A run that waits until its status is shown, if one is to be."""


def told_on_a_terminal(*arguments: str, cwd: Path) -> bytes:
    """What the slow run writes to standard error, where that is a terminal."""
    ours, theirs = pty.openpty()
    clean = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "HOME": str(cwd), "TERM": "xterm"}
    command = [sys.executable, "-c", SLOW, *arguments]
    done = subprocess.run(command, cwd=cwd, env=clean, stdout=subprocess.PIPE, stderr=theirs, timeout=120)
    os.close(theirs)
    assert done.returncode == 0
    assert done.stdout.startswith(b"No findings")
    said = b""
    with open(ours, "rb", buffering=0) as terminal:
        while part := _read(terminal.fileno()):
            said += part
    return said


def _read(terminal: int) -> bytes:
    """The next bytes; none where the other end is closed."""
    try:
        return os.read(terminal, 65536)
    except OSError:
        return b""


def test_who_waits_at_a_terminal_sees_the_stage(clean: Path) -> None:
    assert "judging" in told_on_a_terminal(cwd=clean).decode()


def test_nobody_needs_to_see_it(clean: Path) -> None:
    assert told_on_a_terminal("--no-progress", cwd=clean) == b""
