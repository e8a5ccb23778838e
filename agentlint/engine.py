"""The whole run: which files, what their code would build, what is wrong with it."""

import gc
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from agentlint.diagnostics.finding import Finding, Level
from agentlint.diagnostics.result import Problem, Result, Skipped
from agentlint.frameworks import extract
from agentlint.graph.derive import derive
from agentlint.graph.evidence import Confidence, Location
from agentlint.rules import INTERNAL_ERROR, Selection, judge
from agentlint.source import Project


def look(paths: Sequence[Path]) -> Result:
    """See what the code under ``paths`` would build, or without any in the working directory. Raises `PathProblem`."""
    gc.disable()  # a run makes a million small objects and drops few: collecting them triples the cost of parsing
    try:
        return _look(Project.at(paths))
    finally:
        gc.enable()


def _look(project: Project) -> Result:
    seen = extract(project)
    return Result(
        root=project.root,
        graphs=tuple(map(derive, seen.orchestrations)),
        findings=(),
        skipped=tuple(Skipped(gap.path, gap.reason, gap.cell, gap.line) for gap in project.skipped),
        unresolved=seen.unresolved,
        problems=tuple(Problem(problem.where, problem.what) for problem in seen.problems),
        files=len(project.python_files()),
        lines=project.lines,
    )


def check(paths: Sequence[Path], selection: Selection) -> Result:
    """See what the code would build as `look` does, and judge it."""
    seen = look(paths)
    return replace(seen, findings=(*_failures(seen.problems), *judge(seen.graphs, selection)))


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
