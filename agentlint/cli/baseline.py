"""`agentlint baseline`: accept what is found now, so that only new findings are told."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from agentlint.cli.codes import ExitCode
from agentlint.cli.output import emit, note_gaps, unwritable
from agentlint.cli.paths import looked_at, paths_argument
from agentlint.cli.settings import Asked, complain_of, file_options, rule_options
from agentlint.reporters.escape import escaped

if TYPE_CHECKING:
    from agentlint.diagnostics.baseline import Baseline


@click.command(short_help="Accept what is found now.")
@paths_argument
@rule_options
@file_options
@click.option("--prune", is_flag=True, help="Only remove what is not found any more; accept nothing new.")
@click.option("--dry-run", is_flag=True, help="Say what would be accepted, and write nothing.")
def baseline(paths: tuple[Path, ...], prune: bool, dry_run: bool, **asked: Any) -> int:
    """Accept what is found under PATHS (default: the working directory): `check` then tells only what is new."""
    from agentlint import engine
    from agentlint.diagnostics.baseline import write_baseline

    workspace = Asked(**asked).workspace()
    result = looked_at(paths, lambda under: engine.check(under, workspace))
    complain_of(workspace.mistakes)
    note_gaps(result)
    if result.problems:
        return ExitCode.INTERNAL
    for one in result.baselines:
        entries = one.pruned if prune else one.renewed
        if not dry_run and (entries != one.entries or (entries and not one.file.exists())):
            try:
                write_baseline(one.file, entries)
            except OSError as error:
                raise unwritable(_shown(one.file), error) from error
        emit(_told(one, prune) + "\n")
    return ExitCode.CLEAN


def _told(one: "Baseline", prune: bool) -> str:
    """What is accepted, and what changes by that."""
    kept = one.pruned if prune else one.renewed
    new, gone = len(kept - one.entries), len(one.entries - kept)
    return f"{escaped(_shown(one.file))}: {len(kept)} accepted ({new} new, {gone} removed)"


def _shown(file: Path) -> str:
    here = Path.cwd()
    return str(file.relative_to(here)) if file.is_relative_to(here) else str(file)
