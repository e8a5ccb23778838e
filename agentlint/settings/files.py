"""Files of settings: which one is nearest, what it says, and what it extends."""

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from agentlint.settings.kinds import At, Source
from agentlint.settings.layers import Layer
from agentlint.settings.mistakes import Mistake, Span
from agentlint.settings.places import Path as Way
from agentlint.settings.toml import TOMLDecodeError, complaint, parse_toml, place
from agentlint.settings.vocabulary import Vocabulary

PROJECT = "pyproject.toml"
NAMES = (".agentlint.toml", "agentlint.toml", PROJECT)
"""Names of files of settings in a folder, the strongest first."""
SECTION = ("tool", "agentlint")
TOPS = (".git", ".hg", ".jj", ".svn")
"""What the top folder of a repository holds: above it nothing is looked for."""


def top(folder: Path) -> Path | None:
    """The top folder of the repository that holds ``folder``."""
    return next((one for one in (folder, *folder.parents) if is_top(one)), None)


def is_top(folder: Path) -> bool:
    """Whether ``folder`` is the top of a repository."""
    return any((folder / name).exists() for name in TOPS)


@dataclass(slots=True)
class Reader:
    """Reads sources, and keeps what is wrong with them. Names of files are shown relative to ``cwd``."""

    vocabulary: Vocabulary
    cwd: Path
    mistakes: list[Mistake] = field(default_factory=list)

    def own(self, folder: Path) -> Path | None:
        """The file of settings that a folder itself has."""
        return next((folder / name for name in NAMES if self._counts(folder / name)), None)

    def _counts(self, file: Path) -> bool:
        """Whether a file has settings: `pyproject.toml` only with a table of ours, or with one that cannot be read."""
        if not file.is_file():
            return False
        if file.name != PROJECT:
            return True
        try:
            text = file.read_text("utf-8-sig", errors="replace")
        except OSError:
            return False
        if "agentlint" not in text:
            return False
        try:
            return isinstance(_within(parse_toml(text), SECTION), dict)
        except TOMLDecodeError:
            return "tool.agentlint" in text

    def file(self, file: Path, extending: tuple[Path, ...] = ()) -> Layer:
        """What a file says, above what it extends."""
        source = self._source(file)
        if source is None:
            return Layer()
        table = self._parsed(source)
        way: Way = SECTION if file.name == PROJECT else ()
        at = At(source, way, self.vocabulary, self.mistakes)
        said = _within(table, way)
        layer = Layer.read(said if said is not None else {}, at)
        base = layer.said.get("extend")
        if base is None:
            return layer
        return self._extended(Path(os.path.normpath(base)), (*extending, file), at.inside("extend")).under(layer)

    def _extended(self, base: Path, extending: tuple[Path, ...], at: At) -> Layer:
        if base in extending:
            round_trip = " → ".join(f"`{self.shown(one)}`" for one in (*extending[extending.index(base) :], base))
            at.wrong(f"the settings extend themselves: {round_trip}")
        elif not base.is_file():
            at.wrong(f"there is no file `{self.shown(base)}`", "paths count from the file that says them")
        elif base.name == PROJECT and not self._counts(base):
            at.wrong(f"`{self.shown(base)}` has no `[tool.agentlint]`")
        else:
            return self.file(base, extending)
        return Layer()

    def text(self, name: str, text: str) -> Layer:
        """What a text says that is no file."""
        source = Source.of(name, self.cwd, text)
        return Layer.read(self._parsed(source), At(source, (), self.vocabulary, self.mistakes))

    def _source(self, file: Path) -> Source | None:
        name = self.shown(file)
        try:
            return Source.of(name, file.parent, file.read_text("utf-8-sig"))
        except OSError as error:
            self.mistakes.append(Mistake(name, Span(1, 1, 2), f"the file cannot be read: {error.strerror}"))
        except UnicodeDecodeError:
            self.mistakes.append(Mistake(name, Span(1, 1, 2), "the file is not UTF-8: save it in that coding"))
        return None

    def _parsed(self, source: Source) -> dict[str, Any]:
        try:
            return parse_toml(source.text)
        except TOMLDecodeError as error:
            rows = source.text.split("\n")
            line, column = place(error) or (len(rows), len(rows[-1]) + 1)
            self.mistakes.append(source.mistake(Span(line, column, column + 1), f"this is no TOML: {complaint(error)}"))
        except RecursionError:
            self.mistakes.append(source.mistake(Span(1, 1, 2), "the file is nested too deeply"))
        return {}

    def shown(self, file: Path) -> str:
        """The path of a file, as people who stand in the working directory call it."""
        return os.path.relpath(file, self.cwd).replace(os.sep, "/") if file.is_relative_to(self.cwd) else str(file)


def _within(table: Any, way: Way) -> Any:
    for part in way:
        table = table.get(part) if isinstance(table, dict) else None
    return table
