"""What commands look at: the paths of the code, and of coverage data."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from agentlint.reporters.escape import escaped

if TYPE_CHECKING:
    from agentlint.diagnostics.result import Result

paths_argument = click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
coverage_option = click.option(
    "--coverage",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="What the tests ran: a `.coverage` file, coverage.py's JSON, Cobertura XML or LCOV.",
)


def looked_at(paths: Sequence[Path], look: "Callable[[Sequence[Path]], Result]") -> "Result":
    """What ``look`` sees under ``paths``, or in the working directory. What cannot be read is a usage error."""
    from agentlint.cli.settings import complain_of
    from agentlint.diagnostics.baseline import BaselineProblem
    from agentlint.settings import SettingsProblem
    from agentlint.source import PathProblem
    from agentlint.source.coverage import CoverageProblem

    try:
        return look(paths)
    except SettingsProblem as problem:
        complain_of(problem.mistakes)
        raise click.ClickException("these settings cannot be used") from problem
    except (PathProblem, CoverageProblem, BaselineProblem) as problem:
        raise click.ClickException(escaped(str(problem))) from problem
