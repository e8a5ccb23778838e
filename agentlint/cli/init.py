"""`agentlint init`: see what there is, and set agentlint up for it."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from agentlint.cli.codes import ExitCode
from agentlint.cli.hook import FILE, HOOK, addition
from agentlint.cli.output import emit, note, note_gaps, unwritable
from agentlint.cli.paths import looked_at
from agentlint.cli.settings import Asked

if TYPE_CHECKING:
    from agentlint.diagnostics.result import Result


@click.command(short_help="Set a project up.")
@click.argument("folder", default=".", type=click.Path(path_type=Path, file_okay=False))
@click.option("-y", "--yes", is_flag=True, help="Ask nothing: write the settings, the hook and the baseline.")
def init(folder: Path, yes: bool) -> int:
    """Show what is found in FOLDER (default: the working directory), and set agentlint up for it.

    Nothing that is there is overwritten, and nothing is written that was not agreed to.
    """
    from agentlint.settings.files import top

    folder = folder.resolve()
    result = _checked(folder)
    note_gaps(result)
    emit(_seen(result))
    if not result.graphs:
        return ExitCode.NOTHING
    _write_settings(folder, yes=yes)
    repository = top(folder)
    hooked = repository is not None and _write_hook(repository, yes=yes)
    if result.findings:
        _write_baseline(folder, len(result.findings), yes=yes)
    if hooked:
        note("check in what was written; `pre-commit install` lets the hook run at each commit")
    return ExitCode.CLEAN


def _checked(folder: Path) -> "Result":
    from agentlint import engine

    workspace = Asked().workspace()
    return looked_at([folder], lambda under: engine.check(under, workspace))


def _seen(result: "Result") -> str:
    """The graphs, the agents in them, and how many findings there are."""
    from rich.text import Text

    from agentlint.graph.model import NodeKind
    from agentlint.reporters.console import rendered
    from agentlint.reporters.graph_text import headline
    from agentlint.reporters.summary import summary_line
    from agentlint.reporters.wording import short

    text = Text()
    for graph in result.graphs:
        agents = [short(node.name) for node in graph.nodes if node.kind is NodeKind.AGENT]
        text.append_text(headline(graph)).append("\n")
        text.append(f"  agents: {', '.join(agents)}\n" if agents else "")
    return rendered(text.append(("\n" if result.graphs else "") + summary_line(result) + "\n"))


def _write_settings(folder: Path, *, yes: bool) -> None:
    from agentlint.settings.starter import place, starter

    settings = Asked().workspace().at(folder)
    if settings.folder is not None:
        note(f"the settings in {settings.folder} hold here already")
        return
    file = place(folder)
    if _agreed(f"Write settings to {file.name}?", yes=yes):
        _append(file, f"\n{starter(file)}" if file.exists() else starter(file))


def _write_hook(repository: Path, *, yes: bool) -> bool:
    """Whether the hook was written."""
    file = repository / FILE
    text = file.read_text("utf-8", "replace") if file.exists() else ""
    more = addition(text)
    if "agentlint" in text:
        note(f"{FILE} runs agentlint already")
    elif more is None:
        emit(f"To let pre-commit run it, add this to the `repos` of {FILE}:\n\n{HOOK}")
    elif _agreed(f"Let pre-commit run it, by {FILE}?", yes=yes):
        _append(file, more)
        return True
    return False


def _write_baseline(folder: Path, findings: int, *, yes: bool) -> None:
    """Accept what is found, by the settings as they are now."""
    from agentlint.diagnostics.baseline import write_baseline
    from agentlint.reporters.wording import counted

    known = counted(findings, "finding")
    if _agreed(f"Accept the {known} that there are, in a baseline, so that only new ones are told?", yes=yes):
        for baseline in _checked(folder).baselines:
            with _written(baseline.file):
                write_baseline(baseline.file, baseline.renewed)


def _agreed(question: str, *, yes: bool) -> bool:
    """Ask, unless all is agreed to. Where nobody can answer, that is said."""
    try:
        return yes or click.confirm(question, default=True)
    except click.Abort:
        if sys.stdin.isatty():
            raise
        emit("\n")
        raise click.UsageError("nobody answers here: --yes agrees to everything") from None


def _append(file: Path, text: str) -> None:
    """Add lines to a file, with the line ends that it has. What it says stays as it is."""
    with _written(file):
        before = file.read_bytes() if file.exists() else b""
        end = "\r\n" if b"\r\n" in before else "\n"
        gap = "" if not before or before.endswith(b"\n") else "\n"
        file.write_bytes(before + f"{gap}{text}".replace("\n", end).encode())


@contextmanager
def _written(file: Path) -> Iterator[None]:
    """Say that a file was written, or that it cannot be."""
    try:
        yield
    except OSError as error:
        raise unwritable(str(file), error) from error
    note(f"wrote {file.name}")
