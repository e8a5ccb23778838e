"""`agentlint graph`, as a user runs it."""

import json
from pathlib import Path

import pytest
from command import CLEAN, ENDLESS, agentlint


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "graph.py").write_text(ENDLESS)
    return tmp_path


def test_text_is_what_a_person_gets(project: Path) -> None:
    run = agentlint("graph", cwd=project)
    assert (run.code, run.err) == (0, "")
    assert "  START             → writer\n  writer  function  → critic\n  critic  function  → writer\n" in run.out
    assert "loop  writer → critic → writer: " in run.out
    assert run.out.endswith("1 graph in 1 file (2 nodes, 3 edges, 0 unresolved)\n")


def test_paths_are_relative_to_the_folder_that_was_named(
    project: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    run = agentlint("graph", "--format", "json", str(project), cwd=tmp_path_factory.mktemp("elsewhere"))
    assert json.loads(run.out)["graphs"][0]["location"]["path"] == "app/graph.py"


def test_json_is_alone_on_standard_output(project: Path) -> None:
    run = agentlint("graph", "--format", "json", cwd=project)
    assert json.loads(run.out)["summary"]["nodes"] == 2
    assert run.err == "1 graph in 1 file (2 nodes, 3 edges, 0 unresolved)\n"


@pytest.mark.parametrize(("form", "start"), [("mermaid", "flowchart TD\n"), ("dot", "digraph agentlint {\n")])
def test_diagrams(project: Path, form: str, start: str) -> None:
    run = agentlint("graph", "--format", form, cwd=project)
    assert run.code == 0
    assert run.out.startswith(start)


def test_a_diagram_too_large_to_draw_says_so(project: Path) -> None:
    for number in range(200):
        (project / "app" / f"graph{number}.py").write_text(CLEAN)
    run = agentlint("graph", "--format", "mermaid", cwd=project)
    assert run.out.startswith("flowchart TD\n")
    assert "more than Mermaid draws by default" in run.err


def test_output_goes_to_a_file(project: Path) -> None:
    run = agentlint("graph", "--format", "json", "--output-file", "graph.json", cwd=project)
    assert (run.code, run.out) == (0, "")
    assert json.loads((project / "graph.json").read_text())["schema_version"] == "1"


def test_a_file_that_cannot_be_written_is_the_users_to_solve(project: Path) -> None:
    run = agentlint("graph", "--output-file", "no/such/folder/x", cwd=project)
    assert run.code == 2
    assert "cannot write no/such/folder/x: its folder is not there, make it" in run.err
    assert "Traceback" not in run.err


def test_explain_a_node(project: Path) -> None:
    run = agentlint("graph", "--explain", "critic", cwd=project)
    assert run.code == 0
    assert run.out.startswith("critic  function in ")
    assert "  entered         from writer: always  app/graph.py:" in run.out


def test_a_node_by_its_identity(project: Path) -> None:
    (project / "app" / "other.py").write_text(CLEAN)
    both = agentlint("graph", "--explain", "critic", cwd=project)
    one = agentlint("graph", "--explain", "app.other.build:critic", cwd=project)
    assert (both.out.count("critic  function in "), one.out.count("critic  function in ")) == (2, 1)


def test_a_node_that_does_not_exist(project: Path) -> None:
    run = agentlint("graph", "--explain", "critik", cwd=project)
    assert (run.code, run.out) == (2, "")
    assert "No node 'critik' in any graph. Did you mean 'critic'?" in run.err


def test_explain_is_text(project: Path) -> None:
    run = agentlint("graph", "--explain", "critic", "--format", "dot", cwd=project)
    assert run.code == 2
    assert "--explain shows text" in run.err


@pytest.mark.parametrize("form", ["text", "json", "mermaid", "dot"])
def test_nothing_found_has_its_own_exit_code(tmp_path: Path, form: str) -> None:
    (tmp_path / "plain.py").write_text("print('hello')\n")
    run = agentlint("graph", "--format", form, cwd=tmp_path)
    assert run.code == 3
    assert "No orchestration found in 1 file" in run.out + run.err
    if form == "json":
        assert json.loads(run.out)["graphs"] == []


def test_a_broken_file_is_said_and_the_others_go_on(project: Path) -> None:
    (project / "broken.py").write_text("from langgraph.graph import StateGraph\ndef (:\n")
    run = agentlint("graph", cwd=project)
    assert run.code == 0
    assert run.err.startswith("skipped broken.py:2: ")
    assert "1 graph in 2 files (2 nodes, 3 edges, 0 unresolved, 1 file skipped)" in run.out


def test_a_path_that_does_not_exist(tmp_path: Path) -> None:
    run = agentlint("graph", "nowhere", cwd=tmp_path)
    assert (run.code, run.out) == (2, "")
    assert "nowhere" in run.err
    assert "Traceback" not in run.err


def test_names_cannot_command_the_terminal(tmp_path: Path) -> None:
    (tmp_path / "graph.py").write_text(CLEAN.replace('"critic"', '"\\x1b]0;owned\\x07\\u202e"'))
    run = agentlint("graph", cwd=tmp_path)
    assert run.code == 0
    assert "\\x1b]0;owned\\x07\\u202e" in run.out
    assert all(char == "\n" or char.isprintable() for char in run.out)


def test_a_terminal_without_unicode_gets_the_graph(project: Path) -> None:
    run = agentlint("graph", cwd=project, PYTHONIOENCODING="ascii")
    assert run.code == 0
    assert "\\u2192 writer" in run.out


@pytest.mark.parametrize("form", ["text", "json", "mermaid", "dot"])
def test_output_does_not_depend_on_hashes(project: Path, form: str) -> None:
    (project / "app" / "other.py").write_text(CLEAN)
    outs = {agentlint("graph", "--format", form, cwd=project, PYTHONHASHSEED=seed).out for seed in ("0", "1", "2")}
    assert len(outs) == 1
