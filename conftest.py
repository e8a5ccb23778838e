"""The examples of the rule pages are tests: each program gives the findings that its comments announce."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from agentlint.rules import UNUSED_IGNORE
from agentlint.trial.examples import run
from agentlint.trial.pages import Example, read
from tests.rule_page import INDEX, PAGES


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> "RulePage | None":
    """Collect `rules/*.md`."""
    if file_path.parent == PAGES and file_path.suffix == ".md" and file_path != INDEX:
        return RulePage.from_parent(parent, path=file_path)
    return None


class RulePage(pytest.File):
    """A page: one test for each of its examples."""

    def collect(self) -> Iterator["RunExample"]:
        for example in read(self.path).examples:
            yield RunExample.from_parent(self, name=example.title, example=example, rule=self.path.stem)


class RunExample(pytest.Item):
    """An example: with its rule alone it gives what it announces, and with all rules nothing more."""

    def __init__(self, *, example: Example, rule: str, **rest: object) -> None:
        super().__init__(**rest)  # type: ignore[arg-type]
        self.example = example
        self.rule = rule

    def runtest(self) -> None:
        alone = (self.rule,) if self.rule != UNUSED_IGNORE else ()  # it judges what the others find
        for select in (alone, ()):
            if not (outcome := run(self.example, select)):
                which = "with all rules" if not select else f"with {self.rule} alone"
                pytest.fail(f"{which}\n{outcome}", pytrace=False)

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, self.example.line - 1, self.name
