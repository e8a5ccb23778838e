"""A notebook with other text in its cells, written in the way in which it was written."""

import json
from collections.abc import Mapping
from itertools import product

INDENTS = (1, 2, 4, 0, None)
"""How notebooks are indented: by one space from Jupyter itself, by two from Colab."""


def with_cells(text: str, cells: Mapping[int, str]) -> str | None:
    """The notebook ``text`` with other sources for some of its cells, by their index; all else stays as it is.

    None for a notebook of an old version (before nbformat 4), and for one that is not laid out as by any known editor.
    """
    document = json.loads(text)
    body = text.rstrip()
    for indent, ascii_only in product(INDENTS, (False, True)):
        if json.dumps(document, indent=indent, ensure_ascii=ascii_only) == body:
            break
    else:
        return None
    if not isinstance(document.get("cells"), list):
        return None
    for index, source in cells.items():
        cell = document["cells"][index]
        listed = isinstance(cell["source"], list)
        cell["source"] = source.splitlines(keepends=True) if listed else source
    return json.dumps(document, indent=indent, ensure_ascii=ascii_only) + text[len(body) :]
