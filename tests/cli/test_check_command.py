"""`agentlint check`, as a user runs it."""

import json
from pathlib import Path

import pytest
from command import CLEAN, agentlint


@pytest.fixture
def mild(tmp_path: Path) -> Path:
    """A project with a warning and no error."""
    (tmp_path / "graph.py").write_text(CLEAN.replace("StateGraph(State)", "StateGraph(dict)"))
    return tmp_path


def test_a_fault_fails_the_build(faulty: Path) -> None:
    run = agentlint("check", cwd=faulty)
    assert run.code == 1
    assert "error[cycle-without-exit]" in run.out
    assert "Found 1 error in 1 graph (2 nodes, 3 edges, 0 unresolved)" in run.out


def test_a_clean_project_says_what_was_checked(clean: Path) -> None:
    run = agentlint("check", cwd=clean)
    assert (run.code, run.err) == (0, "")
    assert "1 graph (2 nodes, 3 edges, 0 unresolved)" in run.out


def test_quiet_says_nothing_where_nothing_is_wrong(clean: Path) -> None:
    assert agentlint("check", "--quiet", cwd=clean).out == ""


def test_quiet_still_shows_findings(faulty: Path) -> None:
    assert "error[cycle-without-exit]" in agentlint("check", "-q", cwd=faulty).out


def test_quiet_still_says_that_nothing_was_found(tmp_path: Path) -> None:
    assert "No orchestration found" in agentlint("check", "-q", cwd=tmp_path).out


def test_one_line_for_each_finding(faulty: Path) -> None:
    first = agentlint("check", "--output-format", "concise", cwd=faulty).out.splitlines()[0]
    assert first.startswith("graph.py:24:")
    assert "error[cycle-without-exit]" in first


def test_findings_as_json(faulty: Path) -> None:
    run = agentlint("check", "--output-format", "json", cwd=faulty)
    made = json.loads(run.out)
    assert [finding["rule"] for finding in made["findings"]] == ["cycle-without-exit"]
    assert made["summary"]["graphs"] == 1


def test_exit_zero_reports_without_failing(faulty: Path) -> None:
    run = agentlint("check", "--exit-zero", cwd=faulty)
    assert run.code == 0
    assert "error[cycle-without-exit]" in run.out


@pytest.mark.parametrize(("level", "code"), [("error", 0), ("warning", 1), ("info", 1)])
def test_the_mildest_level_that_fails_is_the_users_choice(mild: Path, level: str, code: int) -> None:
    run = agentlint("check", "--fail-on", level, cwd=mild)
    assert "warning[untyped-state]" in run.out
    assert run.code == code


def test_ignored_rules_and_groups_are_silent(faulty: Path) -> None:
    assert agentlint("check", "--ignore", "untyped-state,cycle-without-exit", cwd=faulty).code == 0
    assert agentlint("check", "--ignore", "loops", cwd=faulty).code == 0


def test_selected_rules_are_the_only_ones(mild: Path) -> None:
    assert "untyped-state" in agentlint("check", "--select", "untyped-state", cwd=mild).out
    assert "untyped-state" not in agentlint("check", "--select", "loops", "--select", "unreachable-node", cwd=mild).out


@pytest.mark.parametrize("option", ["--select", "--ignore"])
def test_a_rule_that_does_not_exist(clean: Path, option: str) -> None:
    run = agentlint("check", option, "cycle-without-exits", cwd=clean)
    assert run.code == 2
    assert "no rule or group 'cycle-without-exits'. Did you mean 'cycle-without-exit'?" in run.err


def test_nothing_to_check_is_not_clean(tmp_path: Path) -> None:
    run = agentlint("check", cwd=tmp_path)
    assert run.code == 3
    assert "No orchestration found" in run.out
    assert agentlint("check", "--exit-zero", cwd=tmp_path).code == 3
    assert agentlint("check", "--allow-empty", cwd=tmp_path).code == 0


def test_colour_is_for_terminals_unless_asked_for(faulty: Path) -> None:
    assert "\x1b[" not in agentlint("check", cwd=faulty).out
    assert "\x1b[" in agentlint("check", "--color", "always", cwd=faulty).out
    assert "\x1b[" in agentlint("check", cwd=faulty, CLICOLOR_FORCE="1").out
    assert "\x1b[" in agentlint("check", cwd=faulty, FORCE_COLOR="1").out
    assert "\x1b[" not in agentlint("check", "--color", "never", cwd=faulty, FORCE_COLOR="1").out


def test_output_does_not_depend_on_hashes(faulty: Path) -> None:
    outs = {agentlint("check", cwd=faulty, PYTHONHASHSEED=seed).out for seed in ("0", "1", "2")}
    assert len(outs) == 1
