"""Everything that is wrong with settings is said at once, at its place."""

from pathlib import Path

import pytest
from desk import mistakes, workspace

from agentlint.settings import SettingsProblem
from tests.source.tree import write


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('selct = ["loops"]', "1:1 'selct' unknown key `selct`, did you mean `select`?"),
        ("fail_on = 1", "1:1 'fail_on' unknown key `fail_on`, did you mean `fail-on`?"),
        ("zzz = 1", "1:1 'zzz' unknown key `zzz`"),
        ('select = ["lops"]', "1:11 '\"lops\"' there is no rule or group `lops`, did you mean `loops`?"),
        ("select = []", "1:10 '[]' this list names nothing, leave the key out"),
        ('select = "loops"', "1:10 '\"loops\"' expected a list, not a string, put it into brackets"),
        ("select = [3]", "1:11 '3' expected the name of a rule or group, not an integer"),
        ('ignore = ["lops"]', "1:11 '\"lops\"' warning: there is no rule or group `lops`, did you mean `loops`?"),
        ('fail-on = "eror"', "1:11 '\"eror\"' `eror` is none of `error`, `warning`, `info`, did you mean `error`?"),
        ("fail-on = 1", "1:11 '1' expected one of `error`, `warning`, `info`, not an integer"),
        ('pedantic = "yes"', "1:12 '\"yes\"' expected true or false, not a string"),
        ('output-format = "ful"', "1:17 '\"ful\"' `ful` is none of `full`, `json`, did you mean `full`?"),
        ("exclude = [false]", "1:12 'false' expected a pattern of paths, not a boolean"),
        ('src = [""]', "1:8 '\"\"' expected a path"),
        ("rules = 3", "1:9 '3' expected a table, not an integer"),
        ("[rules.endless-lop]", "1:8 'endless-lop' there is no rule `endless-lop`, did you mean `endless-loop`?"),
        (
            'rules.endless-loop.level = "warn"',
            "1:28 '\"warn\"' `warn` is none of `error`, `warning`, `info`, `off`, did you mean `warning`?",
        ),
        ("rules.endless-loop.most-steps = 0", "1:33 '0' expected 1 or more"),
        ("rules.endless-loop.most-steps = true", "1:33 'true' expected an integer, not a boolean"),
        (
            "rules.endless-loop.most-step = 3",
            "1:20 'most-step' unknown key `most-step`, did you mean `most-steps`?",
        ),
        ("rules.lost-message.most-steps = 3", "1:20 'most-steps' unknown key `most-steps`"),
        ('[graphs."billing"]\nignores = []', "2:1 'ignores' unknown key `ignores`, did you mean `ignore`?"),
        ('[[ignores]]\nrule = "lost-message"', "1:3 'ignores' `at` is missing"),
        (
            '[[ignores]]\nrule = "lost-message"\nat = "x"\nuntil = "soon"',
            "4:9 '\"soon\"' expected a date, like `2030-12-31`",
        ),
        (
            'extend = "a.toml"',
            "1:10 '\"a.toml\"' there is no file `a.toml`, paths count from the file that says them",
        ),
        ("select = [", "1:11 '' this is no TOML: invalid value"),
        ("a = 1\na = 2", "2:6 '' this is no TOML: cannot overwrite a value"),
    ],
)  # fmt: skip
def test_a_mistake(tmp_path: Path, text: str, expected: str) -> None:
    assert mistakes(tmp_path, text) == [expected]


def test_all_mistakes_come_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = """\
# the table of another tool comes first
[tool.other]
select = 3

[tool.agentlint]
selct = ["loops"]
per-file-ignores."tests/**" = ["loops", 'lops']
select = [
    "loops",  # a comment with "lops"
    "lops",
]

[tool.agentlint.rules.'endless-loop']
level = "loud"
"""
    assert [one.partition(" ")[0] for one in mistakes(tmp_path, text, "pyproject.toml")] == [
        "6:1",
        "7:41",
        "10:5",
        "14:9",
    ]


def test_settings_that_cannot_be_used_are_an_error_and_doubts_are_not(tmp_path: Path) -> None:
    (tmp_path / "agentlint.toml").write_text('ignore = ["rule-of-a-later-version"]')
    doubtful = workspace(tmp_path)
    doubtful.at(tmp_path)
    doubtful.check()
    (tmp_path / "agentlint.toml").write_text("selct = []")
    wrong = workspace(tmp_path)
    wrong.at(tmp_path)
    with pytest.raises(SettingsProblem, match=r"agentlint\.toml:1: unknown key"):
        wrong.check()


def test_a_file_that_is_no_text(tmp_path: Path) -> None:
    (tmp_path / "agentlint.toml").write_bytes(b"select = \xff")
    space = workspace(tmp_path)
    space.at(tmp_path)
    assert [one.message for one in space.mistakes] == ["the file is not UTF-8: save it in that coding"]


def test_settings_that_extend_themselves(tmp_path: Path) -> None:
    write(tmp_path, {"agentlint.toml": 'extend = "base.toml"', "base.toml": 'extend = "agentlint.toml"'})
    space = workspace(tmp_path)
    space.at(tmp_path)
    (mistake,) = space.mistakes
    assert mistake.message == "the settings extend themselves: `agentlint.toml` → `base.toml` → `agentlint.toml`"


def test_a_broken_pyproject_matters_only_where_it_has_settings(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[project\n")
    quiet = workspace(tmp_path)
    assert (quiet.at(tmp_path).folder, quiet.mistakes) == (None, ())
    (tmp_path / "pyproject.toml").write_text("[project\n[tool.agentlint]\n")
    loud = workspace(tmp_path)
    loud.at(tmp_path)
    assert [(one.source, one.span.line) for one in loud.mistakes] == [("pyproject.toml", 1)]
