"""The options of commands that say what the settings say too, and the settings that come of both."""

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from agentlint.cli.formats import FORMATS
from agentlint.cli.output import complain
from agentlint.reporters.escape import escaped

if TYPE_CHECKING:
    from agentlint.diagnostics.result import Lines
    from agentlint.rules import Rule
    from agentlint.settings import Mistake, Settings, Vocabulary, Workspace

Command = TypeVar("Command", bound=Callable[..., object])
CONFIG = "AGENTLINT_CONFIG"
LEVELS = ("error", "warning", "info")
CONFIDENCES = ("proven", "likely", "guessed")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a command line says of settings."""

    config: tuple[str, ...] = ()
    isolated: bool = False
    exclude: tuple[str, ...] = ()
    extend_exclude: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    pedantic: bool = False
    min_severity: str | None = None
    min_confidence: str | None = None
    fail_on: str | None = None

    def workspace(self) -> "Workspace":
        """The settings of all folders. What is wrong with the option `--config` is a usage error."""
        from agentlint.settings import Workspace

        files, overrides = self._split()
        if self.isolated and files:
            raise click.UsageError(f"--isolated reads no settings, and --config {files[0]} asks for some")
        if len(files) > 1:
            raise click.UsageError("--config may name one file only; settings can `extend` others")
        return Workspace(
            _vocabulary(),
            config=self._file(files),
            isolated=self.isolated,
            overrides=overrides,
            options={(f"--{name.replace('_', '-')}", name): value for name, value in self._said(files)},
        )

    def _split(self) -> tuple[list[str], list[str]]:
        """The files that `--config` names, and the keys that it sets."""
        files = [one for one in self.config if "=" not in one or Path(one).is_file()]
        return files, [one for one in self.config if one not in files]

    def _file(self, files: list[str]) -> Path | None:
        named, whence = (files[0], "--config") if files else (os.environ.get(CONFIG, ""), CONFIG)
        if not named or self.isolated:
            return None
        if not Path(named).is_file():
            raise click.UsageError(f"{whence}: there is no file {escaped(named)!r}")
        return Path(named)

    def _said(self, files: list[str]) -> Iterable[tuple[str, Any]]:
        """The settings that the command line says itself, by field."""
        from agentlint.settings.kinds import Glob

        for field in fields(self):
            value = getattr(self, field.name)
            if field.name in ("config", "isolated") or not value:
                continue
            match field.name:
                case "select" | "ignore" | "extend_select":
                    here = rules_here(self._file(files), isolated=self.isolated)
                    yield field.name, _rules(value, f"--{field.name.replace('_', '-')}", here)
                case "exclude" | "extend_exclude":
                    yield field.name, tuple(Glob(Path.cwd(), one) for one in _listed(value))
                case _:
                    yield field.name, value


def _listed(values: tuple[str, ...]) -> list[str]:
    return [name.strip() for words in values for name in words.split(",") if name.strip()]


def rules_here(config: Path | None = None, *, isolated: bool = False) -> "Mapping[str, Rule]":
    """The rules that there are in the working directory, with those of the project's own."""
    from agentlint.rules import every
    from agentlint.settings import Workspace

    return every(Workspace(_vocabulary(), config=config, isolated=isolated).at(Path.cwd()).rules_path)


def _vocabulary() -> "Vocabulary":
    """The names that settings may use. An installed rule that cannot be loaded is a usage error."""
    from agentlint.rules import HouseRuleProblem, vocabulary

    try:
        return vocabulary(FORMATS)
    except HouseRuleProblem as problem:
        raise click.ClickException(escaped(str(problem))) from problem


def _rules(values: tuple[str, ...], option: str, rules: "Mapping[str, Rule]") -> tuple[str, ...]:
    """The rules and groups that an option names. One that does not exist is a usage error."""
    known = [*rules, *dict.fromkeys(rule.group.value for rule in rules.values())]
    for name in _listed(values):
        if name not in known:
            near = get_close_matches(name, known, 1)
            hint = f" Did you mean {near[0]!r}?" if near else ""
            raise click.BadParameter(f"no rule or group {escaped(name)!r}.{hint}", param_hint=option)
    return tuple(dict.fromkeys(_listed(values)))


def complain_of(mistakes: "Iterable[Mistake]") -> None:
    """Show what is wrong with settings, each with the line that says it."""
    from rich.text import Text

    from agentlint.graph.evidence import Location
    from agentlint.reporters.console import rendered
    from agentlint.reporters.snippet import Mark, snippet

    for mistake in mistakes:
        span = mistake.span
        place = Location(mistake.source, span.line, span.column, span.line, span.end_column)
        level = "error" if mistake.fatal else "warning"
        text = Text(f"{level}: {escaped(mistake.message)}\n")
        text.append_text(snippet([Mark(place, mistake.hint, primary=True)], _quoting(mistake), len(str(span.line))))
        complain(rendered(text, "never"))


def _quoting(mistake: "Mistake") -> "Lines":
    return lambda path, cell: mistake.lines


def failing(settings: "Settings") -> tuple[str, ...]:
    """The levels that fail the build."""
    return LEVELS[: LEVELS.index(settings.fail_on) + 1]


def file_options(command: Command) -> Command:
    """The options that say which settings hold, and which files are read."""
    for option in (
        click.option(
            "--extend-exclude", metavar="PATTERNS", multiple=True, help="Do not read these files and folders either."
        ),
        click.option("--exclude", metavar="PATTERNS", multiple=True, help="Do not read these, instead of the usual."),
        click.option("--isolated", is_flag=True, help="Read no files of settings."),
        click.option(
            "--config",
            metavar="FILE|KEY=VALUE",
            multiple=True,
            help=f"The file of settings for all paths, or one setting in TOML.  [env var: {CONFIG}]",
        ),
    ):
        command = option(command)
    return command


def rule_options(command: Command) -> Command:
    """The options that say what is told."""
    for option in (
        click.option(
            "--min-confidence", type=click.Choice(CONFIDENCES), help="Only findings that are at least so sure."
        ),
        click.option("--min-severity", type=click.Choice(LEVELS), help="Only findings that are at least so bad."),
        click.option("--pedantic", is_flag=True, help="Also what is a matter of taste, and what is guessed."),
        click.option("--extend-select", metavar="RULES", multiple=True, help="These rules or groups, too."),
        click.option("--ignore", metavar="RULES", multiple=True, help="All but these rules or groups."),
        click.option("--select", metavar="RULES", multiple=True, help="Only these rules or groups."),
    ):
        command = option(command)
    return command
