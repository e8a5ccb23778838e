"""The files of a project, read and parsed only when somebody asks."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Self

from agentlint.source.decoding import decode
from agentlint.source.discovery import Discovery, Folder, analysed_root, discover, listing
from agentlint.source.ignoring import work_tree
from agentlint.source.layout import Holding, Layout, defaults
from agentlint.source.module import SourceModule
from agentlint.source.reading import limit, parse
from agentlint.source.skipped import Skipped, not_readable
from agentlint.source.versions import Pinned, pinned

NOTHING = Folder(frozenset(), frozenset())


class Project:
    """The project that a discovery found.

    Paths are relative to ``root``, with ``/``. What is imported need not have been discovered: any file below the root
    can be asked for, also where git ignores it or where only a part of the root is analysed.
    """

    def __init__(self, discovery: Discovery, layout: Layout, contents: Mapping[str, bytes] | None = None) -> None:
        self.root = discovery.root
        self._layout = layout
        self._contents = contents or {}
        self._files = discovery.files
        self._pages = discovery.pages
        self.looked_at = discovery.named
        """The absolute folders and files of which everything was looked at."""
        self._searched = discovery.folders
        self._folders = dict(discovery.folders)
        self._modules: dict[str, SourceModule | None] = {}
        self._skipped = set(discovery.skipped)
        self._named: dict[str, list[str]] | None = None
        self._pinned: dict[tuple[str, str], Pinned | None] = {}

    @classmethod
    def at(
        cls,
        paths: Sequence[Path] = (),
        cwd: Path | None = None,
        settings: Holding = defaults,
        contents: Mapping[str, bytes] | None = None,
    ) -> Self:
        """The project of what was named on a command line in ``cwd``. Raises `PathProblem`.

        ``contents`` are read in the place of what some of its files hold.
        """
        here = Path(os.path.abspath(cwd or Path.cwd()))
        root = analysed_root(paths, here)
        layout = Layout(settings)
        return cls(discover(root, [here / path for path in paths], layout), layout, contents)

    @property
    def within(self) -> str:
        """Where the root lies in its git work tree, or without one in the working directory; "" where it is the top."""
        top = Path(work_tree(str(self.root))[0])
        if not os.path.lexists(top / ".git") and self.root.is_relative_to(Path.cwd()):
            top = Path.cwd()
        return "" if top == self.root else self.root.relative_to(top).as_posix()

    @property
    def skipped(self) -> tuple[Skipped, ...]:
        """What could not be read so far, in order of path, cell and line."""
        return tuple(sorted(self._skipped, key=lambda one: (one.path, one.cell or 0, one.line or 0, one.reason)))

    def python_files(self) -> tuple[str, ...]:
        """The files and notebooks to analyse, in order."""
        return self._files

    def pages(self) -> tuple[str, ...]:
        """The prose that may show code, in order."""
        return self._pages

    def examples(self) -> tuple[str, ...]:
        """The prose in which code was read so far."""
        read = ((path, self._modules.get(path)) for path in self._pages)
        return tuple(path for path, module in read if module is not None and module.tree.body)

    def modules_where(
        self, wanted: Callable[[bytes], bool], among: Iterable[str] | None = None
    ) -> Iterator[SourceModule]:
        """The modules (of all, or ``among`` some) whose bytes pass a test. Others are neither parsed nor kept."""
        for path in self._files if among is None else among:
            data = self._read(path)
            if data is not None and wanted(data):
                if path not in self._modules:
                    self._modules[path] = self._parse(path, data)
                module = self._modules[path]
                if module is not None:
                    yield module

    def get(self, path: str) -> SourceModule | None:
        """The module at ``path``; None where there is none or where it was skipped."""
        if path not in self._modules:
            data = self._read(path) if self.exists(path) else None
            self._modules[path] = self._parse(path, data) if data is not None else None
        return self._modules[path]

    def exists(self, path: str) -> bool:
        """Whether there is a file at ``path``."""
        folder, _, name = path.rpartition("/")
        return name in self._folder(folder).files

    def import_roots(self, folder: str) -> list[str]:
        """The folders in which, by the settings, the imports of a folder's files begin."""
        return self._layout.import_roots(self.root, folder)

    def is_directory(self, path: str) -> bool:
        """Whether there is a folder at ``path``; the root is "". Links to folders do not count."""
        folder, _, name = path.rpartition("/")
        return not path or name in self._folder(folder).folders

    def find(self, name: str) -> list[str]:
        """The paths of all files called ``name`` in the folders that were searched, in order."""
        if self._named is None:
            self._named = {}
            for folder in sorted(self._searched):
                for file in self._searched[folder].files:
                    self._named.setdefault(file, []).append(f"{folder}/{file}".lstrip("/"))
        return list(self._named.get(name, ()))

    def ending(self, suffix: str) -> list[str]:
        """The paths of all files whose names end so in the folders that were searched, in order."""
        held = ((folder, file) for folder in sorted(self._searched) for file in sorted(self._searched[folder].files))
        named = ((folder, file) for folder, file in held if file.endswith(suffix))
        kept = (one for one in named if not self._layout.excluded(str(self.root / one[0]), one[1], directory=False))
        return [f"{folder}/{file}".lstrip("/") for folder, file in kept]

    def read_text(self, path: str) -> str | None:
        """The text of any file of the project; None where it is missing, too large or not to be read."""
        data = self._read(path) if self.exists(path) else None
        return decode(data) if data is not None and len(data) <= limit(path) else None

    def lines(self, path: str, cell: int | None = None) -> Sequence[str] | None:
        """The lines of a file, or of a cell of a notebook, to show beside a finding; None where there are none."""
        module = self.get(path) if path.endswith(".ipynb") else self._modules.get(path)
        if module is not None:
            return module.lines_of(cell)
        text = self.read_text(path) if cell is None else None
        return text.split("\n") if text is not None else None

    def dependency_version(self, package: str, near: str) -> Pinned | None:
        """The version of ``package`` that the project asks for nearest to the file ``near``.

        Folders are searched from that of ``near`` up to the root, and on to the top of the root's git work tree.
        """
        key = package, os.path.dirname(near)
        if key not in self._pinned:
            folder = self.root / key[1]
            below = [folder, *(parent for parent in folder.parents if parent.is_relative_to(self.root))]
            above = [Path(outer) for outer in reversed(work_tree(str(self.root))[:-1])]
            self._pinned[key] = pinned(package, [*below, *above])
        return self._pinned[key]

    def _parse(self, path: str, data: bytes) -> SourceModule | None:
        match parse(self.root / path, path, data):
            case Skipped() as skipped:
                self._skipped.add(skipped)
                return None
            case module:
                self._skipped.update(module.skipped)
                return module

    def _read(self, path: str) -> bytes | None:
        """The bytes of a file, and at most one more than it may have."""
        if path in self._contents:
            return self._contents[path]
        try:
            with open(self.root / path, "rb") as opened:
                return opened.read(limit(path) + 1)
        except OSError as error:
            self._skipped.add(not_readable(path, error))
            return None

    def _folder(self, path: str) -> Folder:
        """The names in a folder. One that discovery did not enter is looked at when it is first asked for."""
        if path not in self._folders:
            outer = ""
            for name in path.split("/"):
                inner = f"{outer}/{name}".lstrip("/")
                if inner not in self._folders:
                    there = name in self._folders[outer].folders
                    self._folders[inner] = _listing(self.root / inner) if there else NOTHING
                outer = inner
        return self._folders[path]


def _listing(folder: Path) -> Folder:
    try:
        return listing(str(folder))
    except OSError:
        return NOTHING
