"""Cobertura XML (`coverage xml`). Document types and entities are refused: a report has none."""

from pathlib import Path
from xml.parsers.expat import ExpatError, ParserCreate

from agentlint.source.coverage.data import CoverageProblem, Data, Lines


class _Declared(Exception):  # noqa: N818 - ends the parse
    """A document type declaration, which may define entities."""


class _Report:
    """What the elements of a report say, as they come."""

    def __init__(self) -> None:
        self.root: str | None = None
        self.sources: list[str] = []
        self.files: dict[str, set[int]] = {}
        self._in_source = False
        self._lines: set[int] = set()

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.root = self.root or name
        self._in_source = name == "source"
        if self._in_source:
            self.sources.append("")
        if name == "class":
            self._lines = self.files.setdefault(attributes["filename"], set())
        if name == "line" and int(attributes["hits"]) > 0:
            self._lines.add(int(attributes["number"]))

    def end(self, _: str) -> None:
        self._in_source = False

    def text(self, data: str) -> None:
        if self._in_source:
            self.sources[-1] += data

    def paths(self, name: str) -> list[str]:
        """The paths that a file may have: its name is relative to one of the sources."""
        return [f"{source.strip()}/{name}" for source in self.sources if source.strip()] or [name]


def read(file: Path) -> Data:
    """The data in ``file``."""
    again = "make it again with `coverage xml`"
    found = _Report()
    parser = ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler, parser.EndElementHandler = found.start, found.end
    parser.CharacterDataHandler = found.text
    try:
        parser.Parse(file.read_bytes(), True)
    except _Declared as error:
        raise CoverageProblem(file, "declares a document type, which is refused", "remove the declaration") from error
    except (ExpatError, OSError) as error:
        raise CoverageProblem(file, f"is no valid XML ({error})", again) from error
    except (KeyError, ValueError) as error:
        raise CoverageProblem(file, "is XML, but no Cobertura report", again) from error
    if found.root != "coverage":
        raise CoverageProblem(file, "is XML, but no Cobertura report", again)
    return Data({path: Lines(frozenset(ran)) for name, ran in found.files.items() for path in found.paths(name)})


def _refuse(*_: object) -> None:
    raise _Declared
