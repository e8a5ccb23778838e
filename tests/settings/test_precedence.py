"""Which of several settings holds."""

from pathlib import Path

import pytest
from desk import workspace

from tests.source.tree import write


@pytest.mark.parametrize(
    ("names", "holds"),
    [
        (("pyproject.toml",), "pyproject.toml"),
        (("agentlint.toml", "pyproject.toml"), "agentlint.toml"),
        ((".agentlint.toml", "agentlint.toml", "pyproject.toml"), ".agentlint.toml"),
    ],
)
def test_the_strongest_file_of_a_folder(tmp_path: Path, names: tuple[str, ...], holds: str) -> None:
    for name in names:
        header = "[tool.agentlint]\n" if name == "pyproject.toml" else ""
        (tmp_path / name).write_text(f"{header}pedantic = true\n")
    assert workspace(tmp_path).at(tmp_path).origins["pedantic"] == (
        f"{holds}:{2 if header and len(names) == 1 else 1}",
    )


def test_the_nearest_file_holds_alone(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "agentlint.toml": 'pedantic = true\nfail-on = "info"',
            "a/b/agentlint.toml": 'fail-on = "warning"',
            "a/pyproject.toml": "[project]\nname = 'a'",
        },
    )
    space = workspace(tmp_path)
    assert (space.at(tmp_path / "a").fail_on, space.at(tmp_path / "a").pedantic) == ("info", True)
    assert (space.at(tmp_path / "a/b/c").fail_on, space.at(tmp_path / "a/b/c").pedantic) == ("warning", False)
    assert space.at(tmp_path / "a/b/c").folder == tmp_path / "a/b"


def test_nothing_is_looked_for_above_a_repository(tmp_path: Path) -> None:
    write(tmp_path, {"agentlint.toml": "pedantic = true", "repo/.git/HEAD": "", "repo/x/y": ""})
    assert not workspace(tmp_path).at(tmp_path / "repo/x").pedantic


def test_what_is_extended_lies_below(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "base.toml": """\
ignore = ["loops"]
extend-exclude = ["old"]
fail-on = "warning"
pedantic = true
rules.endless-loop = { level = "error", most-steps = 3 }
""",
            "app/agentlint.toml": """\
extend = "../base.toml"
ignore = ["lost-message"]
extend-exclude = ["new"]
fail-on = "info"
rules.endless-loop.level = "off"
""",
        },
    )
    found = workspace(tmp_path).at(tmp_path / "app")
    assert found.ignore == ("loops", "lost-message")
    assert [(glob.folder, glob.pattern) for glob in found.extend_exclude] == [
        (tmp_path, "old"),
        (tmp_path / "app", "new"),
    ]
    assert (found.fail_on, found.pedantic) == ("info", True)
    assert (found.rules["endless-loop"].level, found.rules["endless-loop"].options) == ("off", {"most_steps": 3})
    assert found.origins["ignore"] == ("base.toml:1", "app/agentlint.toml:2")


def test_who_selects_chooses_anew(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "base.toml": 'select = ["loops"]\nignore = ["lost-message"]',
            "agentlint.toml": 'extend = "base.toml"\nselect = ["handoffs"]',
        },
    )
    found = workspace(tmp_path).at(tmp_path)
    assert (found.select, found.ignore) == (("handoffs",), ())


def test_what_is_selected_above_is_not_ignored_below(tmp_path: Path) -> None:
    write(tmp_path, {"agentlint.toml": 'ignore = ["lost-message", "loops"]'})
    found = workspace(tmp_path, options={("--extend-select", "extend_select"): ("lost-message",)}).at(tmp_path)
    assert (found.ignore, found.extend_select) == (("loops",), ("lost-message",))


def test_options_are_above_overrides_and_these_above_files(tmp_path: Path) -> None:
    write(tmp_path, {"agentlint.toml": 'fail-on = "info"\nmin-severity = "error"\npedantic = true'})
    found = workspace(
        tmp_path, overrides=["fail-on='error'", "min-severity='warning'"], options={("--fail-on", "fail_on"): "warning"}
    ).at(tmp_path)
    assert (found.fail_on, found.min_severity, found.pedantic) == ("warning", "warning", True)
    assert (found.origins["fail-on"], found.origins["min-severity"]) == (("--fail-on",), ("--config:1",))


def test_one_file_for_all_folders(tmp_path: Path) -> None:
    write(tmp_path, {"ci/strict.toml": "pedantic = true\nsrc = ['lib']", "app/agentlint.toml": "pedantic = false"})
    found = workspace(tmp_path, config=Path("ci/strict.toml")).at(tmp_path / "app")
    assert (found.pedantic, found.src) == (True, (tmp_path / "ci/lib",))


def test_isolation_reads_no_file_and_keeps_what_the_command_line_says(tmp_path: Path) -> None:
    write(tmp_path, {"agentlint.toml": "pedantic = true"})
    found = workspace(tmp_path, isolated=True, overrides=["fail-on='info'"]).at(tmp_path)
    assert (found.pedantic, found.fail_on, found.folder) == (False, "info", None)
