"""The names that objects were given."""

import re

from agentlint.evaluate.values import Const, Instance, Mapping, Tuple

NAMES = ("name", "agent_name", "role_name", "role", "title", "id", "agent_id")
"""Attributes that say what an agent is called."""
WORD = re.compile(r"[A-Za-z][\w -]{1,30}")
"""A text that is a name and no sentence."""


def title(this: object) -> str | None:
    """The name that an object or a dict holds now, or that stands first in a tuple."""
    match this:
        case Instance(cells=cells):
            held = [cells.get(name) for name in NAMES]
        case Mapping(cells=cells):
            held = [cells.get(Const(name)) for name in NAMES]
        case Tuple((first, *_)):
            held = [first]
        case _:
            return None
    for one in held:
        match one:
            case Const(str(text)) if WORD.fullmatch(text) and text not in ("user", "assistant", "system"):
                return text
    return None
