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
    """Write ``text`` to ``file``, or else to standard output. A file that cannot be written is a usage error."""
    if file is None:
        _write(sys.stdout, text)
        return
    try:
        file.write_text(text, "utf-8", newline="\n")
    except OSError as error:
        raise click.UsageError(f"cannot write {escaped(str(file))}: {error.strerror}") from error


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


def _write(stream: TextIO, text: str) -> None:
    """Write at once. Whoever stopped reading does not want the rest: that is no error."""
    try:
        stream.write(text)
        stream.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
