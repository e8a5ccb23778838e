"""Comments and settings that hide findings, as a user sees it."""

import json
from pathlib import Path

import pytest
from command import CLEAN, ENDLESS, agentlint

from tests.source.tree import write

LAST = '    builder.add_edge("critic", "writer")'
FIRST = '    builder.add_edge("writer", "critic")'
IGNORE = "# agentlint: ignore[cycle-without-exit]"


def told(*arguments: str, cwd: Path) -> tuple[list[str], list[tuple[str, str, str]]]:
    """The messages of all findings, and `(rule, by, reason)` of what is hidden."""
    document = json.loads(agentlint("check", "--output-format", "json", *arguments, cwd=cwd).out)
    hidden = [(one["finding"]["rule"], one["by"], one.get("reason", "")) for one in document["hidden"]]
    return [f"{one['rule']}: {one['message']}" for one in document["findings"]], hidden


def hides(tmp_path: Path, program: str) -> bool:
    """Whether the finding about the cycle is hidden, and nothing else is told."""
    write(tmp_path, {"graph.py": program})
    found, hidden = told(cwd=tmp_path)
    return not found and [rule for rule, _, _ in hidden] == ["cycle-without-exit"]


@pytest.mark.parametrize(
    "program",
    [
        ENDLESS.replace(LAST, f"{LAST}  {IGNORE}"),
        ENDLESS.replace(LAST, f"{LAST}  # noqa: E501  {IGNORE} the service stops it  # type: ignore"),
        ENDLESS.replace(LAST, f"    {IGNORE}\n{LAST}"),
        ENDLESS.replace(LAST, f"    {IGNORE}\n\n    # another remark\n{LAST}"),
        ENDLESS.replace(LAST, f'    builder.add_edge(\n        "critic",\n        "writer",  {IGNORE}\n    )'),
        ENDLESS.replace(LAST, f'    {IGNORE}\n    builder.add_edge(\n        "critic",\n        "writer",\n    )'),
        ENDLESS.replace(FIRST, f"{FIRST}  {IGNORE}"),
        ENDLESS.replace("def build", f"{IGNORE}\ndef build"),
        ENDLESS.replace(LAST, f"{LAST}  # agentlint:ignore[dead-end, cycle-without-exit]").replace("dead-end, ", ""),
        f"# agentlint: file-ignore[cycle-without-exit]\n{ENDLESS}",
        f"{ENDLESS}# agentlint: file-ignore[cycle-without-exit] kept for the demonstration\n",
    ],
    ids=[
        *("line", "behind others", "above", "above others", "inside", "above all of it", "second place", "function"),
        *("tight", "file", "end of file"),
    ],
)
def test_a_comment_hides_the_finding(tmp_path: Path, program: str) -> None:
    assert hides(tmp_path, program)


@pytest.mark.parametrize(
    "program",
    [
        ENDLESS.replace(LAST, f'{LAST}; text = "{IGNORE}"'),
        ENDLESS.replace("def build", f'"""\n{IGNORE}\n"""\n\n\ndef build'),
        ENDLESS.replace("def write", f"{IGNORE}\ndef write"),
        ENDLESS.replace(LAST, f"{LAST}  # agentlint: ignore"),
        ENDLESS.replace(LAST, f"{LAST}  # agentlint: ignore[cycle-without-exits]"),
    ],
    ids=["string", "docstring", "elsewhere", "blanket", "misspelt"],
)
def test_a_comment_does_not(tmp_path: Path, program: str) -> None:
    write(tmp_path, {"graph.py": program})
    found, hidden = told(cwd=tmp_path)
    assert any(message.startswith("cycle-without-exit") for message in found)
    assert hidden == []


def test_a_comment_in_the_file_of_another_label(tmp_path: Path) -> None:
    steps = 'def wire(builder):\n    builder.add_edge("writer", "critic")\n'
    wired = ENDLESS.replace(FIRST, "    wire(builder)").replace("def build", "from steps import wire\n\n\ndef build")
    write(tmp_path, {"graph.py": wired, "steps.py": steps})
    assert len(told(cwd=tmp_path)[0]) == 1
    write(tmp_path, {"steps.py": steps.replace('"critic")', f'"critic")  {IGNORE}')})
    assert told(cwd=tmp_path) == ([], [("cycle-without-exit", "comment", "")])


def test_a_comment_in_a_notebook(tmp_path: Path) -> None:
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": ["# Loop"]},
        {"cell_type": "code", "metadata": {}, "outputs": [], "source": "%pip install 'x\n", "execution_count": None},
        {
            "cell_type": "code",
            "metadata": {},
            "outputs": [],
            "source": ENDLESS.replace(LAST, f"{LAST}  {IGNORE} shown on purpose"),
            "execution_count": None,
        },
    ]
    notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    write(tmp_path, {"loop.ipynb": json.dumps(notebook)})
    assert told(cwd=tmp_path) == ([], [("cycle-without-exit", "comment", "shown on purpose")])


def test_what_is_hidden_is_counted_and_can_be_shown(tmp_path: Path) -> None:
    write(tmp_path, {"graph.py": ENDLESS.replace(LAST, f"{LAST}  {IGNORE}")})
    run = agentlint("check", cwd=tmp_path)
    assert (run.code, run.err) == (0, "")
    assert run.out == "No findings in 1 graph (2 nodes, 3 edges, 0 unresolved). 1 hidden: 1 by comments\n"
    assert agentlint("check", "--no-ignores", cwd=tmp_path).code == 1


@pytest.mark.parametrize(
    ("comment", "message"),
    [
        ("# agentlint: ignore", "this comment names no rule, so it hides nothing"),
        ("# agentlint: ignore[] reason", "this comment names no rule, so it hides nothing"),
        ("# agentlint: ignore[dead-ends]", "there is no rule `dead-ends`, so this comment hides nothing of it"),
        ("# agentlint: ignore[dead-end]", "`dead-end` finds nothing here that this comment could hide"),
        ("# agentlint: file-ignore[dead-end]", "`dead-end` finds nothing here that this comment could hide"),
    ],
)
def test_a_comment_that_hides_nothing_is_told(tmp_path: Path, comment: str, message: str) -> None:
    write(tmp_path, {"graph.py": CLEAN.replace('"critic", END)', f'"critic", END)  {comment}')})
    assert told(cwd=tmp_path) == ([f"unused-ignore: {message}"], [])
    assert told("--config", "rules.unused-ignore.level='off'", cwd=tmp_path) == ([], [])


@pytest.mark.parametrize(
    "arguments", [("--select", "handoffs,unused-ignore"), ("--ignore", "loops"), ("--no-ignores",)]
)
def test_a_rule_that_did_not_run_may_need_its_comment(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    program = ENDLESS.replace(LAST, f"{LAST}  {IGNORE}").replace('"critic", "writer")', '"critic", END)')
    write(tmp_path, {"graph.py": program})
    assert told(cwd=tmp_path)[0] != []
    assert told(*arguments, cwd=tmp_path)[0] == []


def test_a_comment_may_hide_that_another_is_not_needed(tmp_path: Path) -> None:
    comment = "# agentlint: ignore[dead-end, unused-ignore] a generator writes this file"
    write(tmp_path, {"graph.py": CLEAN.replace('"critic", END)', f'"critic", END)  {comment}')})
    assert told(cwd=tmp_path)[0] == []


def test_a_part_of_a_project_says_nothing_of_comments_in_files_without_graphs(tmp_path: Path) -> None:
    write(tmp_path, {"graph.py": ENDLESS, "app/steps.py": f"def step(): ...  {IGNORE}\n", "agentlint.toml": ""})
    assert told("app/steps.py", "--allow-empty", cwd=tmp_path)[0] == []
    assert [one for one in told(cwd=tmp_path)[0] if one.startswith("unused-ignore")] != []


def test_reasons_may_be_required(tmp_path: Path) -> None:
    write(
        tmp_path,
        {"graph.py": ENDLESS.replace(LAST, f"{LAST}  {IGNORE}"), "agentlint.toml": "require-ignore-reasons = true"},
    )
    found, hidden = told(cwd=tmp_path)
    assert (len(found), hidden) == (2, [])
    assert "unused-ignore: this comment does not say why, so it hides nothing" in found
    write(tmp_path, {"graph.py": ENDLESS.replace(LAST, f"{LAST}  {IGNORE} the service stops it")})
    assert told(cwd=tmp_path) == ([], [("cycle-without-exit", "comment", "the service stops it")])


def test_a_broken_file_with_a_comment_breaks_nothing(tmp_path: Path) -> None:
    write(
        tmp_path,
        {"graph.py": ENDLESS, "broken.py": f"def (:  {IGNORE}\n'''", "x.py": b"\xff\x00# agentlint: ignore[a]"},
    )
    assert agentlint("check", cwd=tmp_path).code == 1


def test_settings_accept_single_findings_until_a_day(tmp_path: Path) -> None:
    entry = "[[ignores]]\nrule = 'cycle-without-exit'\nat = 'graph.build:loop *'\nreason = 'the service stops it'\n"
    write(tmp_path, {"graph.py": ENDLESS, "agentlint.toml": f"{entry}until = 2999-12-31\n"})
    assert told(cwd=tmp_path) == ([], [("cycle-without-exit", "settings", "the service stops it")])
    assert "1 hidden: 1 by settings" in agentlint("check", cwd=tmp_path).out
    write(tmp_path, {"agentlint.toml": f"{entry}until = 2001-12-31\n"})
    run = agentlint("check", cwd=tmp_path)
    assert run.code == 1
    assert "`cycle-without-exit` at `graph.build:loop *` was accepted until 2001-12-31: it is told again" in run.err
