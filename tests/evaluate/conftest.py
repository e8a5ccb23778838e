"""The suites beside this file are tests: one for each heading with a program under it."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.evaluate.suite import Case, read, settle


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> "Suite | None":
    """Collect `*.md`."""
    return Suite.from_parent(parent, path=file_path) if file_path.suffix == ".md" else None


class Suite(pytest.File):
    """A suite: one test for each of its cases."""

    def collect(self) -> Iterator["RunCase"]:
        for case in read(self.path):
            yield RunCase.from_parent(self, name=case.title, case=case)


class RunCase(pytest.Item):
    """A case: the evaluator sees on each line what its comment says."""

    def __init__(self, *, case: Case, **rest: object) -> None:
        super().__init__(**rest)  # type: ignore[arg-type]
        self.case = case

    def runtest(self) -> None:
        differences = self.case.differences()
        if "AGENTLINT_UPDATE" in os.environ:
            settle(self.path, {one.line for one in differences if one.done})
            differences = [one for one in differences if not one.done]
        if differences:
            pytest.fail("\n".join(one.text for one in differences), pytrace=False)

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, self.case.line - 1, self.name
