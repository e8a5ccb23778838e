"""`agentlint baseline`, and what `check` makes of it: old findings sleep through edits, new ones are told."""

import json
from pathlib import Path

import pytest
from command import CLEAN, ENDLESS, Run, agentlint

from tests.source.tree import write

FILE = ".agentlint-baseline.json"
TWO = f"""{ENDLESS}

def second():
    builder = StateGraph(State)
    builder.add_node("alone", write)
    builder.add_edge(START, "alone")
    builder.add_edge("alone", "alone")
    return builder.compile()
"""


def accept(root: Path, *arguments: str) -> Run:
    return agentlint("baseline", *arguments, cwd=root)


def entries(root: Path) -> list[tuple[str, str]]:
    return [(one["rule"], one["at"]) for one in json.loads((root / FILE).read_text("utf-8"))["findings"]]


def test_what_is_accepted_is_not_told_again(tmp_path: Path) -> None:
    write(tmp_path, {"graph.py": ENDLESS})
    made = accept(tmp_path)
    assert (made.code, made.out) == (0, f"{FILE}: 1 accepted (1 new, 0 removed)\n")
    run = agentlint("check", cwd=tmp_path)
    assert (run.code, run.err) == (0, "")
    assert "1 hidden: 1 by the baseline" in run.out
    assert agentlint("check", "--no-baseline", cwd=tmp_path).code == 1


def test_the_file_has_a_line_for_each_finding_in_a_fixed_order(tmp_path: Path) -> None:
    write(tmp_path, {"graph.py": TWO})
    accept(tmp_path)
    assert (
        (tmp_path / FILE).read_text("utf-8")
        == """\
{
  "version": 1,
  "findings": [
    {"rule": "cycle-without-exit", "at": "graph.build:loop critic, writer"},
    {"rule": "cycle-without-exit", "at": "graph.second:loop alone"}
  ]
}
"""
    )


@pytest.mark.parametrize(
    "edited",
    [
        f'"""A new docstring."""\n\nimport os\n\n\n{TWO}',
        TWO.replace(
            'builder.add_edge("critic", "writer")', 'builder.add_edge(\n        "critic",\n        "writer",\n    )'
        ),
        TWO.replace("builder", "wiring"),
        TWO.replace("def write", "def helper():\n    return 1\n\n\ndef write").replace('"draft"', '"the draft"'),
        TWO.replace("def second", "def third():\n    return second()\n\n\ndef second"),
        TWO.replace("State)", "Shared)").replace("class State", "class Shared"),
    ],
    ids=["moved", "reformatted", "renamed variable", "around it", "called elsewhere", "renamed type"],
)
def test_edits_that_change_no_agent_wake_nothing(tmp_path: Path, edited: str) -> None:
    write(tmp_path, {"graph.py": TWO})
    accept(tmp_path)
    write(tmp_path, {"graph.py": edited})
    run = agentlint("check", cwd=tmp_path)
    assert (run.code, run.err) == (0, "")
    assert "2 hidden: 2 by the baseline" in run.out


def test_a_graph_that_is_built_twice_keeps_its_name(tmp_path: Path) -> None:
    built = ENDLESS.replace("def build():", "def build(first):").replace('"writer"', "first")
    write(tmp_path, {"graph.py": f'{built}\n\none = build("writer")\n'})
    accept(tmp_path)
    write(tmp_path, {"graph.py": f'{built}\n\nnew = build("poet")\none = build("writer")\n'})
    told = agentlint("check", "--output-format", "json", cwd=tmp_path).out
    assert [one["element"].partition(":")[2] for one in json.loads(told)["findings"]] == ["loop critic, poet"]


def test_a_fault_of_a_function_is_the_same_whichever_graph_runs_it(tmp_path: Path) -> None:
    steps = """\
import requests


def fetch(state):
    return {"text": requests.get("https://example.com").text}
"""
    wired = CLEAN.replace("def build", "from steps import fetch\n\n\ndef build").replace(
        '"writer", write)', '"writer", fetch)'
    )
    write(tmp_path, {"steps.py": steps, "graph.py": wired})
    accept(tmp_path)
    assert entries(tmp_path) == [("no-timeout", "steps:fetch")]
    write(tmp_path, {"another.py": wired.replace('"writer"', '"reader"')})
    assert "1 hidden: 1 by the baseline" in agentlint("check", cwd=tmp_path).out


def test_a_renamed_agent_is_new_and_the_old_entry_stale(tmp_path: Path) -> None:
    write(tmp_path, {"graph.py": ENDLESS})
    accept(tmp_path)
    write(tmp_path, {"graph.py": ENDLESS.replace('"critic"', '"judge"')})
    run = agentlint("check", cwd=tmp_path)
    assert run.code == 1
    assert f"{FILE}: 1 entry matches nothing any more" in run.err


def test_stale_entries_fail_only_where_that_is_asked_for(tmp_path: Path) -> None:
    write(tmp_path, {"graph.py": ENDLESS})
    accept(tmp_path)
    write(tmp_path, {"graph.py": CLEAN})
    assert agentlint("check", cwd=tmp_path).code == 0
    assert agentlint("check", "--strict-baseline", cwd=tmp_path).code == 1
    assert accept(tmp_path, "--prune").out == f"{FILE}: 0 accepted (0 new, 1 removed)\n"
    assert agentlint("check", "--strict-baseline", cwd=tmp_path).code == 0


def test_pruning_accepts_nothing_new(tmp_path: Path) -> None:
    write(tmp_path, {"graph.py": CLEAN})
    accept(tmp_path)
    write(tmp_path, {"graph.py": ENDLESS})
    accept(tmp_path, "--prune")
    assert agentlint("check", cwd=tmp_path).code == 1


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    write(tmp_path, {"graph.py": ENDLESS})
    assert "1 accepted (1 new" in accept(tmp_path, "--dry-run").out
    assert not (tmp_path / FILE).exists()


def test_what_was_not_looked_at_is_not_stale(tmp_path: Path) -> None:
    write(tmp_path, {"a/graph.py": ENDLESS, "b/graph.py": ENDLESS, "agentlint.toml": ""})
    accept(tmp_path)
    assert agentlint("check", "a", "--strict-baseline", cwd=tmp_path).code == 0
    assert agentlint("check", "--select", "handoffs", "--strict-baseline", cwd=tmp_path).code == 0
    accept(tmp_path, "a")
    assert entries(tmp_path) == [
        ("cycle-without-exit", "a.graph.build:loop critic, writer"),
        ("cycle-without-exit", "b.graph.build:loop critic, writer"),
    ]


def test_each_project_has_its_own_and_it_holds_from_everywhere(tmp_path: Path) -> None:
    write(tmp_path, {f"packages/{name}/{file}": text for name in "ab" for file, text in (
        ("app/graph.py", ENDLESS), ("agentlint.toml", "")
    )})  # fmt: skip
    accept(tmp_path)
    for name in "ab":
        assert entries(tmp_path / f"packages/{name}") == [("cycle-without-exit", "app.graph.build:loop critic, writer")]
    for folder, arguments in ((".", []), (".", ["packages/a"]), ("packages/a", []), ("packages", ["a/app", "b"])):
        assert agentlint("check", *arguments, cwd=tmp_path / folder).code == 0


def test_the_file_may_lie_elsewhere(tmp_path: Path) -> None:
    write(tmp_path, {"graph.py": ENDLESS, "ci/.keep": "", "agentlint.toml": "baseline = 'ci/accepted.json'"})
    assert accept(tmp_path).out.startswith("ci/accepted.json: 1 accepted")
    assert agentlint("check", cwd=tmp_path).code == 0


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "is damaged: line 1 is no JSON"),
        ("[]", 'is damaged: it is not `{"version": 1, "findings": […]}`'),
        ('{"version": 1, "findings": [{"rule": 3}]}', "is damaged: its finding 1 is not"),
        ('{"version": 2, "findings": []}', "was written by a newer agentlint (version 2): update agentlint"),
    ],
)
def test_a_damaged_baseline(tmp_path: Path, text: str, words: str) -> None:
    write(tmp_path, {"graph.py": CLEAN, FILE: text})
    run = agentlint("check", cwd=tmp_path)
    assert run.code == 2
    assert words in run.err
    assert "Traceback" not in run.err


def test_a_file_that_cannot_be_written_is_not_told_as_written(tmp_path: Path) -> None:
    write(tmp_path, {"graph.py": ENDLESS, "agentlint.toml": "baseline = 'no/such/accepted.json'"})
    run = accept(tmp_path)
    assert (run.code, run.out) == (2, "")
    assert "cannot write no/such/accepted.json: its folder is not there, make it" in run.err
