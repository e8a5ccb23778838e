"""`agentlint check --fix` and its kin: what changes files, or shows how it would."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import click

from agentlint.cli.output import emit, note, unwritable

if TYPE_CHECKING:
    from agentlint.diagnostics.finding import Finding
    from agentlint.diagnostics.result import Result

Command = TypeVar("Command", bound=Callable[..., object])
Judge = Callable[[Mapping[str, bytes]], "Result"]


@dataclass(frozen=True, slots=True)
class Fixing:
    """What the options ask for. ``diff``: show it, change nothing. ``accept``: ignore what is found, and why."""

    fix: bool
    unsafe: bool
    diff: bool
    accept: str | None

    def __post_init__(self) -> None:
        if self.unsafe and not self.wanted:
            raise click.UsageError("--unsafe-fixes needs --fix to make them, or --diff to see them")
        if self.accept is not None and (self.fix or self.unsafe):
            raise click.UsageError("--add-ignore accepts what --fix would change: take one of them")

    @property
    def wanted(self) -> bool:
        """Whether anything is to be changed or shown."""
        return self.fix or self.diff or self.accept is not None

    def done(self, result: "Result", judge: Judge) -> "Fixed":
        """Fix what can be fixed, or accept it all, in memory."""
        from agentlint.fixes.accepting import accepting
        from agentlint.fixes.repair import repair
        from agentlint.fixes.writing import inside

        def read(path: str) -> bytes:
            return inside(result.root, path).read_bytes()

        if self.accept is None:
            made = repair(result, read, judge, unsafe=self.unsafe)
        else:
            reason = self.accept
            made = repair(
                accepting(result, reason), read, lambda contents: accepting(judge(contents), reason), unsafe=False
            )
        after = made.result if self.accept is None else judge(made.contents)
        return Fixed(after, made.contents, made.fixed, list(made.left.values()))


@dataclass(frozen=True, slots=True)
class Fixed:
    """What is found afterwards, the files that change, what is fixed, and what is not, with the reason."""

    result: "Result"
    contents: Mapping[str, bytes]
    fixed: "list[Finding]"
    left: "list[tuple[Finding, str]]"

    def write(self) -> None:
        """Change the files, and say what was done."""
        from agentlint.fixes.writing import write

        for path, data in self.contents.items():
            try:
                write(self.result.root, path, data)
            except OSError as error:
                raise unwritable(path, error) from error
        for finding in self.fixed:
            note(f"fixed {_told(finding)}")
        self.note_left()

    def show(self) -> None:
        """Print the changes as a diff."""
        from agentlint.fixes.writing import difference
        from agentlint.reporters.escape import escaped

        for path, data in self.contents.items():
            for line in difference(path, (self.result.root / path).read_bytes(), data):
                emit(escaped(line.removesuffix("\n")) + "\n")
        self.note_left()

    def note_left(self) -> None:
        """Say which fixes were taken back, and why."""
        for finding, why in self.left:
            note(f"not fixed {_told(finding)}: {why}")


class FixingCommand(click.Command):
    """A command with `fix_options`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """The reason of `--add-ignore` may be left out, so it only counts behind a `=`: what follows is a path."""
        return super().parse_args(ctx, [f"{word}=" if word == "--add-ignore" else word for word in args])


def _told(finding: "Finding") -> str:
    from agentlint.reporters.snippet import position

    title = finding.fix.title if finding.fix is not None else ""
    return f"{position(finding.location)}: [{finding.rule}] {title}"


def fix_options(command: Command) -> Command:
    """The options of a command that may change files."""
    for option in (
        click.option(
            "--add-ignore",
            "accept",
            metavar="[=REASON]",
            help="Accept all findings: add comments that ignore them, with the reason.",
        ),
        click.option(
            "--diff", is_flag=True, help="Show the fixes as a diff, change nothing; exit with 1 if there are any."
        ),
        click.option("--unsafe-fixes", "unsafe", is_flag=True, help="With --fix or --diff: also what changes it."),
        click.option("--fix", is_flag=True, help="Fix what can be fixed without changing what the program does."),
    ):
        command = option(command)
    return command
