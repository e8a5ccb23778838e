"""The whole run: which files, what their code would build, what is wrong with it."""

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from agentlint.diagnostics.finding import Finding, Level
from agentlint.diagnostics.result import Problem, Result
from agentlint.frameworks import extract
from agentlint.graph.derive import derive
from agentlint.graph.evidence import Confidence, Location
from agentlint.rules import INTERNAL_ERROR, Selection, judge
from agentlint.source import Project


def look(paths: Sequence[Path]) -> Result:
    """See what the code under ``paths`` would build. `PathProblem` where a path cannot be looked at."""
    root = root_of(paths)
    project = Project(root, paths)
    seen = extract(project)
    return Result(
        root=root,
        graphs=tuple(map(derive, seen.orchestrations)),
        findings=(),
        skipped=tuple(project.skipped),
        unresolved=seen.unresolved,
        problems=tuple(Problem(problem.where, problem.what) for problem in seen.problems),
        files=project.files,
        lines=project.lines,
    )


def check(paths: Sequence[Path], selection: Selection) -> Result:
    """See what the code under ``paths`` would build, and judge it."""
    seen = look(paths)
    return replace(seen, findings=(*_failures(seen.problems), *judge(seen.graphs, selection)))


def root_of(paths: Sequence[Path]) -> Path:
    """What the paths in a result are relative to: the one folder that was asked for, else the working directory if
    all lie in it, else the folder that holds them all.
    """
    places = [Path(os.path.abspath(path)) for path in paths]
    if len(places) == 1 and places[0].is_dir():
        return places[0]
    here = Path.cwd()
    if all(place.is_relative_to(here) for place in places):
        return here
    common = Path(os.path.commonpath(places))
    return common if common.is_dir() else common.parent


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
