"""Loops, recursions and decorators that do something again, told in the words of the graph."""

from collections.abc import Iterator

from agentlint.evaluate.machine import Happening, Looped, Recalled
from agentlint.evaluate.values import External, Sequence, Traced, Wrapped
from agentlint.frameworks.conditions import ender, only_given, told
from agentlint.frameworks.retries import differs, tries
from agentlint.graph.condition import Condition, Decider
from agentlint.graph.effects import Repeat, Where
from agentlint.graph.evidence import Location
from agentlint.graph.retries import LASTING


def looped(loop: Looped, at: Where) -> Repeat:
    """A loop."""
    return Repeat(
        loop.span.location,
        at,
        _kind(loop),
        _rounds(loop),
        is_finite(loop),
        tuple(told(leave) for leave in loop.leaves),
        tuple(dict.fromkeys(ender(leave) for leave in loop.leaves)),
        _is_alike(loop),
        idle=tuple(_idle(loop)),
    )


def recursion(again: Recalled, at: Where) -> Repeat:
    """A function that calls itself: what it was given does not change whose word that is."""
    asked = tuple(test for test in again.conditions if not only_given(test.test))
    return Repeat(
        again.span.location,
        at,
        "recursion",
        finite=differs(again),
        leaves=(at.condition,),
        decided_by=(ender(asked),),
        function=again.function.span.location,
    )


def retried(happening: Happening, at: Where) -> Iterator[tuple[Location, Repeat]]:
    """The decorators around what happens that run their function again when it fails."""
    for one in happening.enclosing:
        if isinstance(one, Wrapped) and (known := tries(one.value)) is not None:
            place = one.span.location
            outside = Where(at.order, (), at.loops[: at.loops.index(place)])
            yield place, Repeat(place, outside, "retry", known.count, known.finite, alike=True)


def _kind(looped: Looped) -> str:
    if looped.over is None:
        return "while"
    return "retry" if tries(looped.over) is not None else "for"


def _rounds(looped: Looped) -> int | None:
    known = tries(looped.over) if looped.over is not None else None
    return known.count if known is not None else looped.count


def _is_alike(looped: Looped) -> bool:
    """Whether every round is for the same: it counts, or it tries again."""
    if looped.over is None:
        return looped.count is not None
    return (isinstance(looped.over, Sequence) and looped.over.kind == "range") or _kind(looped) == "retry"


def _idle(looped: Looped) -> Iterator[tuple[tuple[Condition, ...], Location]]:
    """The rounds that a ``while`` does not count that counts others, and that nothing but a model or success ends."""
    if not looped.idle or not looped.leaves or not looped.leaves[-1]:
        return
    *others, last = looped.leaves
    own = last[-1]
    asked = [tuple(test for test in leave if test.span != own.span) for leave in others]
    if ender((own,)) is Decider.COUNTER and set(map(ender, asked)) <= LASTING:
        yield from ((told(tests), at.location) for tests, at in looped.idle)


def is_finite(looped: Looped) -> bool:
    """Whether a loop ends by itself. Streams and counters without end do not."""
    if looped.over is None:
        return looped.count is not None
    if (known := tries(looped.over)) is not None:
        return known.finite
    match looped.over:
        case Traced(callee=External("itertools.count" | "itertools.repeat")) | Sequence(kind="cycle"):
            return False
        case _:
            return True
