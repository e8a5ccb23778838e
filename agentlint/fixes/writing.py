"""Changed files as a diff, and on the disk."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from difflib import unified_diff
from pathlib import Path

from agentlint.fixes.files import NotEditable
from agentlint.source.decoding import decode


def difference(path: str, old: bytes, new: bytes) -> Iterator[str]:
    """The lines of a unified diff, with line ends."""
    before, after = ((decode(data) or "").splitlines(keepends=True) for data in (old, new))
    for line in unified_diff(before, after, f"a/{path}", f"b/{path}"):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def inside(root: Path, path: str) -> Path:
    """The file that is meant by a path below the root. Raises `NotEditable` for a link that leads out of it."""
    file = (root / path).resolve()
    if not file.is_relative_to(root.resolve()):
        raise NotEditable(f"`{path}` leads out of the folder that was analysed")
    return file


def write(root: Path, path: str, data: bytes) -> None:
    """Replace a file below the root in one go: nobody sees half of it, and its permissions stay. Raises `OSError`."""
    file = inside(root, path)
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    try:
        with os.fdopen(handle, "wb") as opened:
            opened.write(data)
        shutil.copymode(file, name)
        with suppress(OSError, AttributeError):  # only some may give a file to its owner, and not on every system
            os.chown(name, file.stat().st_uid, file.stat().st_gid)
        os.replace(name, file)
    except BaseException:
        os.unlink(name)
        raise
