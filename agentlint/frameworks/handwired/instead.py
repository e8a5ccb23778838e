"""Pieces of work of which a run does only one: the branches of a program that does one thing or another."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from agentlint.frameworks.handwired.steps import Answers, Step, leader

Way: TypeAlias = tuple[int, ...]
"""The functions and the calls in them through which control comes to a function."""


def pieces(found: Sequence[Step], answers: Answers) -> list[list[Step]]:
    """The calls of models in each piece of work that is done instead of others; all calls where there is only one.

    A piece is what one function leads: no answer passes from it to another one, though the same agents may do both.
    """
    led: dict[Way, list[Step]] = {}
    for group in _passing_on(found, answers):
        together = [step for step in group if step.owner is not None]
        if len(together) > 1:
            led.setdefault(_way(together[0], leader(together)), []).extend(together)
    ways = [way for way in led if not any(_is_part(way, other) and not _exclude(led[way], led[other]) for other in led)]
    works: list[list[Way]] = []
    for way in ways:
        beside = [work for work in works if not all(_exclude(led[way], led[other]) for other in work)]
        works = [work for work in works if work not in beside] + [[way, *(one for some in beside for one in some)]]
    if len(works) < 2:
        return [list(found)]
    return [[step for step in found if _nearest(step, ways) in work] for work in works]


def _passing_on(found: Sequence[Step], answers: Answers) -> Iterator[list[Step]]:
    """The calls in groups in which answers are passed on, or decide."""
    near: defaultdict[int, set[int]] = defaultdict(set)
    for step in found:
        deciding = (index for condition in step.event.conditions for index in answers.deciding(condition))
        for earlier in (*step.takes, *deciding):
            near[step.index].add(earlier)
            near[earlier].add(step.index)
    seen: set[int] = set()
    for step in found:
        pending, group = [step.index], set[int]()
        while pending:
            index = pending.pop()
            if index not in seen:
                seen.add(index)
                group.add(index)
                pending += near[index]
        if group:
            yield [one for one in found if one.index in group]


def _way(step: Step, level: int) -> Way:
    around = step.frames[:level]
    return (
        *(place for frame in around for place in (id(frame.function.node), id(frame.site.node))),
        id(step.frames[level].function.node),
    )


def _is_part(way: Way, other: Way) -> bool:
    return way != other and way[: len(other)] == other


def _nearest(step: Step, ways: Sequence[Way]) -> Way | None:
    """The innermost of the functions through which control came to a step."""
    under = [way for way in ways if len(way) // 2 < len(step.frames) and _way(step, len(way) // 2) == way]
    return max(under, key=len, default=None)


def _exclude(some: Sequence[Step], others: Sequence[Step]) -> bool:
    """Whether a test decides that the ones or the others are made."""
    decided = {(id(one.span.node), one.holds) for one in some[0].event.conditions}
    return any((id(one.span.node), not one.holds) in decided for one in others[0].event.conditions)
