"""The command line. Whatever a command needs is imported when it runs, so that the rest starts at once."""

import gc
import traceback
from pathlib import Path

import click

from agentlint import __version__
from agentlint.cli.baseline import baseline
from agentlint.cli.check import check
from agentlint.cli.codes import ExitCode
from agentlint.cli.completion import completion
from agentlint.cli.config import config
from agentlint.cli.graph import graph
from agentlint.cli.init import init
from agentlint.cli.output import note, tolerate_any_text
from agentlint.cli.report import report
from agentlint.cli.rule import rule


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="agentlint %(version)s")
def commands() -> None:
    """See the orchestration that multi-agent code would build, and judge it. The code is read, never run."""


commands.add_command(init)
commands.add_command(check)
commands.add_command(baseline)
commands.add_command(config)
commands.add_command(graph)
commands.add_command(report)
commands.add_command(rule)
commands.add_command(completion)


def main() -> int:
    """Run the command line and return its exit code. Nothing that goes wrong shows a traceback.

    Nothing is collected: what a run made is there until it ends, and to go through it takes seconds.
    """
    gc.disable()
    tolerate_any_text()
    try:
        _stand_somewhere()
        return int(commands.main(prog_name="agentlint", standalone_mode=False) or ExitCode.CLEAN)
    except click.ClickException as problem:
        problem.show()
        return ExitCode.USAGE
    except click.Abort:
        return ExitCode.INTERRUPTED
    except Exception as error:
        note(f"agentlint: internal error, please report it: {_told(error)}")
        return ExitCode.INTERNAL


def _stand_somewhere() -> None:
    try:
        Path.cwd()
    except FileNotFoundError as error:
        raise click.ClickException("the working directory is gone: change to a folder that is there") from error


def _told(error: Exception) -> str:
    """What happened and where in agentlint, on one line."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}: {error} ({last.filename}:{last.lineno})"
