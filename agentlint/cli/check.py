"""`agentlint check`: fail the build on what is wrong."""

from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

import click

from agentlint.cli.codes import ExitCode
from agentlint.cli.formats import FORMATS, PARSED, READ, report, usual_format
from agentlint.cli.output import emit, note, note_gaps, note_summary
from agentlint.cli.paths import coverage_option, looked_at, paths_argument
from agentlint.cli.progress import progress
from agentlint.reporters.escape import escaped

if TYPE_CHECKING:
    from agentlint.diagnostics.result import Result
    from agentlint.reporters.console import Color

LEVELS = ("error", "warning", "info")
CONFIDENCES = ("proven", "likely", "guessed")


@click.command()
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
@click.option("--select", metavar="RULES", multiple=True, help="Only these rules or groups, separated by commas.")
@click.option("--ignore", metavar="RULES", multiple=True, help="All but these rules or groups, separated by commas.")
@click.option("--pedantic", is_flag=True, help="Also what is a matter of taste, and what is guessed.")
@click.option("--min-confidence", type=click.Choice(CONFIDENCES), help="Only findings that are at least so sure.")
@click.option(
    "--fail-on", type=click.Choice(LEVELS), default="error", show_default=True, help="The mildest level that fails."
)
@coverage_option
@click.option(
    "--fail-under-coverage",
    "least",
    metavar="PERCENT",
    type=click.FloatRange(0, 100),
    help="Fail where the tests took fewer of the transitions, of all graphs together.",
)
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
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    pedantic: bool,
    min_confidence: str | None,
    fail_on: str,
    coverage: Path | None,
    least: float | None,
    exit_zero: bool,
    allow_empty: bool,
    color: "Color",
    no_progress: bool,
    verbose: bool,
    quiet: bool,
) -> int:
    """Judge the orchestrations that the code under PATHS would build (default: the working directory)."""
    from agentlint import engine
    from agentlint.graph.evidence import Confidence
    from agentlint.rules import Selection

    form = form or usual_format()
    if statistics and form not in READ:
        raise click.UsageError(f"--statistics are lines to read, and {form} has none of them")
    if least is not None and coverage is None:
        raise click.UsageError("--fail-under-coverage needs --coverage FILE")
    selection = Selection(
        select=_rules(select, "--select"),
        ignore=_rules(ignore, "--ignore"),
        pedantic=pedantic,
        min_confidence=Confidence(min_confidence) if min_confidence else None,
    )
    with progress(verbose=verbose, status=not no_progress):
        result = looked_at(paths, lambda under: engine.check(under, selection, coverage))
    failing = LEVELS[: LEVELS.index(fail_on) + 1]
    code = _code(result, failing, exit_zero=exit_zero, allow_empty=allow_empty)
    if least is not None and result.coverage is not None and result.coverage.percent < least:
        taken = f"{result.coverage.taken} of {result.coverage.edges}"
        note(f"orchestration coverage: the tests take {taken} transitions, which is less than {least:g} %")
        code = ExitCode.FINDINGS if code in (ExitCode.CLEAN, ExitCode.NOTHING) and not exit_zero else code
    if not quiet:
        note_gaps(result)
    if not quiet or result.findings or code is not ExitCode.CLEAN or form in PARSED or file:
        emit(report(result, form, "never" if file else color, statistics=statistics), file)
    if file is not None and not quiet:
        note_summary(result)
    return code


def _rules(listed: tuple[str, ...], option: str) -> frozenset[str]:
    """The rules and groups that an option names. One that does not exist is a usage error."""
    from agentlint.rules import RULES

    known = [*RULES, *dict.fromkeys(rule.group.value for rule in RULES.values())]
    names = [name.strip() for words in listed for name in words.split(",")]
    for name in names:
        if name not in known:
            near = get_close_matches(name, known, 1)
            hint = f" Did you mean {near[0]!r}?" if near else ""
            raise click.BadParameter(f"no rule or group {escaped(name)!r}.{hint}", param_hint=option)
    return frozenset(names)


def _code(result: "Result", failing: Iterable[str], *, exit_zero: bool, allow_empty: bool) -> ExitCode:
    """What the result means for whoever waits for it, the worst news first."""
    from agentlint.rules import INTERNAL_ERROR

    if any(finding.rule == INTERNAL_ERROR for finding in result.findings):
        return ExitCode.INTERNAL
    if any(finding.level in failing for finding in result.findings) and not exit_zero:
        return ExitCode.FINDINGS
    if not result.graphs and not allow_empty:
        return ExitCode.NOTHING
    return ExitCode.CLEAN
