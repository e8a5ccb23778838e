"""Sentences with `code` between backticks, as messages have them, in Markdown and HTML. No name breaks out."""

import html
import re

from agentlint.reporters.escape import escaped

SYNTAX = re.compile(r"([\\*_\[\]<>#~&@]|:(?=//)|(?<=www)\.)")
"""What begins emphasis, links, HTML, entities, mentions or addresses in the middle of a line of Markdown."""


def quoted(text: str) -> str:
    """``text`` as code in a sentence."""
    return f"`{text.replace('`', 'ˋ')}`"


def in_markdown(sentence: str) -> str:
    """``sentence`` on one line of Markdown. What is no code in it is plain text, whatever it looks like."""
    return "".join(f"`{part}`" if is_code else SYNTAX.sub(r"\\\1", part) for part, is_code in _parts(sentence))


def in_cell(sentence: str) -> str:
    """``sentence`` in a cell of a Markdown table."""
    return in_markdown(sentence).replace("|", "\\|")


def in_html(sentence: str) -> str:
    """``sentence`` as the content of an element."""
    return "".join(
        f"<code>{html.escape(part)}</code>" if is_code else html.escape(part) for part, is_code in _parts(sentence)
    )


def _parts(sentence: str) -> list[tuple[str, bool]]:
    """The pieces between backticks, and whether each is code; a last backtick without a partner is just a character."""
    pieces = escaped(sentence).split("`")
    if len(pieces) % 2 == 0:
        pieces[-2:] = ["`".join(pieces[-2:])]
    return [(piece, index % 2 == 1) for index, piece in enumerate(pieces) if piece]
