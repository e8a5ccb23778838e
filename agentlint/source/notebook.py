"""A notebook as one module: its code cells in order, without what only IPython understands."""

import ast
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from agentlint.source.magics import neutralised
from agentlint.source.module import Cell, SourceModule
from agentlint.source.skipped import Skipped
from agentlint.source.syntax import Unparsable, syntax


def parse_notebook(file: Path, path: str, data: bytes) -> SourceModule | Skipped:
    """The module of a notebook of any version since nbformat 3. A cell that does not parse is left out alone."""
    try:
        document = json.loads(data) if data.strip() else {}
    except RecursionError:
        return Skipped(path, "nested too deeply")
    except ValueError as error:
        return Skipped(path, f"not a notebook: {error}")
    if not isinstance(document, dict):
        return Skipped(path, "not a notebook: no JSON object")
    language = _language(document)
    if language != "python":
        return Skipped(path, f"notebook in {language}")
    lines: list[str] = []
    cells: list[Cell] = []
    body: list[ast.stmt] = []
    skipped: list[Skipped] = []
    for index, source in code_cells(document):
        match _cell(source):
            case ast.Module() as tree:
                body.extend(ast.increment_lineno(tree, len(lines)).body)
            case Unparsable(reason, line):
                skipped.append(Skipped(path, reason, index, line))
        cells.append(Cell(index, len(lines)))
        lines.extend(source.split("\n"))
    tree = ast.Module(body, type_ignores=[])
    return SourceModule(path, file, "\n".join(lines), tuple(lines), tree, tuple(cells), tuple(skipped))


def _cell(source: str) -> ast.Module | Unparsable:
    """The tree of a cell. What parses is Python, so only the rest can hold magics."""
    found = syntax(source)
    return syntax(neutralised(source)) if isinstance(found, Unparsable) else found


def _language(document: dict[str, Any]) -> str:
    match document.get("metadata"):
        case {"kernelspec": {"language": str(language)}} | {"language_info": {"name": str(language)}}:
            return "python" if language.lower() in ("python", "python3", "ipython") else language
        case _:
            return "python"


def code_cells(document: dict[str, Any]) -> Iterator[tuple[int, str]]:
    """The code cells: index among all cells, and text. Before nbformat 4, cells lie in worksheets and hold `input`."""
    sheets = document.get("worksheets")
    parts = [document, *(sheets if isinstance(sheets, list) else ())]
    groups = (part.get("cells") for part in parts if isinstance(part, dict))
    cells = [cell for group in groups if isinstance(group, list) for cell in group]
    for index, cell in enumerate(cells):
        match cell:
            case {"cell_type": "code", "source": source} | {"cell_type": "code", "input": source}:
                yield index, _text(source)


def _text(source: object) -> str:
    """The text of a cell, which is a string or a list of lines; half a surrogate pair, legal in JSON, becomes `?`."""
    match source:
        case str():
            text = source
        case list():
            text = "".join(line for line in source if isinstance(line, str))
        case _:
            text = ""
    return text.encode("utf-8", "replace").decode().replace("\r\n", "\n").replace("\r", "\n")
