"""Whether some path conditions leave a way open on which none of them holds."""

from collections.abc import Iterable
from dataclasses import replace

from agentlint.evaluate.values import Condition, Conditions, Value
from agentlint.frameworks.asking import asked
from agentlint.graph.condition import Test

COMPARED = frozenset({"==", "!=", "<", "<=", ">", ">="})
OPPOSITES = {"!=": "==", ">": "<=", ">=": "<"}

_Way = dict[Test | Value, bool]


def covers(paths: Iterable[Conditions], depth: int = 8) -> bool:
    """Whether one of the path conditions holds, whatever comes."""
    return _covers([dict(map(_asked, path)) for path in paths], depth)


def _asked(condition: Condition) -> tuple[Test | Value, bool]:
    """What a test asks, wherever it stands, and how it comes out; a test and its opposite ask the same."""
    test, holds = asked(condition.test), condition.holds
    while test.how == "not":
        test, holds = test.parts[0], not holds
    if (opposite := OPPOSITES.get(test.how)) is not None:
        test, holds = replace(test, how=opposite), not holds
    vague = test.how in COMPARED and test.text is None and test.number is None and test.other is None
    return (condition.test, condition.holds) if vague or not test.how else (test, holds)


def _covers(ways: list[_Way], depth: int) -> bool:
    if not all(ways):
        return True
    if not ways or depth == 0:
        return False
    test = next(iter(ways[0]))
    for holds in (True, False):
        left = [
            {other: held for other, held in way.items() if other != test}
            for way in ways
            if way.get(test, holds) == holds
        ]
        if not _covers(left, depth - 1):
            return False
    return True
