"""`agentlint check`: fail the build on what is wrong."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from agentlint.cli.codes import ExitCode
from agentlint.cli.fixing import Fixing, FixingCommand, fix_options
from agentlint.cli.formats import FORMATS, PARSED, READ, report, usual_format
from agentlint.cli.output import emit, note, note_gaps, note_summary
from agentlint.cli.paths import coverage_option, looked_at, paths_argument
from agentlint.cli.progress import progress
from agentlint.cli.settings import LEVELS, Asked, complain_of, failing, file_options, rule_options
from agentlint.cli.suppression import note_suppression

if TYPE_CHECKING:
    from agentlint.diagnostics.result import Result
    from agentlint.reporters.console import Color
    from agentlint.settings import Workspace


@click.command(cls=FixingCommand, short_help="Judge the orchestrations of a project.")
@paths_argument
@click.option(
    "--output-format",
    "form",
    type=click.Choice(FORMATS),
    envvar="AGENTLINT_OUTPUT_FORMAT",
    show_envvar=True,
    help="How to report: `full`, or `agent` where a coding agent runs the command, unless it is said here.",
)
@click.option(
    "-o",
    "--output-file",
    "file",
    type=click.Path(path_type=Path),
    envvar="AGENTLINT_OUTPUT_FILE",
    show_envvar=True,
    help="Write the report there.",
)
@click.option("--statistics", is_flag=True, help="Only how often each rule is violated.")
@rule_options
@file_options
@click.option("--no-ignores", is_flag=True, help="Show what comments hide.")
@click.option("--no-baseline", is_flag=True, help="Show what the baseline hides.")
@click.option(
    "--strict-baseline", is_flag=True, help="Fail where the baseline has entries that match nothing any more."
)
@click.option("--fail-on", type=click.Choice(LEVELS), help="The mildest level that fails.  [default: error]")
@coverage_option
@click.option(
    "--fail-under-coverage",
    "least",
    metavar="PERCENT",
    type=click.FloatRange(0, 100),
    help="Fail where the tests took fewer of the transitions, of all graphs together.",
)
@fix_options
@click.option("--exit-zero", is_flag=True, help="Exit with 0 whatever is found.")
@click.option("--allow-empty", is_flag=True, help="Exit with 0 where no orchestration is found.")
@click.option(
    "--color",
    type=click.Choice(("auto", "always", "never")),
    default="auto",
    show_default=True,
    envvar="AGENTLINT_COLOR",
    show_envvar=True,
)
@click.option("--no-progress", is_flag=True, help="Show no status on a terminal while the run takes long.")
@click.option("-v", "--verbose", is_flag=True, help="Say how long each stage of the run takes.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing where nothing is wrong.")
def check(
    paths: tuple[Path, ...],
    form: str | None,
    file: Path | None,
    statistics: bool,
    no_ignores: bool,
    no_baseline: bool,
    strict_baseline: bool,
    coverage: Path | None,
    least: float | None,
    fix: bool,
    unsafe: bool,
    diff: bool,
    accept: str | None,
    exit_zero: bool,
    allow_empty: bool,
    color: "Color",
    no_progress: bool,
    verbose: bool,
    quiet: bool,
    **asked: Any,
) -> int:
    """Judge the orchestrations that the code under PATHS would build (default: the working directory)."""
    from agentlint import engine

    workspace = Asked(**asked).workspace()
    form = form or workspace.at(Path.cwd()).output_format or usual_format()
    if statistics and form not in READ:
        raise click.UsageError(f"--statistics are lines to read, and {form} has none of them")
    if least is not None and coverage is None:
        raise click.UsageError("--fail-under-coverage needs --coverage FILE")
    look = partial(
        engine.check, workspace=workspace, coverage=coverage, comments=not no_ignores, baseline=not no_baseline
    )
    fixing = Fixing(fix, unsafe, diff, accept)
    with progress(verbose=verbose, status=not no_progress):
        result = looked_at(paths, look)
        fixed = fixing.done(result, lambda contents: look(paths, contents=contents)) if fixing.wanted else None
    if fixed is not None and diff:
        fixed.show()
        return ExitCode.FINDINGS if fixed.contents and not exit_zero else ExitCode.CLEAN
    if fixed is not None:
        fixed.write()
        result = fixed.result
    code = _code(result, workspace, exit_zero=exit_zero, allow_empty=allow_empty)
    if least is not None and result.coverage is not None and result.coverage.percent < least:
        taken = f"{result.coverage.taken} of {result.coverage.edges}"
        note(f"orchestration coverage: the tests take {taken} transitions, which is less than {least:g} %")
        code = ExitCode.FINDINGS if code in (ExitCode.CLEAN, ExitCode.NOTHING) and not exit_zero else code
    stale = sum(len(baseline.stale) for baseline in result.baselines)
    if stale and strict_baseline and not exit_zero:
        code = ExitCode.FINDINGS if code is ExitCode.CLEAN else code
    complain_of(workspace.mistakes)
    if not quiet:
        note_gaps(result)
        note_suppression(result, workspace)
    if not quiet or result.findings or code is not ExitCode.CLEAN or form in PARSED or file:
        emit(report(result, form, "never" if file else color, statistics=statistics), file)
    if file is not None and not quiet:
        note_summary(result)
    return code


def _code(result: "Result", workspace: "Workspace", *, exit_zero: bool, allow_empty: bool) -> ExitCode:
    """What the result means for whoever waits for it, the worst news first."""
    from agentlint.rules import INTERNAL_ERROR

    if any(finding.rule == INTERNAL_ERROR for finding in result.findings):
        return ExitCode.INTERNAL
    folders = [(finding, (result.root / finding.location.path).parent) for finding in result.findings]
    if any(finding.level in failing(workspace.at(folder)) for finding, folder in folders) and not exit_zero:
        return ExitCode.FINDINGS
    if not result.graphs and not allow_empty:
        return ExitCode.NOTHING
    return ExitCode.CLEAN
