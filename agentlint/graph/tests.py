"""What a test comes to, where only a part of what it asks is known."""

from collections.abc import Callable, Iterable, Iterator

from agentlint.graph.condition import Condition, Test

Answer = Callable[[Test], bool | None]
"""What one question of a test comes to; None where that is not known."""

FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}


def outcome(test: Test, answer: Answer) -> bool | None:
    """What ``test`` comes to."""
    match test.how:
        case "and" | "or":
            decisive = test.how == "or"
            found = [outcome(part, answer) for part in test.parts]
            if decisive in found:
                return decisive
            return None if None in found else not decisive
        case "not":
            inner = outcome(test.parts[0], answer)
            return None if inner is None else not inner
        case "":
            return None
        case _:
            return answer(test)


def possible(path: Iterable[Condition], answer: Answer) -> bool:
    """Whether nothing that is known speaks against a path condition."""
    return all(outcome(condition.asks, answer) is not (not condition.holds) for condition in path)


def questions(test: Test) -> Iterator[Test]:
    """The single questions of a test. One that compares two places of the state is asked of either."""
    if test.parts:
        for part in test.parts:
            yield from questions(part)
    elif test.how:
        yield test
        if test.other is not None and test.how in FLIPPED:
            yield Test(FLIPPED[test.how], test.other, other=test.path, fixed=test.fixed)


def key(path: str) -> str | None:
    """The key of the state in an access path: `state.n` gives `n`, `len(state.xs)` gives `len(xs)`; None for deeper."""
    if path.startswith("len("):
        inner = key(path[4:-1])
        return f"len({inner})" if inner is not None else None
    _, dot, name = path.partition(".")
    return name if dot and name.isidentifier() else None


def top(path: str) -> str:
    """The key of the state that an access path begins with: `state.messages[-1].content` gives `messages`."""
    _, _, rest = path.removeprefix("len(").rstrip(")").partition(".")
    return rest.partition(".")[0].partition("[")[0]
