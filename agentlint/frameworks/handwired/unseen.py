"""Texts that are read from somewhere else: known by the names under which they are kept."""

import re
from itertools import islice

from agentlint.evaluate.values import (
    Arguments,
    AttributeOf,
    Const,
    Event,
    ItemOf,
    Member,
    ResultOf,
    Traced,
    Unknown,
    Value,
)
from agentlint.frameworks.handwired.values import within

PROMPTED = re.compile(r"prompt|instruction|persona|system_?(message|text)|template", re.IGNORECASE)
"""How a text is called that is read from somewhere else, and is a role."""
UNSEEN = "\N{REPLACEMENT CHARACTER} "
"""How a text begins that stands for one that is read from somewhere else, with its name behind it."""
NOT_SEEN = " that is not seen"
FILE = re.compile(
    r"[\w/.%{}-]+\.(txt|md|mdx|jinja2?|j2|prompt|tmpl)|[\w/.%{}-]*\bprompts?/[\w/.%{}-]*|"
    r"[\w/.%{}-]*(prompt|instruction|persona|role|agent)[\w/.%{}-]*\.(ya?ml|json|toml)",
    re.IGNORECASE,
)
"""A text that is the path of a file of texts, and not of settings."""
FEW = 24
"""Parts of what a text is read from that are looked at for the path of a file."""


def unseen(value: Value) -> str | None:
    """What stands for a text that is read by its name, from a file or from what is called a prompt; else None."""
    keys: list[str] = []
    root = value
    while (step := _step(root)) is not None:
        root, key = step
        keys.insert(0, key)
    if not keys:
        return None
    near = (part.value for part in islice(within(root), FEW) if isinstance(part, Const))
    file = next((text for text in near if isinstance(text, str) and FILE.fullmatch(text)), None)
    if file is None and not any(map(PROMPTED.search, keys)):
        return None
    return f"{UNSEEN}{' '.join(keys)}{NOT_SEEN}{f' in {file}' if file else ''}"


def names(text: str) -> frozenset[str]:
    """The names by which a text that is not seen is read; none for any other text."""
    if not text.startswith(UNSEEN):
        return frozenset()
    return frozenset(text.removeprefix(UNSEEN).partition(NOT_SEEN)[0].split(" "))


def _step(value: Value) -> tuple[Value, str] | None:
    """What a value is read from, and under which name."""
    match value:
        case Unknown(origin=ItemOf(base, Const(str(key)))) | Unknown(origin=AttributeOf(base, key)):
            return base, key
        case Traced(callee=Member(base, "get"), created=Event(arguments=Arguments((Const(str(key)), *_)))):
            return base, key
        case Unknown(origin=ResultOf(Unknown(origin=AttributeOf(base, "get")), (Const(str(key)), *_))):
            return base, key
        case Member(base, key):
            return base, key
        case _:
            return None
