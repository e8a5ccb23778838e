"""The paths that commands look at."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from agentlint.reporters.escape import escaped

if TYPE_CHECKING:
    from agentlint.diagnostics.result import Result

paths_argument = click.argument("paths", nargs=-1, type=click.Path(path_type=Path))


def looked_at(paths: Sequence[Path], look: "Callable[[Sequence[Path]], Result]") -> "Result":
    """What ``look`` sees under ``paths``, or in the working directory. A path that cannot be read is a usage error."""
    from agentlint.source import PathProblem

    try:
        return look(paths)
    except PathProblem as problem:
        raise click.ClickException(escaped(str(problem))) from problem
