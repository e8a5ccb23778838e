"""The whole run: which files, what their code would build, what is wrong with it."""

import gc
import logging
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from agentlint.diagnostics.finding import Finding, Level
from agentlint.diagnostics.result import Problem, Result, Skipped
from agentlint.frameworks import extract
from agentlint.graph.cost import costed
from agentlint.graph.coverage import covered
from agentlint.graph.derive import derive
from agentlint.graph.evidence import Confidence, Location
from agentlint.graph.model import Orchestration
from agentlint.graph.nesting import nested
from agentlint.graph.within import reentrant
from agentlint.judgement import Judgement
from agentlint.rules import INTERNAL_ERROR, vocabulary
from agentlint.settings import Workspace
from agentlint.source import Project
from agentlint.source.coverage import CoverageProblem, Data, Executed, read
from agentlint.source.tests import is_test

Contents = Mapping[str, bytes]
"""Files by their path below the root."""

STAGES = logging.getLogger(__name__)
"""Says which stage of the run begins, for those who wait."""


def look(
    paths: Sequence[Path],
    workspace: Workspace | None = None,
    coverage: Path | None = None,
    contents: Contents | None = None,
) -> Result:
    """See what the code under ``paths`` would build, or without any in the working directory, and what of it ran.

    ``workspace`` has the settings, none by default; ``coverage`` is a file with coverage data, ``contents`` are those
    of files that are about to change. Raises `PathProblem`, `SettingsProblem` and `CoverageProblem`.
    """
    with _uncollected():
        return _look(_project(paths, workspace or _unset(), contents), coverage)


def check(
    paths: Sequence[Path],
    workspace: Workspace | None = None,
    coverage: Path | None = None,
    contents: Contents | None = None,
    *,
    comments: bool = True,
    baseline: bool = True,
) -> Result:
    """See what the code would build as `look` does, and judge it.

    Without ``comments`` or ``baseline``, these hide nothing. Raises what `look` raises, and `BaselineProblem`.
    """
    workspace = workspace or _unset()
    with _uncollected():
        project = _project(paths, workspace, contents)
        seen = _look(project, coverage)
        STAGES.info("judging")
        judged = Judgement(project, seen, workspace.at, comments=comments, baseline=baseline).result()
    return replace(judged, findings=(*_failures(seen.problems), *judged.findings))


def _unset() -> Workspace:
    return Workspace(vocabulary(()), isolated=True)


@contextmanager
def _uncollected() -> Iterator[None]:
    """A run makes a million small objects and drops few: collecting them triples the cost of parsing."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _project(paths: Sequence[Path], workspace: Workspace, contents: Contents | None) -> Project:
    """The files to read. What is wrong with the settings of any is told before the long part begins."""
    STAGES.info("finding files")
    project = Project.at(paths, settings=workspace.at, contents=contents)
    for folder in {os.path.dirname(path) for path in project.python_files()} or {""}:
        workspace.at(project.root / folder)
    workspace.check()
    return project


def _look(project: Project, coverage: Path | None) -> Result:
    ran = read(coverage) if coverage is not None else None
    STAGES.info("reading what the code builds")
    seen = extract(project)
    STAGES.info("deriving bounds and costs")
    graphs = seen.orchestrations
    if coverage is not None and ran is not None:
        graphs = tuple(_measured(project, graphs, coverage, ran))
    return Result(
        root=project.root,
        graphs=costed(tuple(map(derive, reentrant(nested(graphs))))),
        findings=(),
        skipped=tuple(Skipped(gap.path, gap.reason, gap.cell, gap.line) for gap in project.skipped),
        unresolved=seen.unresolved,
        problems=tuple(Problem(problem.where, problem.what) for problem in seen.problems),
        files=len(project.python_files()) + len(project.examples()),
        lines=project.lines,
        within=project.within,
        loose=seen.loose,
    )


def _measured(project: Project, graphs: Sequence[Orchestration], coverage: Path, ran: Data) -> Iterator[Orchestration]:
    """The graphs with what ran of them, except those that tests build for themselves."""
    lines = ran.of(project.root, project.python_files())
    if graphs and not lines:
        what, remedy = "has no file of this project", "measure this project, or analyse the one that was measured"
        raise CoverageProblem(coverage, what, remedy)
    executed = Executed(project, lines)
    for graph in graphs:
        yield graph if is_test(graph.location.path) else covered(graph, executed)


def _failures(problems: Iterable[Problem]) -> Iterator[Finding]:
    """A part of agentlint that failed is told like anything else that is wrong."""
    for problem in problems:
        yield Finding(
            rule=INTERNAL_ERROR,
            level=Level.ERROR,
            confidence=Confidence.PROVEN,
            message=f"{problem.where} failed: {problem.what}",
            location=Location(".", 1, 1, 1, 1),
            graph="",
            element=problem.where,
            notes=("this is a mistake in agentlint, not in the code that it reads",),
            help="report it with the code that it failed on",
        )
