"""What is wrong with graphs, and what of it is told: by the settings, the comments and the baseline of each project."""

import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from agentlint.diagnostics.baseline import Baseline, Entry, read_baseline
from agentlint.diagnostics.finding import Finding
from agentlint.diagnostics.ignores import Ignore, ignores
from agentlint.diagnostics.result import Hidden, Result, Suppressor
from agentlint.diagnostics.suppression import by_comments, by_settings, idle
from agentlint.graph.evidence import Location
from agentlint.graph.identity import settled
from agentlint.graph.model import Orchestration
from agentlint.rules import INTERNAL_ERROR, UNUSED_IGNORE, Selections, in_source_order, judge, remarks, vain
from agentlint.settings import BASELINE, Settings
from agentlint.settings.files import top
from agentlint.source import Project

MARKER = b"agentlint:"


@dataclass(frozen=True)
class Judgement:
    """The judgement of what was ``seen`` in a project, by the settings of each folder.

    Without ``comments`` or ``baseline``, these hide nothing.
    """

    project: Project
    seen: Result
    settings: Callable[[Path], Settings]
    comments: bool = True
    baseline: bool = True

    def result(self) -> Result:
        """What was seen, with what was found. Raises `BaselineProblem`."""
        everything = judge((*self.seen.graphs, *self.seen.loose), self.selections)
        kept, hidden = by_comments(everything, self._ignores)
        kept, accepted = by_settings(kept, lambda finding: self._at(finding).ignores, self._name)
        shown = [finding for finding in (*kept, *self._remarks(everything), *self._vain()) if self._shows(finding)]
        hidden = [one for one in (*hidden, *accepted) if self._shows(one.finding)]
        baselines = tuple(self._baselines(shown)) if self.baseline else ()
        known = {(one.file, entry) for one in baselines for entry in one.entries}
        new = [finding for finding in shown if (self._file(finding), self._entry(finding)) not in known]
        hidden += [Hidden(finding, Suppressor.BASELINE) for finding in shown if finding not in new]
        return replace(
            self.seen,
            findings=tuple(sorted(new, key=in_source_order)),
            hidden=tuple(sorted(hidden, key=lambda one: in_source_order(one.finding))),
            rules=tuple(rule.id for rule in self.selections.rules.values() if self.selections.runs(rule)),
            baselines=baselines,
        )

    @cached_property
    def selections(self) -> Selections:
        """What is selected in each of the files."""
        return Selections(self.project.root, self.settings).among(self.project.python_files())

    @cached_property
    def _ignores(self) -> tuple[Ignore, ...]:
        """The comments that may hide something: one that must say why and does not hides nothing."""
        return tuple(one for one in self._written if one.reason or not self._strict(one)) if self.comments else ()

    @cached_property
    def _written(self) -> tuple[Ignore, ...]:
        modules = self.project.modules_where(lambda data: MARKER in data)
        return tuple(one for module in modules for one in ignores(module))

    def _strict(self, ignore: Ignore) -> bool:
        folder = (self.project.root / ignore.location.path).parent
        return self.settings(folder).require_ignore_reasons

    def _remarks(self, found: Iterable[Finding]) -> list[Finding]:
        """What is to be said of comments that hide nothing, as far as no comment hides that."""
        if not self.comments:
            return []
        idles = idle(self._written, self._ignores, tuple(found), self.selections.rules, self._judged)
        return by_comments(remarks(idles, self.selections), self._ignores)[0]

    def _vain(self) -> Iterator[Finding]:
        """What is to be said of contracts that name nothing, where all of their project was looked at."""
        built: defaultdict[Path | None, list[Orchestration]] = defaultdict(list)
        projects: dict[Path | None, Settings] = {}
        for graph in self.seen.graphs:
            settings = self.settings((self.project.root / graph.location.path).parent)
            projects[settings.folder] = settings
            built[settings.folder].append(graph)
        for folder, settings in projects.items():
            if settings.contracts and self._whole(settings):
                yield from vain(settings.contracts, built[folder], self._written_at(settings), self.selections)

    def _written_at(self, settings: Settings) -> Location:
        """Where the contracts stand."""
        file, _, line = settings.origins["contracts"][-1].rpartition(":")
        path = Path(os.path.relpath(file, self.project.root)).as_posix()
        return Location(path, int(line), 1, int(line), 2)

    def _judged(self, ignore: Ignore, rule: str) -> bool:
        """Whether a rule looked at what a comment is about."""
        if rule == UNUSED_IGNORE:
            return False
        path = ignore.location.path
        selected = self.selections.at(path, "").takes(self.selections.rules[rule])
        return selected and (path in self._touched or self._whole(self.settings((self.project.root / path).parent)))

    @cached_property
    def _touched(self) -> frozenset[str]:
        """The files that some graph is made in."""
        found: set[str] = set()
        for graph in (*self.seen.graphs, *self.seen.loose):
            places = [graph.location, *(edge.location for edge in graph.edges)]
            places += [place for node in graph.nodes for place in (node.location, node.defined_at) if place is not None]
            found |= {place.path for place in places}
        return frozenset(found)

    def _at(self, finding: Finding) -> Settings:
        """The settings of the project that a finding lies in."""
        return self.settings((self.project.root / finding.location.path).parent)

    def _shows(self, finding: Finding) -> bool:
        return self.selections.at(finding.location.path, finding.graph).shows(finding)

    def _baselines(self, shown: Iterable[Finding]) -> Iterator[Baseline]:
        """The baseline of each project, beside what was found in it."""
        found: defaultdict[Path, set[Entry]] = defaultdict(set)
        owners: dict[Path, Settings] = {}
        for path in self.project.python_files():
            settings = self.settings((self.project.root / path).parent)
            owners.setdefault(self._baseline(settings), settings)
        for finding in shown:
            if finding.rule != INTERNAL_ERROR:
                found[self._file(finding)].add(self._entry(finding))
        for file, settings in owners.items():
            entries = read_baseline(file)
            stale = frozenset(entry for entry in entries - found[file] if self._gone(entry, settings))
            yield Baseline(file, entries, frozenset(found[file]), stale)

    def _gone(self, entry: Entry, settings: Settings) -> bool:
        """Whether it is sure that what an entry says is not found any more: its rule ran, and all of the project."""
        rule = self.selections.rules.get(entry.rule)
        if rule is None:
            return True
        return self.selections.runs(rule) and self._whole(settings)

    def _whole(self, settings: Settings) -> bool:
        """Whether all of a project was looked at."""
        return any(self._home(settings).is_relative_to(one) for one in self.project.looked_at)

    def _file(self, finding: Finding) -> Path:
        return self._baseline(self._at(finding))

    def _baseline(self, settings: Settings) -> Path:
        return Path(os.path.normpath(settings.baseline or self._home(settings) / BASELINE))

    def _home(self, settings: Settings) -> Path:
        """The folder of a project: that of its settings, the top of its repository, or what is looked at."""
        return settings.folder or top(self.project.root) or self.project.root

    def _entry(self, finding: Finding) -> Entry:
        return Entry(finding.rule, self._name(finding))

    def _name(self, finding: Finding) -> str:
        """What a finding is about, by a name that holds from wherever the project is looked at."""
        own = self._own(finding)
        root, home = self.project.root, self._home(self._at(finding))
        separator = "." if finding.graph else "/"
        if root.is_relative_to(home):
            outer = [*root.relative_to(home).parts]
            return separator.join([*outer, own])
        inner = separator.join(home.relative_to(root).parts) + separator if home.is_relative_to(root) else ""
        return own.removeprefix(inner)

    def _own(self, finding: Finding) -> str:
        """What a finding is about: an element of its graph, or a function, which several graphs may run."""
        module = self.project.get(finding.location.path) if finding.local else None
        if module is None:
            return self._settled.get(finding.graph, finding.graph) + finding.element.removeprefix(finding.graph)
        _, equals, part = finding.element.partition(" = ")
        path = os.path.splitext(finding.location.path)[0].replace("/", ".").removesuffix(".__init__")
        return f"{path}:{module.scope(finding.location)}{equals}{part}"

    @cached_property
    def _settled(self) -> dict[str, str]:
        return settled(self.seen.graphs)
