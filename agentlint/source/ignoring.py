"""What git would not track: the rules of `.gitignore` files, each relative to its folder."""

import os
from collections.abc import Iterable
from dataclasses import dataclass

from pathspec import GitIgnoreSpec


@dataclass(frozen=True, slots=True)
class Rules:
    """The patterns of one file, for paths below ``folder`` (absolute, without a final slash)."""

    folder: str
    spec: GitIgnoreSpec

    def verdict(self, file: str, directory: bool) -> bool | None:
        """Whether these rules ignore or re-include the absolute path ``file``; None where they are silent."""
        relative = file[len(self.folder) :].lstrip(os.sep)
        return self.spec.check_file(f"{relative}/" if directory else relative).include


Chain = tuple[Rules, ...]
"""The rules that hold in a folder, the strongest first: those of the deepest file."""


def ignored(chain: Chain, file: str, *, directory: bool) -> bool:
    """Whether ``chain`` ignores the absolute path ``file``."""
    for rules in chain:
        verdict = rules.verdict(file, directory)
        if verdict is not None:
            return verdict
    return False


def entering(chain: Chain, folder: str, names: Iterable[str]) -> Chain:
    """The rules within ``folder``, which holds ``names``. A repository of its own begins afresh."""
    if ".git" in names:
        chain = _read(folder, os.path.join(folder, ".git", "info", "exclude"))
    if ".gitignore" in names:
        chain = _read(folder, os.path.join(folder, ".gitignore")) + chain
    return chain


def above(folder: str) -> Chain:
    """The rules that hold where ``folder`` lies, from the top of its work tree; none where they ignore ``folder``.

    Who names an ignored folder wants it read, and a checkout in a folder that a parent repository ignores is not that
    repository's to judge.
    """
    chain: Chain = ()
    for outer in work_tree(folder)[:-1]:
        chain = entering(chain, outer, _names(outer))
        if ignored(chain, folder, directory=True):
            return ()
    return chain


def work_tree(folder: str) -> list[str]:
    """The folders from the top of the git work tree down to ``folder``; ``folder`` alone outside of one."""
    path = [folder]
    while not os.path.lexists(os.path.join(path[0], ".git")):
        parent = os.path.dirname(path[0])
        if parent == path[0]:
            return [folder]
        path.insert(0, parent)
    return path


def _names(folder: str) -> set[str]:
    return {name for name in (".git", ".gitignore") if os.path.lexists(os.path.join(folder, name))}


def _read(folder: str, file: str) -> Chain:
    """The rules of one file. What cannot be read or is no pattern does not count, as in git."""
    try:
        with open(file, encoding="utf-8", errors="replace") as opened:
            lines = opened.read().splitlines()
    except OSError:
        return ()
    try:
        return (Rules(folder, GitIgnoreSpec.from_lines(lines)),)
    except ValueError:
        return (Rules(folder, GitIgnoreSpec.from_lines([line for line in lines if _is_pattern(line)])),)


def _is_pattern(line: str) -> bool:
    try:
        GitIgnoreSpec.from_lines([line])
    except ValueError:
        return False
    return True
