"""Names that are put together at run time: which of known names they may be."""

import re
from collections.abc import Iterable

from agentlint.evaluate.inheritance import mro
from agentlint.evaluate.operators import plain
from agentlint.evaluate.values import (
    Class,
    Combination,
    Comparison,
    Condition,
    Const,
    Instance,
    Module,
    Span,
    Unknown,
    Value,
    unknown,
)

MANY = 32
"""Names past which one is as good as not known."""


def may_be(name: Value, names: Iterable[str], span: Span) -> list[tuple[str, Condition]]:
    """The names that begin and end as a text does of which only that is known, each with the test that it is this."""
    match name:
        case Unknown(origin=Combination("f" | "+", parts)):
            pattern = "".join(_pattern(part) for part in parts)
        case _:
            return []
    if not re.search(r"\w\w", pattern.replace(".*", "")):
        return []
    found = [one for one in names if re.fullmatch(pattern, one)]
    return [
        (one, Condition(unknown("asked by name", span, Comparison(name, "==", Const(one))), True, span))
        for one in (found if len(found) <= MANY else ())
    ]


def _pattern(part: Value) -> str:
    match part:
        case Unknown(origin=Combination("f" | "+", parts)):
            return "".join(map(_pattern, parts))
        case _:
            known = plain(part)
            return re.escape(str(known.value)) if known is not None else ".*"


def names_of(base: Value) -> list[str]:
    """The names that an object, a class or a module of the project has."""
    match base:
        case Instance(cls=cls):
            return [*(name for name in base.cells if isinstance(name, str)), *names_of(cls)]
        case Class():
            return [name for cls in mro(base) if isinstance(cls, Class) for name in cls.cells if isinstance(name, str)]
        case Module():
            return [name for name in base.cells if isinstance(name, str)]
        case _:
            return []
