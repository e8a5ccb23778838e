"""The whole run: which files, what their code would build, what is wrong with it."""

import gc
import logging
from collections.abc import Iterable, Iterator, Sequence
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
from agentlint.rules import INTERNAL_ERROR, RULES, Selection, judge
from agentlint.source import Project
from agentlint.source.coverage import CoverageProblem, Data, Executed, read
from agentlint.source.tests import is_test

STAGES = logging.getLogger(__name__)
"""Says which stage of the run begins, for those who wait."""


def look(paths: Sequence[Path], coverage: Path | None = None) -> Result:
    """See what the code under ``paths`` would build, or without any in the working directory, and what of it ran.

    ``coverage`` is a file with coverage data. Raises `PathProblem` and `CoverageProblem`.
    """
    gc.disable()  # a run makes a million small objects and drops few: collecting them triples the cost of parsing
    try:
        STAGES.info("finding files")
        return _look(Project.at(paths), coverage)
    finally:
        gc.enable()


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
        files=len(project.python_files()),
        lines=project.lines,
        within=project.within,
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


def check(paths: Sequence[Path], selection: Selection, coverage: Path | None = None) -> Result:
    """See what the code would build as `look` does, and judge it."""
    seen = look(paths, coverage)
    STAGES.info("judging")
    findings = (*_failures(seen.problems), *judge(seen.graphs, selection))
    rules = tuple(rule.id for rule in RULES.values() if selection.takes(rule))
    return replace(seen, findings=findings, rules=rules)


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
