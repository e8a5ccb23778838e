"""The calls of models in a run, each with the agent for which it is made."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from agentlint.evaluate.values import Event, Instance, ResultOf, Traced, Tuple, Unknown, Value
from agentlint.frameworks.handwired.asking import Asked, asked, prompt, put_to_human, run_of
from agentlint.frameworks.handwired.stack import Frame, Share, frames, handed_to, leaves, shares
from agentlint.frameworks.handwired.values import within
from agentlint.graph.evidence import Location

ROLE = re.compile(r"\byou are\b|\byou're an?\b|\bact as\b|\byour (task|role|job)\b|你是|作为", re.IGNORECASE)
"""How a text speaks that gives a model its role."""
MOST = 240
"""Calls of models in one run that are looked at."""
AGAIN = 4
"""The same for one way through the code: those that follow are rounds of the same loops."""


@dataclass(frozen=True, slots=True)
class Step:
    """A call of a model. ``level`` is the frame whose words are its role; None where all comes from outside.

    ``takes`` are the earlier calls whose answers are in the prompt. ``fixed``: it is the same in every run.
    """

    index: int
    call: Asked
    frames: tuple[Frame, ...]
    shares: tuple[Share, ...]
    level: int | None
    takes: tuple[int, ...]
    fixed: bool

    @property
    def event(self) -> Event:
        return self.call.event

    @property
    def owner(self) -> Frame | None:
        return self.frames[self.level] if self.level is not None else None

    @property
    def role(self) -> Share:
        return self.shares[self.level] if self.level is not None else Share(())


class Answers:
    """What models answered in a run so far, to be found again in other values."""

    def __init__(self) -> None:
        self._serial: dict[int, int] = {}
        self._span: defaultdict[int, list[int]] = defaultdict(list)
        self._told: defaultdict[tuple[int, tuple[Value, ...]], list[int]] = defaultdict(list)

    def add(self, index: int, event: Event) -> None:
        """Remember the answer to a call."""
        self._serial[event.serial] = index
        self._span[id(event.span.node)].append(index)
        self._told[id(event.span.node), event.arguments.values].append(index)

    def of(self, value: Value) -> list[int]:
        """The calls that a value is the answer of."""
        match value:
            case Traced():
                found = self._serial.get(value.created.serial)
                return [] if found is None else [found]
            case Unknown(span=span, origin=ResultOf(_, told)) if span is not None:
                return self._told.get((id(span.node), told)) or self._span.get(id(span.node), [])
            case _:
                return []

    def is_one(self, value: Value) -> bool:
        """Whether a value is the answer of a call."""
        return bool(self.of(value))

    def within(self, value: Value) -> list[int]:
        """The calls whose answers are in a value; what an answer was made of is not looked at.

        An answer that may be that of several calls at one place says nothing where others are known for certain.
        """
        sure: dict[int, None] = {}
        vague: dict[int, None] = {}
        for part in within(value, self.is_one):
            found = self.of(part)
            (sure if len(found) == 1 else vague).update(dict.fromkeys(found))
        return list(sure or vague)


class Recorder:
    """Notes who is asked when it happens: a list that goes into a prompt may hold something else later."""

    def __init__(self, graphs: Mapping[Location, str]) -> None:
        self.found: list[Step] = []
        self._graphs = graphs
        self.answers = Answers()
        self._ways: Counter[tuple[int, ...]] = Counter()

    def notice(self, event: Event) -> None:
        """Note an event if it asks somebody; of the same way through the code a few are enough."""
        if (call := asked(event) or put_to_human(event) or run_of(event, self._graphs)) is None:
            return
        way = (*(id(span.node) for span in event.calls), id(event.span.node))
        self._ways[way] += 1
        if len(self.found) < MOST and self._ways[way] <= AGAIN:
            self.found.append(_step(len(self.found), call, self.answers))
            self.answers.add(len(self.found) - 1, event)

    def steps(self) -> list[Step]:
        """The calls of models so far, in order."""
        return _moved_out([step for step in self.found if not step.call.human and step.call.graph is None])

    def of_graphs(self) -> list[Step]:
        """The runs of graphs that a framework wires so far, in order."""
        return [step for step in self.found if step.call.graph is not None]

    def to_humans(self) -> list[Step]:
        """The questions to humans so far, in order."""
        return [step for step in self.found if step.call.human]


def _step(index: int, call: Asked, answers: Answers) -> Step:
    takes = answers.within(Tuple(call.prompt))
    around = frames(call.event)
    put = shares(around, leaves(call.prompt, answers.is_one), answers.is_one)
    level = _level(put)
    fixed = level is not None and _is_fixed(call, around[level], answers)
    return Step(index, call, around, put, level, tuple(takes), fixed)


def _is_fixed(call: Asked, owner: Frame, answers: Answers) -> bool:
    """Whether nothing is asked but the constant texts of one function, and nothing that it is given, as by a probe."""
    given = call.event.arguments
    told = leaves(prompt(given), answers.is_one)
    if not told.texts or told.others or given.rest is not None:
        return False
    handed = leaves(handed_to(owner), answers.is_one).texts
    return not any(part in text for part in handed for text in told.texts)


def _level(put: Sequence[Share]) -> int | None:
    """The innermost function that says more than a word, else one that says any, else one that adds anything."""
    order = range(len(put) - 1, -1, -1)
    ways: tuple[Callable[[Share], bool], ...] = (
        lambda one: one.strong,
        lambda one: bool(one.texts),
        lambda one: one.more,
    )
    return next((level for way in ways for level in order if way(put[level])), None)


def _moved_out(found: list[Step]) -> list[Step]:
    """A function that adds the same to what several others say is a wrapper: these are the agents."""
    groups: defaultdict[int, list[Step]] = defaultdict(list)
    for step in found:
        if step.owner is not None:
            groups[id(step.owner.function.node)].append(step)
    moved: dict[int, int] = {}
    for group in groups.values():
        if any(step.role.role or any(ROLE.search(text) for text in step.role.texts) for step in group):
            continue
        outer = [(step, _outside(step)) for step in group]
        said = {
            (id(step.frames[level].function.node), id(step.frames[level].site.node))
            for step, level in outer
            if level is not None
        }
        if len(said) > 1:
            moved |= {step.index: level for step, level in outer if level is not None}
    return [replace(step, level=moved.get(step.index, step.level)) for step in found]


def _outside(step: Step) -> int | None:
    """The next function outwards that says something itself."""
    assert step.level is not None
    order = range(step.level - 1, -1, -1)
    return next((level for level in order if step.shares[level].texts or step.shares[level].role), None)


def this_of(step: Step) -> Instance | None:
    """The object whose role the step plays."""
    owner = step.owner
    return owner.this if owner is not None and isinstance(owner.this, Instance) and step.role.role else None


def leader(found: Sequence[Step]) -> int:
    """The level of the innermost function through which control came to all of the calls."""
    chosen = [step for step in found if step.owner is not None] or list(found)
    level, shortest = 0, min(map(_depth, chosen))
    while level + 1 < shortest and len({_way(step, level + 1) for step in chosen}) == 1:
        level += 1
    return level


def _depth(step: Step) -> int:
    """How many of the functions around a step may lead it: an object that has a role does not lead itself."""
    return max(1, step.level) if step.level is not None and this_of(step) is not None else len(step.frames)


def _way(step: Step, level: int) -> tuple[int, int]:
    return id(step.frames[level].function.node), id(step.frames[level - 1].site.node)
