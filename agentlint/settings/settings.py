"""Everything that a user may set. The declarations are read for validation, the JSON Schema and the documents."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

from agentlint.settings.contracts import Contract, Contracts
from agentlint.settings.keys import Key, Record, key, keys, read_keys, required, schema_of
from agentlint.settings.kinds import (
    At,
    Choice,
    Day,
    File,
    Flag,
    Format,
    Glob,
    Kind,
    ListOf,
    Pattern,
    RuleName,
    RulesFolder,
    Schema,
    TableOf,
    Text,
    called,
)
from agentlint.settings.vocabulary import Vocabulary, meant

LEVELS = ("error", "warning", "info")
CONFIDENCES = ("proven", "likely", "guessed")
BASELINE = ".agentlint-baseline.json"
FOREIGN = (
    *(".agentlint_cache", ".bzr", ".direnv", ".eggs", ".git", ".hg", ".ipynb_checkpoints", ".mypy_cache", ".nox"),
    *(".pyenv", ".pytest_cache", ".pytype", ".ruff_cache", ".svn", ".tox", ".venv", "__pycache__", "__pypackages__"),
    *("node_modules", "site-packages", "venv"),
)
"""Folders that nobody wants read: environments, caches, other people's packages."""


@dataclass(frozen=True, slots=True)
class RuleSettings:
    """What is set for one rule: another ``level`` than its own, and its ``options`` by the names of their fields."""

    level: str | None = key(
        Choice((*LEVELS, "off")), None, "The level of all findings of the rule, instead of its own; `off` silences it."
    )
    options: Mapping[str, object] = field(default_factory=dict)


class RuleTables(Kind[Mapping[str, RuleSettings]]):
    """A table for each rule: its level and its options."""

    def __str__(self) -> str:
        return "table of tables: rule"

    def read(self, value: object, at: At) -> Mapping[str, RuleSettings]:
        if not isinstance(value, dict):
            raise at.wrong(f"expected a table, not {called(value)}")
        known = at.vocabulary.rules
        for name in value:
            if name not in known:
                at.inside(name).wrong_key(f"there is no rule `{name}`", meant(name, list(known)))
        return at.each(((name, said) for name, said in value.items() if name in known), _rule)

    def schema(self, vocabulary: Vocabulary) -> Schema:
        tables = {name: schema_of(rule_keys(options), vocabulary) for name, options in vocabulary.rules.items()}
        return {"type": "object", "additionalProperties": False, "properties": tables}


def rule_keys(options: type | None) -> dict[str, Key]:
    """What may be set for a rule with these options."""
    return {**keys(RuleSettings), **(keys(options) if options is not None else {})}


def _rule(value: object, at: At) -> RuleSettings:
    read = read_keys(rule_keys(at.vocabulary.rules[str(at.way[-1])]), value, at)
    return RuleSettings(read.pop("level", None), read)


class PerFile(Kind[tuple[tuple[Glob, tuple[str, ...]], ...]]):
    """Rules by pattern of paths."""

    kind = TableOf(ListOf(RuleName(lenient=True)), "pattern")

    def __str__(self) -> str:
        return str(self.kind)

    def read(self, value: object, at: At) -> tuple[tuple[Glob, tuple[str, ...]], ...]:
        return tuple((Glob(at.source.folder, pattern), rules) for pattern, rules in self.kind.read(value, at).items())

    def schema(self, vocabulary: Vocabulary) -> Schema:
        return self.kind.schema(vocabulary)


@dataclass(frozen=True, slots=True)
class GraphSettings:
    """What is set for the graphs of one name."""

    ignore: tuple[str, ...] = key(ListOf(RuleName(lenient=True)), (), "Rules and groups that say nothing of it.")
    rules: Mapping[str, RuleSettings] = key(RuleTables(), MappingProxyType({}), "Levels and options of rules for it.")


@dataclass(frozen=True, slots=True)
class Accepted:
    """A finding that somebody accepts, named by what it is about."""

    rule: str = required(RuleName(groups=False, lenient=True), "The rule.")
    at: str = required(Text(), "What it is about, as `graph:element`; `*` stands for anything.")
    reason: str = key(Text(), "", "Why that is fine.")
    until: date | None = key(Day(), None, "The last day on which it holds.")


@dataclass(frozen=True, slots=True)
class Settings:
    """What holds for the files of one project.

    ``folder`` is that of the file that says it, None without one. ``origins`` tell for each key that is set where that
    was, by its dotted name.
    """

    select: tuple[str, ...] = key(
        ListOf(RuleName(), empty=False), (), "Only these rules and groups. Without it, all but the pedantic ones."
    )
    ignore: tuple[str, ...] = key(ListOf(RuleName(lenient=True)), (), "Rules and groups that are left out.")
    extend_select: tuple[str, ...] = key(
        ListOf(RuleName()), (), "Rules and groups beside the selected ones; a pedantic rule is named by its id."
    )
    per_file_ignores: tuple[tuple[Glob, tuple[str, ...]], ...] = key(
        PerFile(), (), "Rules and groups that are left out in files that match a pattern."
    )
    exclude: tuple[Glob, ...] = key(
        ListOf(Pattern()), (), "Files and folders that are not read, as in `.gitignore`, instead of the default."
    )
    extend_exclude: tuple[Glob, ...] = key(ListOf(Pattern()), (), "Files and folders that are not read either.")
    src: tuple[Path, ...] = key(
        ListOf(File()), (), "Folders in which absolute imports begin, tried before those that are guessed."
    )
    output_format: str | None = key(Format(), None, "How findings are shown.")
    fail_on: str = key(Choice(LEVELS), "error", "The mildest level that fails the build.")
    min_severity: str = key(Choice(LEVELS), "info", "The mildest level that is shown.")
    min_confidence: str | None = key(
        Choice(CONFIDENCES), None, "How sure a finding must be to be shown: `likely`, or `guessed` with `pedantic`."
    )
    pedantic: bool = key(Flag(), False, "Also show what is a matter of taste, and what is guessed.")
    require_ignore_reasons: bool = key(Flag(), False, "A comment that ignores a finding must say why.")
    baseline: Path | None = key(
        File(), None, f"The file with accepted findings. Without it, `{BASELINE}` beside the settings."
    )
    rules: Mapping[str, RuleSettings] = key(RuleTables(), MappingProxyType({}), "Levels and options of single rules.")
    graphs: Mapping[str, GraphSettings] = key(
        TableOf(Record(GraphSettings), "graph"), MappingProxyType({}), "What holds for single graphs; `*` may be used."
    )
    ignores: tuple[Accepted, ...] = key(
        ListOf(Record(Accepted)), (), "Single findings that are accepted, by what they are about."
    )
    contracts: tuple[Contract, ...] = key(
        ListOf(Contracts()), (), "What is demanded of the graphs of the project, each with a reason."
    )
    rules_path: tuple[Path, ...] = key(
        ListOf(RulesFolder()), (), "Folders with rules of the project's own, in Python. They are run."
    )
    extend: Path | None = key(File(), None, "Another file of settings that these ones are added to.")
    folder: Path | None = None
    origins: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


DEFAULTS: Mapping[str, Any] = MappingProxyType({name: one.default for name, one in keys(Settings).items()})
