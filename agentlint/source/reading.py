"""Bytes to a module. Any bytes are legal input: what cannot be read becomes data that says why."""

from pathlib import Path

from agentlint.source.decoding import decode
from agentlint.source.module import SourceModule
from agentlint.source.notebook import parse_notebook
from agentlint.source.page import is_page, parse_page
from agentlint.source.skipped import Skipped
from agentlint.source.syntax import Unparsable, syntax

LARGEST = 4_000_000
"""Bytes of a Python file that is still read; larger ones are generated, and their trees fill the memory."""
LARGEST_NOTEBOOK = 40_000_000
"""Bytes of a notebook that is still read; nearly all of them are pictures in its outputs."""


def limit(path: str) -> int:
    """How many bytes a file may have."""
    return LARGEST_NOTEBOOK if path.endswith(".ipynb") else LARGEST


def parse(file: Path, path: str, data: bytes) -> SourceModule | Skipped:
    """The module in ``data``, the content of ``file``, which is told as ``path``. Never raises."""
    if len(data) > limit(path):
        return Skipped(path, f"larger than {limit(path) // 1_000_000} MB")
    if path.endswith(".ipynb"):
        return parse_notebook(file, path, data)
    if b"\0" in data:
        return Skipped(path, "binary file (null bytes)")
    text = decode(data)
    if text is None:
        return Skipped(path, "cannot be decoded with the coding that it declares")
    if is_page(path):
        return parse_page(file, path, text)
    match syntax(text):
        case Unparsable(reason, line):
            return Skipped(path, reason, line=line)
        case tree:
            return SourceModule(path, file, text, tuple(text.split("\n")), tree)
