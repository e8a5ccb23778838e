"""The result of a run: all that reporters may read."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import reduce
from pathlib import Path

from agentlint.diagnostics.baseline import Baseline
from agentlint.diagnostics.finding import Finding
from agentlint.graph.model import Orchestration, Unresolved
from agentlint.graph.summary import Skipped, Summary, summarise
from agentlint.graph.tested import Coverage

__all__ = ["Hidden", "Lines", "Problem", "Result", "Skipped", "Suppressor"]

Lines = Callable[[str, int | None], Sequence[str] | None]
"""The lines of a file, or of a cell of a notebook; None where there is no source to show."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A mistake of agentlint itself that was contained: ``what`` happened, and ``where`` in it."""

    where: str
    what: str


class Suppressor(StrEnum):
    """What keeps a finding from being told: a comment in the source, an entry in the settings, the baseline."""

    COMMENT = "comment"
    SETTINGS = "settings"
    BASELINE = "baseline"


@dataclass(frozen=True, slots=True)
class Hidden:
    """A finding that somebody chose not to be told, by what, and why if a reason is given."""

    finding: Finding
    by: Suppressor
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """What was seen and what was found. Paths are relative to ``root``; ``files`` counts those that were looked at.

    ``hidden`` are findings that are suppressed: they neither fail a build nor stand among ``findings``.
    ``unresolved`` is wiring that belongs to no graph; each graph lists its own. ``lines`` gives the source to quote.
    ``rules`` are the ids of the rules that judged. ``within`` is where ``root`` lies in its repository, "" at the top.
    ``baselines`` are those of its projects. ``loose`` are functions that ask a model outside all graphs, to be judged.
    """

    root: Path
    graphs: tuple[Orchestration, ...]
    findings: tuple[Finding, ...]
    skipped: tuple[Skipped, ...]
    unresolved: tuple[Unresolved, ...]
    problems: tuple[Problem, ...]
    files: int
    lines: Lines
    hidden: tuple[Hidden, ...] = ()
    rules: tuple[str, ...] = ()
    within: str = ""
    baselines: tuple[Baseline, ...] = ()
    loose: tuple[Orchestration, ...] = ()

    def in_repository(self, path: str) -> str:
        """``path`` from the top of the repository, as the services that show findings beside the code know it."""
        return f"{self.within}/{path}" if self.within else path

    @property
    def coverage(self) -> Coverage | None:
        """The coverage of all graphs together; None where no coverage data were given."""
        measured = [graph.coverage for graph in self.graphs if graph.coverage is not None]
        return reduce(Coverage.__add__, measured) if measured else None

    @property
    def summary(self) -> Summary:
        """What was seen, in numbers."""
        return summarise(self.graphs, self.unresolved, files=self.files, skipped=len(self.skipped))
