"""Which version of a package a project uses, as its lock files and requirements say."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from agentlint.settings.toml import TOMLDecodeError, parse_toml

LOCKS = ("uv.lock", "poetry.lock", "pdm.lock", "pylock.toml")
"""Lock files in TOML with one table for each package."""


@dataclass(frozen=True, slots=True)
class Pinned:
    """A version that a project asks for.

    ``where`` is the file that says so; ``exact`` if it allows no other, else ``version`` is the lowest that it allows.
    """

    version: str
    where: Path
    exact: bool


def pinned(package: str, folders: Iterable[Path]) -> Pinned | None:
    """What the first of ``folders`` that knows ``package`` says of its version.

    A lower bound gives way to an exact version further on that it allows: a workspace has one lock, above its members.
    """
    loose: Pinned | None = None
    for folder in folders:
        for found in _in_folder(package, folder):
            if found.exact and (loose is None or _release(found.version) >= _release(loose.version)):
                return found
            loose = loose or found
    return loose


def _in_folder(package: str, folder: Path) -> Iterator[Pinned]:
    """What the files of a folder say, the most reliable first."""
    name = re.sub(r"[-_.]+", "[-_.]+", re.escape(package).replace("\\", ""))
    for lock in LOCKS:
        for version in _locked(name, _text(folder / lock)):
            yield Pinned(version, folder / lock, exact=True)
    sources = [
        (folder / "Pipfile.lock", _pipenv),
        *((file, _requirements) for file in _requirement_files(folder)),
        (folder / "pyproject.toml", _pyproject),
    ]
    for file, read in sources:
        for requirement in read(_text(file)):
            found = _version(name, requirement)
            if found is not None:
                version, exact = found
                yield Pinned(version, file, exact)


def _locked(name: str, text: str) -> Iterator[str]:
    """Versions in a lock file. It is machine-written, and a search is a hundred times faster than parsing megabytes."""
    table = rf'^\[\[packages?\]\]\s+name = "{name}"\s+version = "([^"]+)"'
    yield from re.findall(table, text, re.MULTILINE | re.IGNORECASE)


def _pipenv(text: str) -> Iterator[str]:
    try:
        document = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return
    for group in ("default", "develop"):
        match document.get(group) if isinstance(document, dict) else None:
            case {**table}:
                yield from _tables(table)


def _requirement_files(folder: Path) -> list[Path]:
    return sorted(folder.glob("requirements*.txt")) + sorted(folder.glob("requirements/*.txt"))


def _requirements(text: str) -> Iterator[str]:
    yield from text.splitlines()


def _pyproject(text: str) -> Iterator[str]:
    """Every requirement of PEP 621 and PEP 735, and of poetry's tables, as `name specifier`."""
    try:
        document = parse_toml(text)
    except (TOMLDecodeError, RecursionError):
        return
    match document:
        case {"project": {"dependencies": [*requirements]}}:
            yield from _strings(requirements)
    match document:
        case {"project": {"optional-dependencies": {**groups}}}:
            yield from (one for group in groups.values() if isinstance(group, list) for one in _strings(group))
    match document:
        case {"dependency-groups": {**groups}}:
            yield from (one for group in groups.values() if isinstance(group, list) for one in _strings(group))
    match document:
        case {"tool": {"poetry": {"dependencies": {**table}}}}:
            yield from _tables(table)
    match document:
        case {"tool": {"poetry": {"group": {**groups}}}}:
            for group in groups.values():
                match group:
                    case {"dependencies": {**table}}:
                        yield from _tables(table)


def _tables(table: Mapping[object, object]) -> Iterator[str]:
    """Requirements written as `name = "specifier"` or as a table with a `version`."""
    for name, value in table.items():
        match value:
            case str(specifier) | {"version": str(specifier)}:
                yield f"{name} {specifier if specifier[:1] in '<>=~!^*' else f'=={specifier}'}"


def _strings(values: list[object]) -> Iterator[str]:
    return (value for value in values if isinstance(value, str))


def _version(name: str, requirement: str) -> tuple[str, bool] | None:
    """The version that ``requirement`` gives for the package that the pattern ``name`` matches, and whether exactly."""
    found = re.match(rf"\s*{name}(?![\w.-])\s*(?:\[[^\]]*\])?\s*\(?(?P<specifier>[^;#)@]*)", requirement, re.IGNORECASE)
    if found is None:
        return None
    specifier = found["specifier"]
    if exact := re.match(r"\s*={2,3}\s*([\w.+!]+)\s*$", specifier.split("--hash")[0].rstrip("\\ ")):
        return exact[1], True
    lower = re.search(r"(?:>=?|~=|==|\^|~)\s*([\w.+!]*\w)", specifier)
    return (lower[1], False) if lower else None


def _release(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version.split("+")[0])[:3])


def _text(file: Path) -> str:
    try:
        return file.read_text("utf-8", errors="replace")
    except (OSError, ValueError):
        return ""
