"""`agentlint report`: the architecture as a page."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from agentlint.cli.codes import ExitCode
from agentlint.cli.output import emit, note, note_gaps
from agentlint.cli.paths import coverage_option, looked_at, paths_argument
from agentlint.cli.settings import Asked, file_options, rule_options

if TYPE_CHECKING:
    from agentlint.report.document import Document

SUFFIXES = (".md", ".html")


@click.command(short_help="Write the architecture report.")
@paths_argument
@coverage_option
@rule_options
@file_options
@click.option(
    "-o",
    "--output-file",
    "files",
    metavar="FILE",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Write it there, as Markdown (.md) or HTML (.html). May be given twice. Without it: Markdown to the output.",
)
def report(paths: tuple[Path, ...], coverage: Path | None, files: tuple[Path, ...], **asked: Any) -> int:
    """Write the architecture report on the code under PATHS (default: the working directory)."""
    from agentlint import engine
    from agentlint.report.contents import document

    for file in files:
        if file.suffix not in SUFFIXES:
            raise click.UsageError(f"a report is a .md or .html file, not {file.name!r}")
    workspace = Asked(**asked).workspace()
    result = looked_at(paths, lambda under: engine.check(under, workspace, coverage))
    note_gaps(result)
    written = document(result)
    for file in files:
        emit(_page(written, file.suffix), file)
        note(f"wrote {file}")
    if not files:
        emit(_page(written, ".md"))
    if result.problems:
        return ExitCode.INTERNAL
    return ExitCode.CLEAN if result.graphs else ExitCode.NOTHING


def _page(written: "Document", suffix: str) -> str:
    match suffix:
        case ".html":
            from agentlint.report.html import page

            return page(written)
        case _:
            from agentlint.report.markdown import markdown

            return markdown(written)
