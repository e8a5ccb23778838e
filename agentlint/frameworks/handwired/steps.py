"""The calls of models in a run, each with the agent for which it is made."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from agentlint.evaluate.heap import Heap
from agentlint.evaluate.values import Condition, Event, Instance, ResultOf, Traced, Tuple, Unknown, Value
from agentlint.frameworks.handwired.asking import Asked, asked, prompt, put_to_human, run_of
from agentlint.frameworks.handwired.conversations import Conversations
from agentlint.frameworks.handwired.keeping import Kept
from agentlint.frameworks.handwired.stack import ROLE, Frame, Share, frames, gives_role, handed_to, leaves, shares
from agentlint.frameworks.handwired.values import within
from agentlint.graph.evidence import Location

MOST = 240
"""Calls of models in one run that are looked at."""
WHOLE = 60
"""A text of as many characters is a task of its own, and no word that is added to one."""
AGAIN = 4
"""The same for one way through the code and its objects, in a row: those that follow are rounds of the same loop."""
PLENTY = 200_000
"""Parts of prompts that are looked at in one run, before each way through the code is only looked at once."""


@dataclass(frozen=True, slots=True)
class Step:
    """A call of a model. ``level`` is the frame whose words are its role; None where all comes from outside.

    ``takes`` are the earlier calls whose answers are in the prompt. ``fixed``: it is the same in every run.
    ``talk`` is the first call with the same list of messages, ``hears`` are those with other lists whose answers
    come into it.
    """

    index: int
    call: Asked
    frames: tuple[Frame, ...]
    shares: tuple[Share, ...]
    level: int | None
    takes: tuple[int, ...]
    fixed: bool
    talk: int = -1
    hears: frozenset[int] = frozenset()

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

    def __init__(self, heap: Heap) -> None:
        self.kept = Kept(heap)
        self.looked = 0
        self._asked: dict[int, bool] = {}
        self._tests: dict[int, list[int]] = {}
        self._serial: dict[int, int] = {}
        self._span: defaultdict[int, list[int]] = defaultdict(list)
        self._routes: defaultdict[int, list[tuple[tuple[int, ...], int]]] = defaultdict(list)
        self._told: defaultdict[tuple[int, tuple[Value, ...]], list[int]] = defaultdict(list)

    def add(self, index: int, event: Event) -> None:
        """Remember the answer to a call."""
        self._serial[event.serial] = index
        self._span[id(event.span.node)].append(index)
        self._routes[id(event.span.node)].append((_route(event), index))
        self._told[id(event.span.node), event.arguments.values].append(index)

    def again(self, index: int, event: Event) -> None:
        """Take the answer to a call for that of an earlier one."""
        self._serial[event.serial] = index
        self._told[id(event.span.node), event.arguments.values].append(index)

    def of(self, value: Value) -> list[int]:
        """The calls that a value is the answer of."""
        match value:
            case Traced():
                found = self._serial.get(value.created.serial)
                return self._likewise(value.created) if found is None else [found]
            case Unknown(span=span, origin=ResultOf(_, told)) if span is not None:
                return self._told.get((id(span.node), told)) or self._span.get(id(span.node), [])
            case _:
                return []

    def _likewise(self, event: Event) -> list[int]:
        """The calls that were made where another run made one, whose answer it left in a module."""
        way = _route(event)
        same = ((index, min(len(way), len(other)), other) for other, index in self._routes[id(event.span.node)])
        return [index for index, depth, other in same if way[len(way) - depth :] == other[len(other) - depth :]]

    def is_one(self, value: Value) -> bool:
        """Whether a value is the answer of a call, of this run or of one before it."""
        self.looked += 1
        return bool(self.of(value)) or (isinstance(value, Traced) and self._was_asked(value.created))

    def _was_asked(self, event: Event) -> bool:
        """Whether an event, of this run or of one before it, asks a model."""
        if event.serial not in self._asked:
            self._asked[event.serial] = asked(event) is not None
        return self._asked[event.serial]

    def deciding(self, condition: Condition) -> list[int]:
        """The calls whose answers a test reads, once the run is over."""
        if id(condition.test) not in self._tests:
            self._tests[id(condition.test)] = self.within(condition.test)
        return self._tests[id(condition.test)]

    def within(self, value: Value) -> list[int]:
        """The calls whose answers are in a value; what an answer was made of is not looked at.

        An answer that may be that of several calls at one place says nothing where others are known for certain.
        """
        sure: dict[int, None] = {}
        vague: dict[int, None] = {}
        for part in within(value, self.is_one, self.kept):
            found = self.of(part)
            (sure if len(found) == 1 else vague).update(dict.fromkeys(found))
        return list(sure or vague)


def _route(event: Event) -> tuple[int, ...]:
    """The calls through which control came to an event, outermost first."""
    return tuple(id(span.node) for span in event.calls)


class Recorder:
    """Notes who is asked when it happens: a list that goes into a prompt may hold something else later."""

    def __init__(self, graphs: Mapping[Location, str], heap: Heap) -> None:
        self.found: list[Step] = []
        self._graphs = graphs
        self.answers = Answers(heap)
        self._ways: defaultdict[tuple[int, ...], list[int]] = defaultdict(list)
        self._way_of: dict[int, int] = {}
        self._rows: Counter[int] = Counter()
        self._heard: dict[str, frozenset[int]] = {}
        self._talks = Conversations()

    def notice(self, event: Event) -> None:
        """Note an event if it asks somebody; of the same way through the code a few are enough."""
        if (call := asked(event) or put_to_human(event) or run_of(event, self._graphs)) is None:
            self.answers.kept.notice(event)
            return
        objects = (given.positional[0] for _, given in event.running if given.positional)
        who = tuple(id(one) for one in objects if isinstance(one, Instance))
        known = self._talks.known(call)
        who = (*who, *(() if known is None else (known,)))
        same = self._ways[(*_route(event), id(event.span.node), *who)]
        others = self.found[same[-1] + 1 :] if same else []
        row = 0 if any(step.event.calls[:-1] != event.calls[:-1] for step in others) else self._rows[id(same)]
        enough = AGAIN * AGAIN if self.answers.looked < PLENTY else 1
        if len(self.found) < MOST and len(same) < enough and (row < AGAIN or self._is_told_more(call, same)):
            self._rows[id(same)] = row + 1
            self._way_of[len(self.found)] = id(same)
            same.append(len(self.found))
            step = _step(len(self.found), call, self.answers, self._heard)
            heard = self._talks.heard(call, step.takes, self.answers.within) if step.takes else frozenset()
            talk, hears = self._talks.note(step.index, call), frozenset(self.found[one].talk for one in heard)
            self.found.append(replace(step, talk=talk, hears=hears))
            self.answers.add(len(self.found) - 1, event)
        elif same:
            self.answers.again(same[-1], event)

    def _is_told_more(self, call: Asked, same: Sequence[int]) -> bool:
        """Whether a call is told what somebody answered who told the same one nothing before.

        A loop may go through what is known first, and through what a model answered then.
        """
        if self.answers.looked >= PLENTY:
            return False
        known = {self._way_of[one] for index in same for one in self.found[index].takes}
        return any(self._way_of[one] not in known for one in self.answers.within(Tuple(call.prompt)))

    def steps(self) -> list[Step]:
        """The calls of models so far, in order."""
        return _moved_in(_moved_out(_agreed(_going_on([step for step in self.found if not _is_other(step)]))))

    def of_graphs(self) -> list[Step]:
        """The runs of graphs that a framework wires so far, in order."""
        return [step for step in self.found if step.call.graph is not None]

    def to_humans(self) -> list[Step]:
        """The questions to humans so far, in order."""
        return [step for step in self.found if step.call.human]


def _is_other(step: Step) -> bool:
    return step.call.human or step.call.graph is not None


def _step(index: int, call: Asked, answers: Answers, heard: dict[str, frozenset[int]]) -> Step:
    takes = answers.within(Tuple(call.prompt))
    around = frames(call.event)
    put = _own(around, shares(around, leaves(call.prompt, answers.is_one), answers.is_one), heard)
    level = _level(put)
    fixed = level is not None and _is_fixed(call, around[level], answers)
    return Step(index, call, around, put, level, tuple(takes), fixed)


def _own(around: Sequence[Frame], put: Sequence[Share], heard: dict[str, frozenset[int]]) -> tuple[Share, ...]:
    """What the functions say themselves: not what another that they run said before, and that came back to them.

    ``heard`` are the texts so far, with the functions that ran the one who said it first.
    """
    nodes = [id(frame.function.node) for frame in around]
    own = tuple(
        replace(share, texts=tuple(text for text in share.texts if node not in heard.get(text, ())))
        for node, share in zip(nodes, put, strict=True)
    )
    for level, share in enumerate(own):
        for text in share.texts:
            heard.setdefault(text, frozenset(nodes[:level]) - {nodes[level]})
    return own


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


def _going_on(found: list[Step]) -> list[Step]:
    """Rounds of one conversation (after the call of a tool, or a cut answer) are all for the one who began it."""
    by_index: dict[int, Step] = {}
    for step in found:
        began = next((one for one in map(by_index.get, step.takes) if one is not None and _goes_on(step, one)), None)
        by_index[step.index] = replace(step, level=began.level) if began is not None else step
    return list(by_index.values())


def _goes_on(step: Step, earlier: Step) -> bool:
    """Whether the same run of a function asks again that was given the words that it asked with before."""
    inner = len(earlier.frames) - 1
    if earlier.level is None or step.level is None or not earlier.level < step.level <= len(step.frames) - 1 <= inner:
        return False
    one, other = step.frames[-1], earlier.frames[len(step.frames) - 1]
    if one.function is not other.function or one.given is not other.given:
        return False
    said = {text for share in step.shares for text in share.texts}
    return not step.role.strong or said.issuperset(earlier.role.texts)


def _agreed(found: list[Step]) -> list[Step]:
    """A call in a function that is for the function most of the times is that always, and one that hardly is never."""
    owned: Counter[tuple[int, int]] = Counter(_site(step.owner) for step in found if step.owner is not None)
    run: Counter[tuple[int, int]] = Counter(site for step in found for site in {_site(one) for one in step.frames})
    agreed: list[Step] = []
    for step in found:
        level = step.level
        if step.owner is not None and level is not None and this_of(step) is None:
            sites = [_site(one) for one in step.frames]
            inside = range(len(sites) - 1, level, -1)
            usual = next((one for one in inside if 2 * owned[sites[one]] > run[sites[one]]), None)
            if usual is not None and step.shares[usual].texts:
                level = usual
            elif 2 * owned[sites[level]] < run[sites[level]]:
                outer = _outside(step)
                level = level if outer is None else outer
        agreed.append(replace(step, level=level) if level != step.level else step)
    return agreed


def _site(frame: Frame) -> tuple[int, int]:
    return id(frame.function.node), id(frame.site.node)


def _moved_out(found: list[Step]) -> list[Step]:
    """A function that adds the same to what several others say at greater length is a wrapper: these are the agents."""
    groups: defaultdict[int, list[Step]] = defaultdict(list)
    for step in found:
        if step.owner is not None:
            groups[id(step.owner.function.node)].append(step)
    moved: dict[int, int] = {}
    for group in groups.values():
        if any(step.role.role or any(map(gives_role, step.role.texts)) for step in group):
            continue
        outer = [(step, level) for step in group if (level := _outside(step)) is not None]
        said = {_site(step.frames[level]) for step, level in outer}
        if len(said) > 1:
            moved |= {step.index: level for step, level in outer}
    return [replace(step, level=moved.get(step.index, step.level)) for step in found]


def _moved_in(found: list[Step]) -> list[Step]:
    """A function that gives a role somewhere plays it, too, where its caller adds a word to what it is given."""
    roles = {id(step.owner.function.node) for step in found if step.owner is not None and step.role.strong}
    moved: list[Step] = []
    for step in found:
        level = step.level
        if level is not None and not step.role.role and not any(_tells(text) for text in step.role.texts):
            inner = range(len(step.frames) - 1, level, -1)
            level = next((one for one in inner if id(step.frames[one].function.node) in roles), level)
        moved.append(replace(step, level=level))
    return moved


def _tells(text: str) -> bool:
    """Whether a text gives a role, or says so much that it is a task of its own."""
    return len(text) >= WHOLE or ROLE.search(text) is not None


def _outside(step: Step) -> int | None:
    """The next function outwards that says something itself, if that is more of the role than what is said inside."""
    assert step.level is not None
    order = range(step.level - 1, -1, -1)
    level = next((level for level in order if step.shares[level].texts or step.shares[level].role), None)
    if level is None or step.shares[level].role:
        return level
    said = step.shares[level].texts
    more = sum(map(len, said)) > sum(map(len, step.role.texts))
    return level if more or any(map(gives_role, said)) else None


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
    if step.level is None:
        return len(step.frames)
    return max(1, step.level) if this_of(step) is not None else step.level + 1


def _way(step: Step, level: int) -> tuple[int, int, int]:
    frame = step.frames[level]
    this = id(frame.this) if isinstance(frame.this, Instance) else 0
    return id(frame.function.node), this, id(step.frames[level - 1].site.node)
