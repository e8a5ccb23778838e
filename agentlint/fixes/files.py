"""A file with other text in it: a module, or some cells of a notebook."""

import json
from collections.abc import Callable, Mapping

from agentlint.fixes.lines import pieces, rewritten
from agentlint.fixes.notebook import with_cells
from agentlint.source.decoding import decode
from agentlint.source.magics import neutralised
from agentlint.source.notebook import code_cells
from agentlint.source.syntax import Unparsable, syntax

Change = Callable[[str], str]
"""What makes new Python text of old. It raises `NotEditable` where it cannot."""


class NotEditable(Exception):  # noqa: N818 - the text is as it is: nobody's error
    """Text cannot be changed as it should: the message is one clause that says why."""


def changed(path: str, data: bytes, changes: Mapping[int | None, Change]) -> bytes:
    """The file with every change made: to the cell of that index, or to the module (None). Raises `NotEditable`."""
    try:
        if path.endswith(".ipynb"):
            return _notebook(data, {cell: change for cell, change in changes.items() if cell is not None})
        text = decode(data)
        return rewritten(data, changes[None](text)) if text is not None else data
    except UnicodeEncodeError as error:
        raise NotEditable("the coding of the file does not have these characters") from error
    except RecursionError as error:
        raise NotEditable("the code is nested too deeply") from error


def _notebook(data: bytes, changes: Mapping[int, Change]) -> bytes:
    text = data.decode()
    cells = dict(code_cells(json.loads(text)))
    made = with_cells(text, {index: _cell(cells[index], change) for index, change in changes.items()})
    if made is None:
        raise NotEditable("the notebook is not laid out as any known editor does it")
    return made.encode()


def _cell(source: str, change: Change) -> str:
    """The source of a cell after a change, which only sees Python. What IPython adds stays, line by line."""
    python = neutralised(source) if isinstance(syntax(source), Unparsable) else source
    written, seen = source.split("\n"), python.split("\n")
    made: list[str] = []
    kept: set[int] = set()
    for piece in pieces(seen, change(python).split("\n")):
        kept |= set(piece) if isinstance(piece, range) else set()
        made += [written[number] for number in piece] if isinstance(piece, range) else piece
    if any(written[number] != seen[number] for number in set(range(len(seen))) - kept):
        raise NotEditable("a line of IPython's own would change")
    return "\n".join(made)
