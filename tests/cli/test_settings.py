"""What settings do, as a user sees it."""

import json
from pathlib import Path

import pytest
from command import CLEAN, ENDLESS, ROOT, agentlint
from jsonschema import Draft7Validator
from jsonschema.exceptions import ValidationError

from tests.source.tree import write

MILD = CLEAN.replace("StateGraph(State)", "StateGraph(dict)")
"""A program with a warning, `untyped-state`, and no error."""
PYPROJECT = "[tool.agentlint]\n"


def rules(*arguments: str, cwd: Path, **environment: str) -> list[str]:
    """`path rule level` of all findings."""
    run = agentlint("check", "--output-format", "json", *arguments, cwd=cwd, **environment)
    found = json.loads(run.out)["findings"]
    return [f"{one['location']['path']} {one['rule']} {one['level']}" for one in found]


def test_wrong_settings_are_shown_with_their_lines(tmp_path: Path) -> None:
    write(tmp_path, {"graph.py": ENDLESS, "pyproject.toml": f'{PYPROJECT}selct = ["loops"]\nfail-on = 3\n'})
    run = agentlint("check", cwd=tmp_path)
    assert (run.code, run.out) == (2, "")
    assert (
        run.err
        == """\
error: unknown key `selct`
 --> pyproject.toml:2:1
  |
2 | selct = ["loops"]
  | ^^^^^ did you mean `select`?
  |
error: expected one of `error`, `warning`, `info`, not an integer
 --> pyproject.toml:3:11
  |
3 | fail-on = 3
  |           ^
  |
Error: these settings cannot be used
"""
    )


def test_a_rule_of_another_version_is_ignored_with_a_warning(tmp_path: Path) -> None:
    write(tmp_path, {"graph.py": ENDLESS, "agentlint.toml": 'ignore = ["cycle-without-exits"]'})
    run = agentlint("check", cwd=tmp_path)
    assert run.code == 1
    assert "warning: there is no rule or group `cycle-without-exits`" in run.err


def test_untrusted_names_in_settings_reach_no_terminal(tmp_path: Path) -> None:
    write(tmp_path, {"graph.py": ENDLESS, "agentlint.toml": '"a\\u001b[31m" = 1'})
    assert "\x1b" not in agentlint("check", cwd=tmp_path).err


def test_levels_and_failure_are_the_users_choice(tmp_path: Path) -> None:
    write(tmp_path, {"graph.py": ENDLESS, "agentlint.toml": 'rules.cycle-without-exit.level = "warning"'})
    assert rules(cwd=tmp_path) == ["graph.py cycle-without-exit warning"]
    assert agentlint("check", cwd=tmp_path).code == 0
    assert agentlint("check", "--config", "fail-on='warning'", cwd=tmp_path).code == 1
    assert agentlint("check", "--config", "fail-on='warning'", "--fail-on", "error", cwd=tmp_path).code == 0
    assert rules("--isolated", cwd=tmp_path) == ["graph.py cycle-without-exit error"]
    assert rules("--config", "rules.cycle-without-exit.level='off'", cwd=tmp_path) == []
    assert rules("--min-severity", "error", cwd=tmp_path) == []


def test_a_suspicion_may_be_raised_to_an_error(tmp_path: Path) -> None:
    write(tmp_path, {"graph.py": MILD, "agentlint.toml": 'rules.untyped-state.level = "error"'})
    assert agentlint("check", cwd=tmp_path).code == 1


def test_rules_are_ignored_by_file_and_by_graph(tmp_path: Path) -> None:
    write(tmp_path, {"old/graph.py": ENDLESS, "new/graph.py": ENDLESS})
    by_file = "per-file-ignores = { 'old/**' = ['loops'] }"
    by_graph = "graphs.'new.*'.ignore = ['cycle-without-exit']"
    assert rules("--config", by_file, cwd=tmp_path) == ["new/graph.py cycle-without-exit error"]
    assert rules("--config", by_graph, cwd=tmp_path) == ["old/graph.py cycle-without-exit error"]
    assert rules("--config", by_file, "--select", "cycle-without-exit", cwd=tmp_path) == [
        "new/graph.py cycle-without-exit error"
    ]


def test_excluded_files_are_not_read(tmp_path: Path) -> None:
    write(tmp_path, {"old/graph.py": ENDLESS, "new/graph.py": ENDLESS, ".venv/x.py": ENDLESS})
    found = "cycle-without-exit error"
    assert rules("--extend-exclude", "old,other", cwd=tmp_path) == [f"new/graph.py {found}"]
    assert rules("--exclude", "old", cwd=tmp_path) == [f".venv/x.py {found}", f"new/graph.py {found}"]
    write(tmp_path, {"new/agentlint.toml": "extend-exclude = ['graph.py']"})
    assert rules(cwd=tmp_path) == [f"old/graph.py {found}"]


def test_each_file_is_judged_by_the_settings_of_its_project(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "packages/a/graph.py": ENDLESS,
            "packages/a/pyproject.toml": f"{PYPROJECT}ignore = ['loops']",
            "packages/b/graph.py": ENDLESS,
            "packages/b/agentlint.toml": "rules.cycle-without-exit.level = 'info'",
            "packages/c/graph.py": ENDLESS,
        },
    )
    run = agentlint("check", "packages/a", "packages/b", "--output-format", "concise", cwd=tmp_path)
    assert run.code == 0
    assert "packages/b/graph.py:24:5: info[cycle-without-exit]" in run.out
    assert "packages/a/graph.py" not in run.out
    assert agentlint("check", cwd=tmp_path).code == 1


def test_import_roots_are_settings(tmp_path: Path) -> None:
    wiring = ENDLESS.replace("def build", "from steps import LAST\n\n\ndef build")
    wiring = wiring.replace('builder.add_edge("critic", "writer")', 'builder.add_edge("critic", LAST)')
    write(tmp_path, {"app/graph.py": wiring, "vendored/code/steps.py": 'LAST = "writer"'})
    assert rules("--select", "cycle-without-exit", cwd=tmp_path) == []
    write(tmp_path, {"agentlint.toml": "src = ['vendored/code']"})
    assert rules(cwd=tmp_path) == ["app/graph.py cycle-without-exit error"]


def test_the_environment_is_below_the_command_line_and_above_the_files(tmp_path: Path) -> None:
    write(tmp_path, {"graph.py": ENDLESS, "agentlint.toml": "output-format = 'json'", "ci.toml": "ignore = ['loops']"})
    assert agentlint("check", cwd=tmp_path).out.startswith("{")
    by_environment = agentlint("check", cwd=tmp_path, AGENTLINT_OUTPUT_FORMAT="concise")
    assert by_environment.out.startswith("graph.py:24:5: ")
    assert agentlint("check", cwd=tmp_path, AGENTLINT_CONFIG="ci.toml").code == 0
    assert agentlint("check", "--isolated", cwd=tmp_path, AGENTLINT_CONFIG="ci.toml").code == 1
    assert "there is no file 'no.toml'" in agentlint("check", cwd=tmp_path, AGENTLINT_CONFIG="no.toml").err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--config", "no.toml"), "there is no file 'no.toml'"),
        (("--config", "a.toml", "--isolated"), "--isolated reads no settings, and --config a.toml asks for some"),
        (("--config", "a.toml", "--config", "b.toml"), "--config may name one file only"),
        (("--config", "fail-on=warning"), "--config:1:9"),
        (("--config", "fail='x'"), "did you mean `fail-on`?"),
    ],
)
def test_what_the_option_cannot_be(tmp_path: Path, arguments: tuple[str, ...], words: str) -> None:
    write(tmp_path, {"graph.py": CLEAN, "a.toml": "", "b.toml": ""})
    run = agentlint("check", *arguments, cwd=tmp_path)
    assert run.code == 2
    assert words in run.err


def test_options_of_rules_reach_the_rules(tmp_path: Path) -> None:
    page = (ROOT / "rules/limit-disabled.md").read_text("utf-8")
    program = page.partition("```python\n")[2].partition("```")[0]
    write(tmp_path, {"graph.py": program})
    assert "limit-disabled" in " ".join(rules(cwd=tmp_path))
    assert rules("--config", "rules.limit-disabled.most = 1000", "--select", "limit-disabled", cwd=tmp_path) == []


def test_settings_are_shown_with_their_places(tmp_path: Path) -> None:
    write(
        tmp_path,
        {"base.toml": "ignore = ['loops']", "app/agentlint.toml": "extend = '../base.toml'\nignore = ['dead-end']"},
    )
    run = agentlint("config", "show", "app", "--min-severity", "warning", cwd=tmp_path)
    assert run.code == 0
    rows = [line.split() for line in run.out.splitlines()]
    assert ["ignore", "=", '["loops",', '"dead-end"]', "#", "base.toml:1,", "app/agentlint.toml:2"] in rows
    assert ["min-severity", "=", '"warning"', "#", "--min-severity"] in rows
    assert ["pedantic", "=", "false"] in rows
    document = json.loads(agentlint("config", "show", "app", "--output-format", "json", cwd=tmp_path).out)
    assert document["settings"]["ignore"] == {
        "value": ["loops", "dead-end"],
        "origins": ["base.toml:1", "app/agentlint.toml:2"],
    }
    assert document["settings"]["fail-on"] == {"value": "error", "origins": []}


def test_the_schema_accepts_what_is_right_and_refuses_what_is_wrong(tmp_path: Path) -> None:
    schema = json.loads(agentlint("config", "schema", cwd=tmp_path).out)
    Draft7Validator.check_schema(schema)
    validator = Draft7Validator(schema)
    validator.validate(
        {
            "select": ["loops", "dead-end"],
            "ignore": ["rule-of-a-later-version"],
            "rules": {"limit-disabled": {"level": "off", "most": 9}},
            "graphs": {"billing": {"ignore": ["loops"]}},
            "ignores": [{"rule": "dead-end", "at": "billing:x", "until": "2030-12-31"}],
        }
    )
    for wrong in ({"selct": []}, {"select": ["lops"]}, {"rules": {"limit-disabled": {"mst": 9}}}, {"ignores": [{}]}):
        with pytest.raises(ValidationError):
            validator.validate(wrong)
