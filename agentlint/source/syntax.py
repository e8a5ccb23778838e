"""Text to syntax tree, whatever the text is."""

import ast
import sys
import warnings
from dataclasses import dataclass

VERSION = f"Python {sys.version_info.major}.{sys.version_info.minor}"
"""The language that is read: that of the interpreter which runs agentlint."""


@dataclass(frozen=True, slots=True)
class Unparsable:
    """Why text has no syntax tree; ``line`` counts from 1."""

    reason: str
    line: int | None = None


def syntax(text: str) -> ast.Module | Unparsable:
    """The syntax tree of ``text``. Warnings about the text are not ours to show and stay silent."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text)
    except SyntaxError as error:
        return Unparsable(_reason(error.msg), error.lineno)
    except (RecursionError, MemoryError):
        return Unparsable("nested too deeply")
    except ValueError as error:
        return Unparsable(f"syntax error: {error}")


def _reason(message: str) -> str:
    for keyword in ("print", "exec"):
        if message.startswith(f"Missing parentheses in call to '{keyword}'"):
            return f"Python 2 ({keyword} statement)"
    if "too many nested" in message or "too many levels of indentation" in message:
        return "nested too deeply"
    return f"syntax error: {message} ({VERSION})"
