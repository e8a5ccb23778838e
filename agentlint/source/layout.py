"""What settings say of where code lies: what is not read, and where imports begin."""

import os
from collections.abc import Callable
from pathlib import Path

from pathspec import GitIgnoreSpec

from agentlint.settings import FOREIGN, Settings
from agentlint.source.ignoring import Chain, Rules, ignored

Holding = Callable[[Path], Settings]
"""The settings that hold in an absolute folder."""


def defaults(folder: Path) -> Settings:
    """Settings where nobody set anything."""
    return Settings()


class Layout:
    """The layout of a tree, folder by folder."""

    def __init__(self, settings: Holding = defaults) -> None:
        self._settings = settings
        self._chains: dict[str, tuple[Chain, bool]] = {}

    def excluded(self, folder: str, name: str, *, directory: bool) -> bool:
        """Whether what is called ``name`` in an absolute ``folder`` is not to be read."""
        chain, usual = self._chain(folder)
        if usual and directory and name in FOREIGN:
            return True
        return bool(chain) and ignored(chain, os.path.join(folder, name), directory=directory)

    def import_roots(self, root: Path, folder: str) -> list[str]:
        """The folders below ``root``, relative to it, in which the imports of ``folder`` begin."""
        roots = [Path(os.path.normpath(one)) for one in self._settings(root / folder).src]
        return ["" if one == root else one.relative_to(root).as_posix() for one in roots if one.is_relative_to(root)]

    def _chain(self, folder: str) -> tuple[Chain, bool]:
        """The patterns that hold in a folder, and whether the folders that nobody wants read are left out."""
        if folder not in self._chains:
            settings = self._settings(Path(folder))
            patterns: dict[str, list[str]] = {}
            for glob in (*settings.exclude, *settings.extend_exclude):
                patterns.setdefault(str(glob.folder), []).append(glob.pattern)
            chain = tuple(
                Rules(base, GitIgnoreSpec.from_lines(lines))
                for base, lines in patterns.items()
                if Path(folder).is_relative_to(base)
            )
            self._chains[folder] = (chain, not settings.exclude)
        return self._chains[folder]
