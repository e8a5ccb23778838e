"""What reaches standard output, standard error and files."""

import io
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from agentlint.reporters.escape import escaped

if TYPE_CHECKING:
    from agentlint.diagnostics.result import Result, Skipped

MOST_SKIPPED = 10
"""Skipped files that are named one by one."""


def tolerate_any_text() -> None:
    """Let no name break a stream that cannot encode it."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def emit(text: str, file: Path | None = None) -> None:
    """Write ``text`` to ``file``, or else to standard output. A file that cannot be written is the user's to solve."""
    if file is None:
        _write(sys.stdout, text)
        return
    try:
        file.write_text(text, "utf-8", newline="\n")
    except OSError as error:
        raise unwritable(str(file), error) from error


def unwritable(file: str, error: OSError) -> click.ClickException:
    """What to say of a file that could not be written."""
    why = "its folder is not there, make it" if isinstance(error, FileNotFoundError) else error.strerror
    return click.ClickException(f"cannot write {escaped(file)}: {why}")


def note(line: str) -> None:
    """Say something that is not the result: it goes to standard error."""
    _write(sys.stderr, f"{escaped(line)}\n")


def complain(text: str) -> None:
    """Say on standard error what is wrong, in lines that are safe to print."""
    _write(sys.stderr, text)


def note_gaps(result: "Result") -> None:
    """Name what was not read and what failed, so that a short result is not taken for a whole one."""
    for skipped in result.skipped[:MOST_SKIPPED]:
        note(f"skipped {_place(skipped)}: {skipped.reason}")
    if len(result.skipped) > MOST_SKIPPED:
        note(f"skipped {len(result.skipped) - MOST_SKIPPED} more")
    for problem in result.problems:
        note(f"internal error, please report it: {problem.where} failed: {problem.what}")


def note_summary(result: "Result") -> None:
    """Say in short what a report holds that went to a file."""
    from agentlint.reporters.summary import summary_line

    for line in summary_line(result).splitlines():
        note(line)


def _place(skipped: "Skipped") -> str:
    """The path, and the cell and line in it where they are known."""
    parts = [skipped.path, f"cell {skipped.cell}" if skipped.cell is not None else "", str(skipped.line or "")]
    return ":".join(filter(None, parts))


def _write(stream: TextIO | None, text: str) -> None:
    """Write at once. Whoever closed the stream or stopped reading does not want the rest: that is no error."""
    if stream is None:
        return
    try:
        stream.write(text)
        stream.flush()
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        if stream is sys.stdout and not isinstance(error, BrokenPipeError):
            raise click.ClickException(f"cannot write the output: {error.strerror}") from error
