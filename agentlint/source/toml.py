"""TOML: the one place that knows which library reads it."""

from typing import Any

import tomli

TOMLDecodeError = tomli.TOMLDecodeError


def parse_toml(text: str) -> dict[str, Any]:
    """The table that ``text`` holds. Raises `TOMLDecodeError`, which tells line and column."""
    return tomli.loads(text)
