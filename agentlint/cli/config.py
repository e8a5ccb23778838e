"""`agentlint config`: which settings hold, and where each comes from."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from agentlint.cli.codes import ExitCode
from agentlint.cli.formats import FORMATS
from agentlint.cli.output import emit
from agentlint.cli.settings import Asked, complain_of, file_options, rule_options
from agentlint.reporters.escape import escaped

if TYPE_CHECKING:
    from agentlint.settings.resolved import Resolved

WIDEST = 60
"""The column behind which the places stand at most."""


@click.group()
def config() -> None:
    """Show the settings, or what they may be."""


@config.command()
@click.argument("path", default=".", type=click.Path(path_type=Path, exists=True))
@rule_options
@file_options
@click.option("--output-format", "form", type=click.Choice(("text", "json")), default="text", show_default=True)
def show(path: Path, form: str, **asked: Any) -> int:
    """Show the settings for a file or a folder (default: the working directory), and where each comes from."""
    from agentlint.settings.resolved import resolved

    workspace = Asked(**asked).workspace()
    absolute = Path.cwd() / path
    settings = workspace.at(absolute if absolute.is_dir() else absolute.parent)
    complain_of(workspace.mistakes)
    if any(mistake.fatal for mistake in workspace.mistakes):
        raise click.ClickException("these settings cannot be used")
    rows = resolved(settings)
    emit(_document(rows) if form == "json" else _text(rows))
    return ExitCode.CLEAN


@config.command()
def schema() -> int:
    """Print the JSON Schema of the settings, for editors that complete and check them."""
    from agentlint.rules import vocabulary
    from agentlint.settings.schema import json_schema

    emit(json_schema(vocabulary(FORMATS)))
    return ExitCode.CLEAN


def _text(rows: "list[Resolved]") -> str:
    said = [(escaped(f"{row.key} = {row.written}"), ", ".join(row.origins)) for row in rows]
    wide = min(WIDEST, max((len(line) for line, origins in said if origins), default=0))
    return "".join(f"{line:{wide}}  # {escaped(origins)}\n" if origins else f"{line}\n" for line, origins in said)


def _document(rows: "list[Resolved]") -> str:
    settings = {row.key: {"value": row.value, "origins": list(row.origins)} for row in rows}
    return json.dumps({"schema_version": "1", "settings": settings}, indent=2) + "\n"
