"""Tests that run once for each of several arguments: what `pytest.mark.parametrize` gives them."""

from itertools import product

from agentlint.evaluate.operators import contents
from agentlint.evaluate.values import Const, External, Function, Sequence, Traced, Tuple, Value

MAX_SETS = 16

Named = tuple[tuple[str, Value], ...]


def parameter_sets(function: Function) -> list[Named]:
    """The arguments of each run of a test, as names and values; one empty set for any other function."""
    axes = [found for decorator in function.decorators if (found := _axis(decorator))]
    rows = product(*axes)
    return [tuple(pair for part in row for pair in part) for row, _ in zip(rows, range(MAX_SETS), strict=False)]


def _axis(decorator: Value) -> list[Named]:
    """The alternatives of one ``parametrize``; none where they are not known."""
    match decorator:
        case Traced(callee=External("pytest.mark.parametrize")):
            given = decorator.created.arguments
            names, values = _names(given.get(0, "argnames")), given.get(1, "argvalues")
            if not names or not isinstance(values, Sequence | Tuple):
                return []
            rows = (_row(entry, len(names)) for entry in contents(values).entries)
            return [tuple(zip(names, row, strict=True)) for row in rows if len(row) == len(names)]
        case _:
            return []


def _names(value: Value | None) -> list[str]:
    match value:
        case Const(str(text)):
            return [part.strip() for part in text.split(",") if part.strip()]
        case Sequence() | Tuple():
            return [str(entry.value) for entry in contents(value).entries if isinstance(entry, Const)]
        case _:
            return []


def _row(entry: Value, width: int) -> tuple[Value, ...]:
    match entry:
        case Traced(callee=External("pytest.param")):
            return entry.created.arguments.positional
        case Sequence() | Tuple() if width > 1:
            return contents(entry).entries
        case _:
            return (entry,)
