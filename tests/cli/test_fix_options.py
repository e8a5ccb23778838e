"""`agentlint check` with `--fix`, `--diff` and `--add-ignore`, as a user runs it."""

import json
import os
import stat
from pathlib import Path

import pytest
from command import CLEAN, ENDLESS, agentlint

MISSPELT = CLEAN.replace('builder.add_edge("writer", "critic")', 'builder.add_edge("writer", "crtic")')
NEEDLESS = CLEAN.replace("return builder.compile()", "return builder.compile()  # agentlint: ignore[dead-end] why")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with a mistake that an edit can remove."""
    (tmp_path / "graph.py").write_text(MISSPELT)
    return tmp_path


def text(project: Path) -> str:
    return (project / "graph.py").read_text()


def test_what_can_be_fixed_is_marked_and_counted(project: Path) -> None:
    assert "error[unknown-target] [*]: `writer` goes to `crtic`" in agentlint("check", cwd=project).out
    run = agentlint("check", "--output-format", "concise", cwd=project)
    assert "error[unknown-target] [*] `writer`" in run.out
    assert "[*] 1 fixable with `--fix --unsafe-fixes`" in run.out


def test_what_changes_the_program_is_not_done_unasked(project: Path) -> None:
    run = agentlint("check", "--fix", cwd=project)
    assert run.code == 1
    assert text(project) == MISSPELT


def test_a_fix_is_made_and_told(project: Path) -> None:
    run = agentlint("check", "--fix", "--unsafe-fixes", cwd=project)
    assert (run.code, text(project)) == (0, CLEAN)
    assert run.err == "fixed graph.py:23:5: [unknown-target] name `critic` instead\n"
    assert run.out.startswith("No findings in 1 graph")
    again = agentlint("check", "--fix", "--unsafe-fixes", cwd=project)
    assert (again.code, again.err, text(project)) == (0, "", CLEAN)


def test_what_is_not_fixed_still_fails_the_build(tmp_path: Path) -> None:
    (tmp_path / "graph.py").write_text(ENDLESS)
    run = agentlint("check", "--fix", "--unsafe-fixes", cwd=tmp_path)
    assert run.code == 1
    assert "error[cycle-without-exit]:" in run.out


def test_safe_fixes_need_no_more_than_asking(tmp_path: Path) -> None:
    (tmp_path / "graph.py").write_text(NEEDLESS)
    assert "[*] 1 fixable with `--fix`" in agentlint("check", cwd=tmp_path).out
    assert agentlint("check", "--fix", cwd=tmp_path).code == 0
    assert text(tmp_path) == CLEAN


def test_a_diff_changes_nothing(project: Path) -> None:
    run = agentlint("check", "--diff", "--unsafe-fixes", cwd=project)
    assert run.code == 1
    assert run.out.startswith("--- a/graph.py\n+++ b/graph.py\n@@ ")
    assert '-    builder.add_edge("writer", "crtic")\n+    builder.add_edge("writer", "critic")\n' in run.out
    assert text(project) == MISSPELT
    assert agentlint("check", "--diff", "--unsafe-fixes", "--exit-zero", cwd=project).code == 0


def test_a_diff_of_nothing(project: Path) -> None:
    run = agentlint("check", "--diff", cwd=project)
    assert (run.code, run.out) == (0, "")


def test_a_diff_can_be_applied_to_a_file_without_a_last_line_end(tmp_path: Path) -> None:
    (tmp_path / "graph.py").write_text(MISSPELT.rstrip("\n"))
    run = agentlint("check", "--diff", "--unsafe-fixes", cwd=tmp_path)
    assert "\\ No newline at end of file" in run.out


def test_a_fix_that_brings_another_finding_is_taken_back(tmp_path: Path) -> None:
    code = """\
from langchain_openai import ChatOpenAI
from langgraph.graph import END, START, MessagesState, StateGraph

model = ChatOpenAI(model="gpt-4o")


def write(state: MessagesState):
    return {"messages": [model.invoke(state["messages"])]}


def judge(state: MessagesState):
    return {"messages": [model.invoke(state["messages"])]}


def again(state: MessagesState) -> str:
    return END if "good" in state["messages"][-1].content else "write"


builder = StateGraph(MessagesState)
builder.add_node("write", write)
builder.add_node("judge", judge)
builder.add_edge(START, "write")
builder.add_edge("write", "judge")
builder.add_conditional_edges("judge", again, ["write", END])
graph = builder.compile()


def poem(topic: str):
    return graph.invoke({"messages": [topic]})
"""
    (tmp_path / "graph.py").write_text(code)
    run = agentlint("check", "--fix", "--unsafe-fixes", "--select", "loops,escalation", cwd=tmp_path)
    assert "[unbounded-cycle] set `recursion_limit` to 20: it would bring `limit-error-unhandled`" in run.err
    assert "warning[unbounded-cycle]" in run.out
    assert text(tmp_path) == code


def test_permissions_and_line_ends_stay(project: Path) -> None:
    file = project / "graph.py"
    file.write_bytes(b"\xef\xbb\xbf" + MISSPELT.replace("\n", "\r\n").encode())
    file.chmod(0o750)
    agentlint("check", "--fix", "--unsafe-fixes", cwd=project)
    assert file.read_bytes() == b"\xef\xbb\xbf" + CLEAN.replace("\n", "\r\n").encode()
    assert stat.S_IMODE(file.stat().st_mode) == 0o750
    assert [path.name for path in project.iterdir()] == ["graph.py"]


def test_a_link_within_the_folder_stays_a_link(project: Path) -> None:
    (project / "real").mkdir()
    (project / "graph.py").rename(project / "real" / "graph.txt")
    (project / "graph.py").symlink_to(project / "real" / "graph.txt")
    agentlint("check", "--fix", "--unsafe-fixes", cwd=project)
    assert (project / "graph.py").is_symlink()
    assert text(project) == CLEAN


def test_what_lies_outside_is_never_written(project: Path) -> None:
    inner = project / "inner"
    inner.mkdir()
    (inner / "graph.py").symlink_to(project / "graph.py")
    run = agentlint("check", "--fix", "--unsafe-fixes", cwd=inner)
    assert run.code == 1
    assert (
        "not fixed graph.py:23:5: [unknown-target] name `critic` instead: `graph.py` leads out of the folder" in run.err
    )
    assert text(project) == MISSPELT


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing keeps root from writing")
def test_a_file_that_cannot_be_written(project: Path) -> None:
    project.chmod(0o500)
    run = agentlint("check", "--fix", "--unsafe-fixes", cwd=project)
    project.chmod(0o700)
    assert run.code == 2
    assert "cannot write graph.py" in run.err


def test_all_findings_are_accepted_with_a_reason(project: Path) -> None:
    run = agentlint("check", "--add-ignore=agreed", cwd=project)
    assert run.code == 0
    line = 'builder.add_edge("writer", "crtic")  # agentlint: ignore[unknown-target] agreed'
    assert line in text(project)
    assert agentlint("check", cwd=project).code == 0


def test_a_reason_may_be_left_out_and_a_path_is_none(project: Path) -> None:
    assert agentlint("check", "--add-ignore", ".", cwd=project).code == 0
    assert 'builder.add_edge("writer", "crtic")  # agentlint: ignore[unknown-target]\n' in text(project)


def test_comments_can_be_seen_before(project: Path) -> None:
    run = agentlint("check", "--add-ignore", "--diff", cwd=project)
    assert run.code == 1
    assert "+    builder.add_edge" in run.out
    assert text(project) == MISSPELT


@pytest.mark.parametrize("options", [["--unsafe-fixes"], ["--fix", "--add-ignore"], ["--unsafe-fixes", "--add-ignore"]])
def test_options_that_make_no_sense_together(project: Path, options: list[str]) -> None:
    assert agentlint("check", *options, cwd=project).code == 2
    assert text(project) == MISSPELT


def test_names_reach_no_terminal_as_they_are(project: Path) -> None:
    (project / "graph.py").write_text(MISSPELT.replace("def write", 'ESCAPE = "\x1b[31m"\n\n\ndef write'))
    assert "\x1b" not in agentlint("check", "--add-ignore", "--diff", "--unsafe-fixes", cwd=project).out


def test_notebooks_are_fixed_and_accepted_in_their_cells(tmp_path: Path) -> None:
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": ["# Desk\n"]},
        {"cell_type": "code", "execution_count": 3, "metadata": {}, "outputs": [], "source": "%pip install langgraph"},
        {
            "cell_type": "code", "execution_count": None, "metadata": {}, "outputs": [{"text": ["é"]}],
            "source": ["!ls\n", *f"{MISSPELT}\ngraph = build()".splitlines(keepends=True)],
        },
    ]  # fmt: skip
    document = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    before = json.dumps(document, indent=1, ensure_ascii=False) + "\n"
    file = tmp_path / "desk.ipynb"
    file.write_text(before, "utf-8")
    assert agentlint("check", "--add-ignore", cwd=tmp_path).code == 0
    ignored = r"\"crtic\")  # agentlint: ignore[unknown-target]\n"
    assert file.read_text("utf-8") == before.replace(r"\"crtic\")\n", ignored)
    file.write_text(before, "utf-8")
    assert agentlint("check", "--fix", "--unsafe-fixes", cwd=tmp_path).code == 0
    assert file.read_text("utf-8") == before.replace("crtic", "critic")
