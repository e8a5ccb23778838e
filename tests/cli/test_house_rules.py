"""Rules in Python that a project keeps in a folder."""

from pathlib import Path

import pytest

from tests.cli.command import CLEAN, Run, agentlint
from tests.source.tree import write

RULE = """\
from collections.abc import Iterator

from agentlint.diagnostics.finding import Level
from agentlint.graph.model import Node
from agentlint.rules.base import Claim, Group, rule


@rule("short-names", "node whose name is long", level=Level.ERROR, group=Group.DESIGN, since="1")
def check(node: Node) -> Iterator[Claim]:
    if len(node.name) > 5 and not node.name.startswith("_"):
        yield Claim(f"`{node.name}` is a long name", help="shorten it")
"""
PROGRAM = CLEAN.replace('"critic"', '"judge"')
LONG = 'builder.add_node("writer", write)'
PAGE = f"""\
# short-names

Node whose name is long.

### A long name

```python
{PROGRAM.replace(LONG, f'{LONG}  # error: [short-names] "`writer`"')}
build()
```

### Short names

```python
{PROGRAM.replace('"writer"', '"write"')}
build()
```
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    files = {"lint/short_names.py": RULE, "lint/short-names.md": PAGE, "agentlint.toml": 'rules-path = ["lint"]\n'}
    return write(tmp_path, {"app.py": PROGRAM, **files})


def run(project: Path, *arguments: str) -> Run:
    return agentlint(*arguments, cwd=project)


def test_a_rule_of_the_project_fails_the_build(project: Path) -> None:
    found = run(project, "check", "app.py")
    assert found.code == 1
    assert "error[short-names]: `writer` is a long name" in found.out


def test_it_is_selected_ignored_set_and_explained_like_any_other(project: Path) -> None:
    assert run(project, "check", "app.py", "--ignore", "short-names").code == 0
    assert run(project, "check", "app.py", "--select", "short-names").code == 1
    assert run(project, "check", "app.py", "--isolated").code == 0
    assert "Node whose name is long." in run(project, "rule", "short-names").out
    with (project / "agentlint.toml").open("a") as settings:
        settings.write('[rules.short-names]\nlevel = "warning"\n')
    assert "warning[short-names]" in run(project, "check", "app.py").out


def test_the_examples_of_its_page_are_run(project: Path) -> None:
    right = run(project, "rule", "test", "lint")
    assert (right.code, right.out) == (0, "4 right, 0 wrong\n")
    (project / "lint/short_names.py").write_text(RULE.replace("> 5", "> 4"))
    wrong = run(project, "rule", "test", "lint")
    assert wrong.code == 1
    assert not (project / "lint/__pycache__").exists()
    assert "not expected: example.py:" in wrong.out


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("1 / 0\n", "`short_names.py` cannot be loaded: ZeroDivisionError: division by zero"),
        ("check = 1\n", "`short_names.py` has no rule: decorate a function called `check` with `@rule(…)`"),
        (RULE.replace("short-names", "unmapped-route"), "is called `unmapped-route`, and so is another rule"),
    ],
)
def test_a_rule_that_cannot_be_used_is_a_mistake_in_the_settings(project: Path, rule: str, said: str) -> None:
    (project / "lint/short_names.py").write_text(rule)
    for found in (run(project, "check"), run(project, "rule", "test", "lint")):
        assert found.code == 2
        assert said in found.err
        assert "Traceback" not in found.err


def test_a_folder_that_is_not_there_is_a_mistake(project: Path) -> None:
    (project / "agentlint.toml").write_text('rules-path = ["lnit"]\n')
    found = run(project, "check")
    assert found.code == 2
    assert "there is no folder" in found.err
    assert run(project, "rule", "test").code == 2
