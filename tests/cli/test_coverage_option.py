"""`--coverage` and `--fail-under-coverage`, as a user meets them."""

import json
from pathlib import Path

import pytest

from tests.cli.command import CLEAN, agentlint
from tests.source.tree import write

FIXTURE = Path(__file__).parents[1] / "fixtures/coverage"
DATA = str(FIXTURE / "lines.sqlite")
HALF = "50.0 % (4 of 8 transitions, 3 of 5 nodes)"


def test_the_graph_shows_what_was_not_taken() -> None:
    done = agentlint("graph", "--coverage", DATA, ".", cwd=FIXTURE)
    assert done.code == 0
    assert f"coverage  {HALF}\n            not taken: assess → human, pay → failed" in done.out


def test_the_graph_as_json_tells_it_of_each_element() -> None:
    done = agentlint("graph", "--coverage", DATA, "--format", "json", ".", cwd=FIXTURE)
    (graph,) = json.loads(done.out)["graphs"]
    assert graph["coverage"] == {"edges": 8, "taken": 4, "nodes": 5, "ran": 3}
    taken = {(edge["source"], edge["target"]): edge for edge in graph["edges"]}
    assert taken["assess", "human"]["taken"] is False
    (test,) = taken["assess", "pay"]["tests"]
    assert (test["how"], test["test"]) == ("executed", "__main__.test_a_small_claim_is_paid")


def test_without_data_nothing_is_said_of_coverage() -> None:
    assert "coverage" not in agentlint("graph", ".", cwd=FIXTURE).out
    assert "coverage" not in agentlint("check", ".", cwd=FIXTURE).out
    assert "coverage" not in json.loads(agentlint("check", "--output-format", "json", ".", cwd=FIXTURE).out)["summary"]


def test_check_ends_with_it_and_judges_by_it() -> None:
    done = agentlint("check", "--coverage", DATA, "--select", "untested-escalation", ".", cwd=FIXTURE)
    assert done.code == 0
    assert "no test makes `assess` escalate to `human`" in done.out
    assert "the coverage data do not have it" in done.out
    assert done.out.endswith(f"Orchestration coverage: {HALF}\n")


def test_check_as_json_has_it_in_the_summary() -> None:
    done = agentlint("check", "--coverage", DATA, "--output-format", "json", ".", cwd=FIXTURE)
    assert json.loads(done.out)["summary"]["coverage"] == {"edges": 8, "taken": 4, "nodes": 5, "ran": 3}


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(["50"], 0), (["50.1"], 1), (["50.1", "--exit-zero"], 0), (["100"], 1), (["101"], 2), (["much"], 2)],
)
def test_too_little_coverage_fails(arguments: list[str], code: int) -> None:
    options = ["--coverage", DATA, "--ignore", "wiring", "--fail-under-coverage", *arguments]
    done = agentlint("check", *options, ".", cwd=FIXTURE)
    assert done.code == code
    missed = "orchestration coverage: the tests take 4 of 8 transitions, which is less than"
    assert (missed in done.err) == (arguments[0] in ("50.1", "100"))


def test_a_threshold_needs_data() -> None:
    done = agentlint("check", "--fail-under-coverage", "80", ".", cwd=FIXTURE)
    assert (done.code, "needs --coverage" in done.err) == (2, True)


@pytest.mark.parametrize("command", ["check", "graph"])
@pytest.mark.parametrize(
    ("content", "told"),
    [(None, "run the tests under coverage first"), ("nonsense", "no format"), ("SF:lib/x.py\nDA:1,1\n", "no file of")],
)
def test_data_that_cannot_be_used_are_a_usage_error(
    command: str, content: str | None, told: str, tmp_path: Path
) -> None:
    write(tmp_path, {"app.py": CLEAN} if content is None else {"app.py": CLEAN, "data": content})
    done = agentlint(command, "--coverage", "data", ".", cwd=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert told in done.err
    assert "Traceback" not in done.err
