"""TOML: the one place that knows which library reads it."""

import re
from typing import Any

import tomli

TOMLDecodeError = tomli.TOMLDecodeError


def parse_toml(text: str) -> dict[str, Any]:
    """The table that ``text`` holds. Raises `TOMLDecodeError`."""
    return tomli.loads(text)


def place(error: tomli.TOMLDecodeError) -> tuple[int, int] | None:
    """Line and column of what is no TOML, None at the end of the text. Only the words say it in every version."""
    found = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
    return (int(found[1]), int(found[2])) if found is not None else None


def complaint(error: tomli.TOMLDecodeError) -> str:
    """What is wrong, without the place."""
    words = re.sub(r" \(at [^()]*\)$", "", str(error))
    return words[:1].lower() + words[1:]
