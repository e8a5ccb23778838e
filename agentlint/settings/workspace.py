"""Which settings hold where: each folder belongs to the project of the nearest file of settings."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from agentlint.settings.files import Reader, is_top
from agentlint.settings.layers import Layer, settings_of
from agentlint.settings.mistakes import Mistake, SettingsProblem
from agentlint.settings.settings import Settings
from agentlint.settings.vocabulary import Vocabulary


class Workspace:
    """The settings of all folders, read when they are asked for.

    ``config`` is one file for all of them, ``isolated`` means none. Above what files say are ``overrides`` in TOML, and
    above these ``options`` of a command line, by the option that says them and the field that it sets.
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        *,
        config: Path | None = None,
        isolated: bool = False,
        overrides: Sequence[str] = (),
        options: Mapping[tuple[str, str], Any] | None = None,
        cwd: Path | None = None,
    ) -> None:
        self._reader = Reader(vocabulary, Path(os.path.abspath(cwd or Path.cwd())))
        self._config = self._reader.cwd / config if config is not None else None
        self._isolated = isolated
        self._above = self._said(overrides, options or {})
        self._files: dict[Path, Path | None] = {}
        self._settings: dict[Path | None, Settings] = {}

    @property
    def mistakes(self) -> tuple[Mistake, ...]:
        """What is wrong with the settings that were read so far, each once, in the order of the sources."""
        return tuple(sorted(set(self._reader.mistakes), key=lambda one: (one.source, one.span, one.message)))

    @property
    def used(self) -> tuple[Settings, ...]:
        """The settings of all projects that were asked for so far."""
        return tuple(self._settings.values())

    def check(self) -> None:
        """Raise `SettingsProblem` where some of the settings that were read cannot be used."""
        if any(one.fatal for one in self.mistakes):
            raise SettingsProblem(self.mistakes)

    def at(self, folder: Path) -> Settings:
        """The settings for the files of an absolute ``folder``."""
        file = self._file(folder)
        if file not in self._settings:
            below = self._reader.file(file) if file is not None else Layer()
            where = file.parent if file is not None else None
            self._settings[file] = settings_of(below.under(self._above), folder=where)
        return self._settings[file]

    def _file(self, folder: Path) -> Path | None:
        if self._isolated or self._config is not None:
            return self._config
        if folder not in self._files:
            own = self._reader.own(folder)
            ends = own is not None or is_top(folder) or folder.parent == folder
            self._files[folder] = own if ends else self._file(folder.parent)
        return self._files[folder]

    def _said(self, overrides: Sequence[str], options: Mapping[tuple[str, str], Any]) -> Layer:
        above = Layer()
        for text in overrides:
            above = above.under(self._reader.text("--config", text))
        said = {field: value for (_, field), value in options.items()}
        origins = {field.replace("_", "-"): (option,) for option, field in options}
        return above.under(Layer(said, origins))
