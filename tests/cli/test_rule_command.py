"""`agentlint rule` and `agentlint completion`, as a user runs them."""

import json
import subprocess
from pathlib import Path

import pytest
from command import ROOT, agentlint

from agentlint.rules import RULES, page


def test_a_page(tmp_path: Path) -> None:
    run = agentlint("rule", "unmapped-route", cwd=tmp_path)
    assert run.code == 0
    assert run.out.startswith(
        "# unmapped-route\n\n*error · wiring · since 0.1*\n\nDecision and route table disagree.\n"
    )
    assert page("unmapped-route").partition("\n\n")[2] in run.out


def test_a_rule_that_only_suspects(tmp_path: Path) -> None:
    assert "*warning at most · loops · since 0.1*" in agentlint("rule", "unbounded-cycle", cwd=tmp_path).out


def test_all_pages(tmp_path: Path) -> None:
    out = agentlint("rule", "--all", cwd=tmp_path).out
    assert [line[2:] for line in out.splitlines() if line.startswith("# ") and line[2:] in RULES] == list(RULES)


def test_a_group_lists_its_rules(tmp_path: Path) -> None:
    first, *rest = agentlint("rule", "wiring", cwd=tmp_path).out.splitlines()
    assert first == "wiring"
    assert [line.split()[0] for line in rest] == [rule.id for rule in RULES.values() if rule.group == "wiring"]


def test_without_a_name_all_rules_are_listed(tmp_path: Path) -> None:
    out = agentlint("rule", cwd=tmp_path).out
    assert all(f"  {rule.id} " in out and rule.summary in out for rule in RULES.values())


def test_rules_as_json(tmp_path: Path) -> None:
    (one,) = json.loads(agentlint("rule", "unmapped-route", "--output-format", "json", cwd=tmp_path).out)
    assert (one["id"], one["group"], one["level"], one["since"]) == ("unmapped-route", "wiring", "error", "0.1")
    assert one["page"] == page("unmapped-route")
    every = json.loads(agentlint("rule", "--all", "--output-format", "json", cwd=tmp_path).out)
    assert [rule["id"] for rule in every] == list(RULES)


@pytest.mark.parametrize(
    ("name", "hint"), [("unmaped-route", "Did you mean 'unmapped-route'?"), ("loop", "Did you mean 'loops'?")]
)
def test_a_name_that_is_none(tmp_path: Path, name: str, hint: str) -> None:
    run = agentlint("rule", name, cwd=tmp_path)
    assert run.code == 2
    assert f"no rule or group '{name}'. {hint}" in run.err


def test_a_name_like_no_other(tmp_path: Path) -> None:
    assert "`agentlint rule` lists them all." in agentlint("rule", "xyz", cwd=tmp_path).err


def test_all_and_one(tmp_path: Path) -> None:
    assert agentlint("rule", "--all", "loops", cwd=tmp_path).code == 2


@pytest.mark.parametrize(
    ("shell", "says"), [("bash", "complete -o nosort"), ("zsh", "#compdef agentlint"), ("fish", "complete ")]
)
def test_a_script_for_a_shell(tmp_path: Path, shell: str, says: str) -> None:
    run = agentlint("completion", shell, cwd=tmp_path)
    assert run.code == 0
    assert says in run.out
    assert "_AGENTLINT_COMPLETE" in run.out


def test_bash_reads_the_script(tmp_path: Path) -> None:
    script = agentlint("completion", "bash", cwd=tmp_path).out
    assert subprocess.run(["bash", "-n"], input=script.encode(), cwd=ROOT, check=False).returncode == 0


def test_a_shell_that_nobody_knows(tmp_path: Path) -> None:
    assert agentlint("completion", "ksh", cwd=tmp_path).code == 2


@pytest.mark.parametrize(
    ("words", "found"),
    [("rul", "plain,rule"), ("rule unmap", "plain,unmapped-route"), ("check --unsafe", "plain,--unsafe-fixes")],
)
def test_words_are_completed(tmp_path: Path, words: str, found: str) -> None:
    asked = {
        "_AGENTLINT_COMPLETE": "bash_complete",
        "COMP_WORDS": f"agentlint {words}",
        "COMP_CWORD": str(len(words.split())),
    }
    assert found in agentlint(cwd=tmp_path, **asked).out.splitlines()
