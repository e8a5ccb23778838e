"""Which files there are: a walk in sorted order that goes where people keep their own code."""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from agentlint.source.ignoring import Chain, above, entering, ignored
from agentlint.source.layout import Layout
from agentlint.source.skipped import Skipped, not_readable

SUFFIXES = (".py", ".ipynb")
PAGES = (".md",)
"""Prose, which may show code."""

BUILT = frozenset({"_build", "build", "dist"})
"""Folders that are entered only if they are Python packages: the names of build output, and of some people's code."""


class PathProblem(Exception):  # noqa: N818 - it is the caller's problem to solve, not our error
    """A path that was named cannot be analysed; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Folder:
    """The names that a folder holds; links to folders are in neither."""

    files: frozenset[str]
    folders: frozenset[str]


@dataclass(frozen=True, slots=True)
class Discovery:
    """What a walk found in the absolute paths that were ``named``.

    ``files`` are the Python files and notebooks to analyse, in order, ``pages`` the prose that may show code, and
    ``folders`` all that was seen, by path, with those between the root and what was named. All paths are relative to
    ``root`` with ``/``; the root itself is "".
    """

    root: Path
    files: tuple[str, ...]
    pages: tuple[str, ...]
    folders: Mapping[str, Folder]
    skipped: tuple[Skipped, ...]
    named: tuple[Path, ...]


def analysed_root(paths: Sequence[Path], cwd: Path) -> Path:
    """The folder that results are relative to.

    That is the directory that was named, or ``cwd`` if none was. Several paths, or a file, count from ``cwd`` if all
    lie within, and from their deepest common directory if not.
    """
    absolute = [Path(os.path.abspath(cwd / path)) for path in paths]
    match absolute:
        case []:
            return cwd
        case [only] if only.is_dir():
            return only
        case _ if all(path.is_relative_to(cwd) for path in absolute):
            return cwd
        case _:
            return Path(os.path.commonpath([path if path.is_dir() else path.parent for path in absolute]))


def discover(root: Path, paths: Sequence[Path] = (), layout: Layout | None = None) -> Discovery:
    """Everything to analyse in ``paths``, which lie within ``root``; all of ``root`` without any.

    Files that are named are always taken. Raises `PathProblem` for a path that is not there.
    """
    root = Path(os.path.abspath(root))
    walk = _Walk(str(root), layout or Layout())
    named = tuple(os.path.abspath(root / path) for path in paths or (root,))
    for path, absolute in zip(paths or (root,), named, strict=True):
        if os.path.isdir(absolute):
            walk.enter(absolute)
        elif os.path.isfile(absolute):
            walk.take(absolute)
        else:
            raise PathProblem(_problem(path, absolute))
    files = dict.fromkeys(walk.files)
    pages = tuple(page for page in dict.fromkeys(walk.pages) if page not in files)
    return Discovery(root, tuple(files), pages, walk.folders, tuple(walk.skipped), tuple(map(Path, named)))


def listing(folder: str) -> Folder:
    """The names in an absolute ``folder``. Raises `OSError` where it cannot be read."""
    files, folders = [], []
    with os.scandir(folder) as entries:
        for entry in entries:
            if _is_folder(entry):
                folders.append(entry.name)
            elif _is_file(entry):
                files.append(entry.name)
    return Folder(frozenset(files), frozenset(folders))


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return False


def _is_file(entry: os.DirEntry[str]) -> bool:
    """A file or a link to one; a link that leads round in a circle is neither."""
    try:
        return entry.is_file()
    except OSError:
        return False


class _Walk:
    """A walk under way: what it has seen so far."""

    def __init__(self, root: str, layout: Layout) -> None:
        self.root = root
        self.layout = layout
        self.files: list[str] = []
        self.pages: list[str] = []
        self.folders: dict[str, Folder] = {}
        self.skipped: list[Skipped] = []

    def take(self, file: str) -> None:
        """One file, whatever its name."""
        self.files.append(self._relative(file))
        self._look_above(file)

    def enter(self, start: str) -> None:
        """A folder and all that is below it."""
        self._look_above(start)
        pending: list[tuple[str, Chain]] = [(start, above(start))]
        while pending:
            folder, chain = pending.pop()
            held = self._look(folder)
            if folder != start and _is_environment(held):
                continue
            chain = entering(chain, folder, held.files | held.folders)
            self.files.extend(self._relative(file) for file in self._wanted(folder, held, chain, SUFFIXES))
            self.pages.extend(self._relative(file) for file in self._wanted(folder, held, chain, PAGES))
            pending.extend((inner, chain) for inner in sorted(self._inner(folder, held, chain), reverse=True))

    def _wanted(self, folder: str, held: Folder, chain: Chain, suffixes: tuple[str, ...]) -> Iterator[str]:
        for name in sorted(held.files):
            if name.endswith(suffixes) and not self.layout.excluded(folder, name, directory=False):
                file = os.path.join(folder, name)
                if not ignored(chain, file, directory=False):
                    yield file

    def _inner(self, folder: str, held: Folder, chain: Chain) -> Iterator[str]:
        for name in held.folders:
            inner = os.path.join(folder, name)
            if self.layout.excluded(folder, name, directory=True):
                continue
            if name in BUILT and not os.path.isfile(os.path.join(inner, "__init__.py")):
                continue
            if not ignored(chain, inner, directory=True):
                yield inner

    def _look_above(self, path: str) -> None:
        while path != self.root:
            path = os.path.dirname(path)
            self._look(path)

    def _look(self, folder: str) -> Folder:
        relative = self._relative(folder)
        if relative not in self.folders:
            try:
                self.folders[relative] = listing(folder)
            except OSError as error:
                self.skipped.append(not_readable(relative or ".", error))
                self.folders[relative] = Folder(frozenset(), frozenset())
        return self.folders[relative]

    def _relative(self, path: str) -> str:
        return path[len(self.root) :].replace(os.sep, "/").strip("/")


def _is_environment(held: Folder) -> bool:
    """Whether a folder is a virtual environment, and not code in which one was made: that has files of its own."""
    return "pyvenv.cfg" in held.files and not any(name.endswith(SUFFIXES) for name in held.files)


def _problem(path: Path, absolute: str) -> str:
    if os.path.lexists(absolute):
        return f"`{path}` is neither a file nor a folder: name a Python file, a notebook or a folder"
    return f"`{path}` does not exist: name a file or a folder that does, or none to analyse the current folder"
