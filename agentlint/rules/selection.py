"""Which rules run where, with which options, and which of their findings are shown, at which level."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from functools import lru_cache
from pathlib import Path

from pathspec import GitIgnoreSpec

from agentlint.diagnostics.finding import Finding, Level
from agentlint.graph.evidence import Confidence
from agentlint.rules.base import Rule, weakest
from agentlint.rules.house import every
from agentlint.settings import Settings
from agentlint.settings.layers import merged_rules


@dataclass(frozen=True, slots=True)
class Selection:
    """A choice among rules by id or by group; an empty ``select`` means all, and an id beats a group.

    Without ``pedantic``, pedantic rules run only where their id is selected, and guesses stay hidden unless
    ``min_confidence`` admits them. ``extend`` selects beside the others, ``silent`` is ignored whatever is selected.
    ``levels`` are those that are set in place of the rules' own, None for a rule that is off, ``options`` by field.
    ``rules`` are those that there are to choose from.
    """

    select: frozenset[str] = frozenset()
    ignore: frozenset[str] = frozenset()
    extend: frozenset[str] = frozenset()
    silent: frozenset[str] = frozenset()
    pedantic: bool = False
    min_confidence: Confidence | None = None
    min_level: Level = Level.INFO
    levels: Mapping[str, Level | None] = field(default_factory=dict)
    options: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    rules: Mapping[str, Rule] = field(default_factory=every)

    def at(self, path: str, graph: str) -> "Selection":
        """The selection for a file and a graph: it holds for all."""
        return self

    def runs(self, rule: Rule) -> bool:
        """Whether ``rule`` runs somewhere."""
        return self.takes(rule)

    def takes(self, rule: Rule) -> bool:
        """Whether ``rule`` runs."""
        if rule.id not in self.rules:
            return False
        if rule.id in self.ignore | self.silent or rule.group in self.silent or self._off(rule):
            return False
        if rule.id in self.select or rule.id in self.extend:
            return True
        if rule.group in self.ignore or (rule.pedantic and not self.pedantic):
            return False
        return not self.select or rule.group in self.select or rule.group in self.extend

    def _off(self, rule: Rule) -> bool:
        return rule.id in self.levels and self.levels[rule.id] is None

    def told(self, finding: Finding) -> Finding:
        """The finding at the level that is set for its rule."""
        level = self.levels.get(finding.rule)
        return replace(finding, level=level) if level is not None else finding

    def shows(self, finding: Finding) -> bool:
        """Whether ``finding`` is sure and bad enough to be shown."""
        least = self.min_confidence or (Confidence.GUESSED if self.pedantic else Confidence.LIKELY)
        levels = list(Level)
        return weakest(finding.confidence, least) == least and levels.index(finding.level) <= levels.index(
            self.min_level
        )


class Selections:
    """The selection for each file and graph of a project, by the settings that hold where the file lies."""

    def __init__(self, root: Path, settings: Callable[[Path], Settings]) -> None:
        self._root = root
        self._settings = settings
        self._known: dict[tuple[str, str], Selection] = {}

    def at(self, path: str, graph: str) -> Selection:
        """The selection for a file, by its path relative to the root, and for what is found there in a graph."""
        if (path, graph) not in self._known:
            file = self._root / path
            self._known[path, graph] = selection(self._settings(file.parent), file, graph)
        return self._known[path, graph]

    @property
    def rules(self) -> Mapping[str, Rule]:
        """The rules there are to choose from for some file that was looked at."""
        known = {id(one.rules): one.rules for one in self._known.values()}
        return {name: rule for rules in known.values() for name, rule in rules.items()}

    def among(self, paths: Iterable[str]) -> "Selections":
        """These selections, after a look at the settings of the files at ``paths``."""
        for path in paths:
            self.at(path, "")
        return self

    def runs(self, rule: Rule) -> bool:
        """Whether ``rule`` runs for some file that was looked at."""
        return any(one.takes(rule) for one in self._known.values())


def selection(settings: Settings, file: Path, graph: str) -> Selection:
    """What the settings of a project select for one of its files and a graph."""
    rules = settings.rules
    silent: list[str] = []
    for pattern, own in settings.graphs.items():
        if fnmatchcase(graph, pattern):
            rules = merged_rules(rules, own.rules)
            silent += own.ignore
    for glob, names in settings.per_file_ignores:
        if file.is_relative_to(glob.folder) and _spec(glob.pattern).match_file(file.relative_to(glob.folder)):
            silent += names
    levels = {rule: one.level for rule, one in rules.items() if one.level is not None}
    return Selection(
        select=frozenset(settings.select),
        ignore=frozenset(settings.ignore),
        extend=frozenset(settings.extend_select),
        silent=frozenset(silent),
        pedantic=settings.pedantic,
        min_confidence=Confidence(settings.min_confidence) if settings.min_confidence else None,
        min_level=Level(settings.min_severity),
        levels={rule: None if level == "off" else Level(level) for rule, level in levels.items()},
        options={
            "broken-contract": {"contracts": settings.contracts},
            **{rule: one.options for rule, one in rules.items() if one.options},
        },
        rules=every(settings.rules_path),
    )


@lru_cache
def _spec(pattern: str) -> GitIgnoreSpec:
    return GitIgnoreSpec.from_lines([pattern])
