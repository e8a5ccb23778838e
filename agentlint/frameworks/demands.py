"""What a path condition asks of values that the code does not fix: the texts that must occur in them."""

from collections.abc import Iterator

from agentlint.evaluate.operators import contents, plain
from agentlint.evaluate.values import Combination, Comparison, Conditions, Sequence, Tuple, Unknown, Value


def demanded(conditions: Conditions) -> list[tuple[str, ...]]:
    """Texts of which one each must occur, for the conditions to hold."""
    return [texts for condition in conditions for texts in _texts(condition.test, condition.holds)]


def _texts(test: Value, holds: bool) -> Iterator[tuple[str, ...]]:
    match test:
        case Unknown(origin=Comparison(left, operator, right)):
            if operator in (("==", "in") if holds else ("!=", "not in")):
                found = tuple(text for side in (left, right) for text in _constants(side))
                if found:
                    yield found
        case Unknown(origin=Combination("and", operands)) if holds:
            for operand in operands:
                yield from _texts(operand, True)
        case Unknown(origin=Combination("not", (operand,))):
            yield from _texts(operand, not holds)


def _constants(value: Value) -> Iterator[str]:
    """The texts that a side of a comparison is or holds; none where it holds anything else."""
    sides = contents(value).entries if isinstance(value, Tuple | Sequence) else (value,)
    found = [constant.value if (constant := plain(side)) is not None else None for side in sides]
    if all(isinstance(text, str) and text for text in found):
        yield from (str(text) for text in found)
