"""Changed lines put in the place of the old ones, so that every other byte of a file stays as it is."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import takewhile

from agentlint.source.decoding import decoded

BREAK = re.compile(r"\r\n|\r|\n")

Piece = range | Sequence[str]
"""Lines of the old text that stay, by their numbers, or lines that are new."""


def rewritten(data: bytes, new: str) -> bytes:
    """The file ``data`` with the text ``new``: coding, byte order mark and line ends stay as they are.

    Raises `UnicodeEncodeError` for text that its coding does not have.
    """
    raw, coding = decoded(data) or ("", "utf-8")
    lines, ends = BREAK.split(raw), [found.group() for found in BREAK.finditer(raw)]
    usual = ends[0] if ends else "\n"
    made: list[tuple[str, str]] = []
    for piece in pieces(lines, new.split("\n")):
        if isinstance(piece, range):
            made += [(lines[number], ends[number] if number < len(ends) else usual) for number in piece]
        else:
            made += [(line, usual) for line in piece]
    *rest, (last, _) = made
    return "".join([*(line + end for line, end in rest), last]).encode(coding)


def pieces(old: Sequence[str], new: Sequence[str]) -> Iterator[Piece]:
    """``new`` as what stays of ``old`` and what does not, in order."""
    head = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))
    longest = min(len(old), len(new)) - head
    ends = zip(reversed(old), reversed(new), strict=False)
    tail = min(longest, sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], ends)))
    yield range(head)
    middle = SequenceMatcher(None, old[head : len(old) - tail], new[head : len(new) - tail], autojunk=False)
    for tag, first, last, start, stop in middle.get_opcodes():
        yield range(head + first, head + last) if tag == "equal" else new[head + start : head + stop]
    yield range(len(old) - tail, len(old))
