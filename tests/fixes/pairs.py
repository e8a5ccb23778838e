"""Suites of programs: what stands first under a heading becomes what stands second, or stays if nothing does."""

import re
from dataclasses import dataclass
from pathlib import Path

from markdown_it import MarkdownIt

NOTED = re.compile(r"^Not fixed: (?P<why>.+)\.$")


@dataclass(frozen=True, slots=True)
class Pair:
    """``after`` is ``before`` where nothing may change; ``why`` is then the reason that is given, if any."""

    title: str
    before: str
    after: str
    why: str


def pairs(suite: Path) -> list[Pair]:
    """The pairs of a suite, in order."""
    tokens = MarkdownIt().parse(suite.read_text("utf-8"))
    found: list[Pair] = []
    title, programs, why = "", [], ""
    for index, token in enumerate([*tokens, None]):
        if token is None or (token.type == "heading_open" and token.tag == "h2"):
            if programs:
                found.append(Pair(title, programs[0], programs[-1], why))
            title, programs, why = tokens[index + 1].content if token is not None else "", [], ""
        elif token.type == "fence":
            programs.append(token.content)
        elif token.type == "inline" and (noted := NOTED.match(token.content)):
            why = noted["why"]
    return found
