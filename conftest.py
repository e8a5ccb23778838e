"""The examples of the rule pages are tests: each program gives the findings that its comments announce."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from agentlint.rules import UNUSED_IGNORE, vocabulary
from agentlint.settings import Workspace
from tests.rule_page import INDEX, PAGES, Example, read


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
        with TemporaryDirectory() as folder:
            for path, text in self.example.files.items():
                (Path(folder) / path).parent.mkdir(parents=True, exist_ok=True)
                (Path(folder) / path).write_text(text, "utf-8")
            alone = (self.rule,) if self.rule != UNUSED_IGNORE else ()  # it judges what the others find
            for select in (alone, ()):
                self._compare(Path(folder), select)

    def _compare(self, folder: Path, select: tuple[str, ...]) -> None:
        from agentlint.engine import check

        chosen = {("--select", "select"): select}
        unset = "agentlint.toml" not in self.example.files
        result = check([folder], Workspace(vocabulary(()), isolated=unset, options=chosen))
        assert result.graphs, "no graph was found"
        missing = self.example.expected
        surplus = []
        for finding in result.findings:
            at = finding.location
            key = (at.path, at.line, finding.level, finding.rule)
            same = [
                one
                for one in missing
                if (one.path, one.line, one.level, one.rule) == key and one.text in finding.message
            ]
            if same:
                missing.remove(same[0])
            else:
                surplus.append(f"{at.path}:{at.line}: {finding.level}[{finding.rule}] {finding.message}")
        if missing or surplus:
            which = "with all rules" if not select else f"with {self.rule} alone"
            told = [f"{one.path}:{one.line}: {one.level}[{one.rule}] {one.text}" for one in missing]
            pytest.fail("\n".join([which, "not found:", *told, "not expected:", *surplus]), pytrace=False)

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, self.example.line - 1, self.name
