"""The names that objects were given."""

import re

from agentlint.evaluate.values import Const, Instance

NAMES = ("name", "agent_name", "role_name", "role", "title", "id", "agent_id")
"""Attributes that say what an agent is called."""
WORD = re.compile(r"[A-Za-z][\w -]{1,30}")
"""A text that is a name and no sentence."""


def title(this: object) -> str | None:
    """The name that an object holds now."""
    if not isinstance(this, Instance):
        return None
    for name in NAMES:
        match this.cells.get(name):
            case Const(str(text)) if WORD.fullmatch(text) and text not in ("user", "assistant", "system"):
                return text
    return None
