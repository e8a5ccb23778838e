"""Coverage data: four formats say the same, what cannot be used says why, and paths are matched with care.

The files in `tests/fixtures/coverage` were made by coverage.py 7.17 in another folder; `drive.py` says how.
"""

import shutil
import sqlite3
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agentlint.graph.evidence import Location
from agentlint.source import Project
from agentlint.source.coverage import CoverageProblem, Data, Executed, Lines, read
from tests.source.tree import write

FIXTURE = Path(__file__).parents[1] / "fixtures/coverage"
FILES = ("lines.sqlite", "arcs.sqlite", "report.json", "cobertura.xml", "trace.info")
ROUTING = frozenset({1, 2, 4, 7, 8})


@pytest.mark.parametrize("name", FILES)
def test_every_format_tells_the_same_lines(name: str) -> None:
    ran = read(FIXTURE / name).of(FIXTURE, ["desk/routing.py", "desk/graph.py"])
    assert ran["desk/routing.py"].ran == ROUTING
    assert 17 in ran["desk/graph.py"].ran
    assert 25 not in ran["desk/graph.py"].ran


@pytest.mark.parametrize("name", FILES[:3])
def test_contexts_name_the_test(name: str) -> None:
    ran = read(FIXTURE / name).of(FIXTURE, ["desk/routing.py"])["desk/routing.py"]
    assert {test.rpartition(".")[2] for test in ran.tests[4]} == {"test_a_small_claim_is_paid"}
    assert 1 not in ran.tests


def test_the_phase_of_a_test_is_no_part_of_its_name(tmp_path: Path) -> None:
    report = '{"files": {"a.py": {"executed_lines": [3], "contexts": {"3": ["", "test_a.py::test_b|run"]}}}}'
    write(tmp_path, {"c.json": report})
    assert read(tmp_path / "c.json").files["a.py"].tests == {3: frozenset({"test_a.py::test_b"})}


def test_lcov_names_the_test(tmp_path: Path) -> None:
    write(tmp_path, {"c.info": "TN:refund\nSF:a.py\nDA:3,1\nDA:4,0,checksum\nend_of_record\n"})
    assert read(tmp_path / "c.info").files == {"a.py": Lines(frozenset({3}), {3: frozenset({"refund"})})}


DOCTYPE = '<?xml version="1.0"?><!DOCTYPE coverage [<!ENTITY a "b">]><coverage><sources/></coverage>'


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "run the tests under coverage first"),
        ("", "no format that is known"),
        ("nonsense", "no format that is known"),
        (b"\x80\x04pickled", "no format that is known"),
        (b"SQLite format 3\0", "damaged"),
        (b"SQLite format 3\0" + b"\xff" * 4096, "damaged"),
        ("{", "no valid JSON"),
        ('{"files": [1]}', "no coverage report"),
        ('{"files": {"a.py": {"executed_lines": ["x"]}}}', "no coverage report"),
        ("[" * 100_000, "no format that is known"),
        ('{"files":' + "[" * 100_000, "no valid JSON"),
        ("<coverage>", "no valid XML"),
        ("<html/>", "no Cobertura report"),
        ('<coverage><class filename="a.py"><line number="x" hits="1"/></class></coverage>', "no Cobertura report"),
        ('<coverage><class><line number="1" hits="1"/></class></coverage>', "no Cobertura report"),
        (DOCTYPE, "document type"),
        ("SF:a.py\nDA:one,1\n", "damaged"),
    ],
)
def test_what_cannot_be_used_says_why(content: str | bytes | None, told: str, tmp_path: Path) -> None:
    write(tmp_path, {} if content is None else {"data": content})
    with pytest.raises(CoverageProblem, match=told):
        read(tmp_path / "data")


def test_a_folder_is_no_data(tmp_path: Path) -> None:
    with pytest.raises(CoverageProblem, match="cannot be read"):
        read(tmp_path)


def test_another_database_is_told_as_such(tmp_path: Path) -> None:
    made = sqlite3.connect(tmp_path / "data")
    made.execute("CREATE VIEW file AS SELECT 1")
    made.close()
    with pytest.raises(CoverageProblem, match="is a database, but not"):
        read(tmp_path / "data")


def test_a_data_file_cut_short_is_damaged(tmp_path: Path) -> None:
    whole = (FIXTURE / "lines.sqlite").read_bytes()
    write(tmp_path, {"data": whole[: len(whole) // 2]})
    with pytest.raises(CoverageProblem, match="damaged"):
        read(tmp_path / "data")


def test_reading_leaves_the_data_file_alone(tmp_path: Path) -> None:
    copy = shutil.copy(FIXTURE / "lines.sqlite", tmp_path)
    before = Path(copy).read_bytes()
    read(Path(copy))
    assert Path(copy).read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["lines.sqlite"]


@given(st.binary(max_size=200), st.sampled_from([b"SQLite format 3\0", b"{", b"<coverage>", b"SF:", b""]))
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, data: bytes, head: bytes) -> None:
    file = tmp_path_factory.getbasetemp() / "any-bytes"
    file.write_bytes(head + data)
    with suppress(CoverageProblem):
        assert isinstance(read(file), Data)


def matched(root: str, paths: list[str], *measured: str) -> dict[str, str]:
    """Which measured path each path of a project is taken for."""
    data = Data({path: Lines(frozenset({number})) for number, path in enumerate(measured)})
    return {path: measured[next(iter(lines.ran))] for path, lines in data.of(Path(root), paths).items()}


@pytest.mark.parametrize("measured", ["app/graph.py", "./app/graph.py", "/work/desk/app/graph.py", "/ci/1/app/graph.py",
                                      "C:\\ci\\desk\\app\\graph.py", "graph.py"])  # fmt: skip
def test_a_file_is_known_by_the_end_of_its_path(measured: str) -> None:
    assert matched("/work/desk", ["app/graph.py"], measured) == {"app/graph.py": measured}


def test_the_path_that_has_most_in_common_counts() -> None:
    measured = ("/ci/desk/app/graph.py", "/ci/other/app/graph.py")
    assert matched("/work/desk", ["app/graph.py"], *measured) == {"app/graph.py": measured[0]}


def test_a_path_that_may_be_two_files_is_neither() -> None:
    assert matched("/work", ["a/graph.py", "b/graph.py"], "graph.py") == {}
    assert matched("/work", ["graph.py"], "/ci/a/graph.py", "/ci/b/graph.py") == {}


def test_files_that_only_share_a_name_are_not_one() -> None:
    assert matched("/work", ["app/graph.py"], "/ci/lib/graph.py") == {}


PROGRAM = '''\
def plain(state):
    """Says something."""

    def inner():
        return 1

    return inner()


def short(state): return state


def empty(state):
    """Nothing."""


def spread(
    state=dict(
        a=1,
    ),
):
    match state:
        case {"a": 1}:
            return [
                state,
                1,
            ]
    if state and (
        state
    ):
        return 2


decide = lambda state: "a" if state else "b"
'''


def executed(root: Path, *lines: int) -> Executed:
    project = Project.at([write(root, {"a.py": PROGRAM, "tests/b.py": PROGRAM})])
    return Executed(project, {"a.py": Lines(frozenset(lines), {line: frozenset({f"t{line}"}) for line in lines})})


def spot(line: int, column: int = 1, path: str = "a.py") -> Location:
    return Location(path, line, column, line, column + 1)


@pytest.mark.parametrize(
    ("line", "ran", "told"),
    [
        (1, (1,), False),
        (1, (1, 7), True),
        (4, (4,), False),
        (10, (10,), None),
        (13, (13,), None),
        (17, (17, 18, 19), False),
        (17, (22,), True),
        (33, (33,), None),
    ],
)
def test_a_function_ran_if_a_line_of_its_code_did(line: int, ran: tuple[int, ...], told: bool, tmp_path: Path) -> None:
    column = 5 if line == 4 else 1
    assert executed(tmp_path, *ran).body(spot(line, column)) is told


@pytest.mark.parametrize(
    ("place", "ran", "told"),
    [
        (spot(24, 13), (24,), True),
        (spot(25, 17), (24,), True),
        (spot(24, 13), (23,), False),
        (spot(28, 8), (28,), True),
        (spot(28, 8), (31,), False),
        (spot(33, 24), (33,), None),
        (spot(9, 1), (9,), None),
    ],
)
def test_a_statement_ran_if_one_of_its_lines_did(
    place: Location, ran: tuple[int, ...], told: bool, tmp_path: Path
) -> None:
    assert executed(tmp_path, *ran).statement(place) is told


def test_a_file_without_data_did_not_run_unless_it_holds_tests(tmp_path: Path) -> None:
    project = Project.at([write(tmp_path, {"a.py": PROGRAM, "tests/b.py": PROGRAM})])
    assert Executed(project, {}).body(spot(1)) is False
    assert Executed(project, {}).body(spot(1, path="tests/b.py")) is None
    assert Executed(project, {}).tests(spot(1)) == ()


def test_the_tests_of_a_function_are_those_of_its_lines(tmp_path: Path) -> None:
    assert executed(tmp_path, 1, 4, 7).tests(spot(1)) == ("t4", "t7")


def test_lines_of_a_notebook_are_not_known(tmp_path: Path) -> None:
    assert executed(tmp_path, 7).body(Location("a.py", 1, 1, 1, 2, cell=0)) is None
