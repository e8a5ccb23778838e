"""What changes: cells, and a journal that lets branches run one after the other and be joined."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from agentlint.evaluate.values import (
    ABSENT,
    Absent,
    Cells,
    Choice,
    Combination,
    Conditions,
    Items,
    Unknown,
    Value,
    options,
    unknown,
)

MAX_OPTIONS = 32
MAX_UNKNOWN = 4
MAX_KEPT = 64
MAX_CONDITIONS = 8

Key = tuple[int, "Value | str"]
Delta = dict[Key, tuple[Cells, "Value | str", Value]]


@dataclass(slots=True)
class Heap:
    """Writes to cells. Between `push` and `pop` old values are kept, so that a branch can be undone and joined."""

    journals: list[Delta] = field(default_factory=list)
    fresh: list[set[int]] = field(default_factory=list)

    def write(self, cells: Cells, key: "Value | str", value: Value) -> None:
        """Set a cell; `ABSENT` removes it."""
        if self.journals and id(cells) not in self.fresh[-1]:
            self.journals[-1].setdefault((id(cells), key), (cells, key, cells.get(key, ABSENT)))
        _put(cells, key, value)

    def own(self, cells: Cells) -> Cells:
        """Cells that were made in this branch: nobody outside sees them, so undoing it need not restore them."""
        if self.fresh:
            self.fresh[-1].add(id(cells))
        return cells

    def push(self) -> int:
        """Begin a branch; its level names it."""
        self.journals.append({})
        self.fresh.append(set())
        return len(self.journals)

    def pop(self, spared: frozenset[int] = frozenset()) -> Delta:
        """Undo the branch (but for cells with a ``spared`` id) and give what it had written."""
        delta: Delta = {}
        self.fresh.pop()
        for at, (cells, key, old) in self.journals.pop().items():
            delta[at] = (cells, key, cells.get(key, ABSENT))
            if at[0] not in spared:
                _put(cells, key, old)
        return delta

    def commit(self) -> None:
        """End the branch and keep what it wrote."""
        journal, made = self.journals.pop(), self.fresh.pop()
        if self.journals:
            known = self.fresh[-1]
            for at, entry in journal.items():
                if at[0] not in known:
                    self.journals[-1].setdefault(at, entry)
            known |= made

    def snapshot(self, level: int) -> Delta:
        """What has been written since the branch of that level began."""
        delta: Delta = {}
        for journal in self.journals[level - 1 :]:
            for at, (cells, key, _) in journal.items():
                delta[at] = (cells, key, cells.get(key, ABSENT))
        return delta

    def merge(self, branches: list[tuple[Delta, Conditions]]) -> None:
        """Make the state that holds after any of the branches: cells that differ become choices."""
        if len(branches) == 1:
            for cells, key, value in branches[0][0].values():
                self.write(cells, key, value)
            return
        touched: dict[Key, tuple[Cells, Value | str]] = {}
        for delta, _ in branches:
            for at, (cells, key, _) in delta.items():
                touched.setdefault(at, (cells, key))
        for at, (cells, key) in touched.items():
            before = cells.get(key, ABSENT)
            found = [(delta[at][2] if at in delta else before, conditions) for delta, conditions in branches]
            self.write(cells, key, join(found))


def _put(cells: Cells, key: "Value | str", value: Value) -> None:
    if isinstance(value, Absent):
        cells.pop(key, None)
    else:
        cells[key] = value


def join(alternatives: Iterable[tuple[Value, Conditions]]) -> Value:
    """One value that stands for several. Equal ones collapse, contents of lists are laid over each other."""
    flat: dict[Value, Conditions] = {}
    for value, conditions in alternatives:
        for option, inner in options(value):
            path = (conditions + inner)[-MAX_CONDITIONS:] if inner else conditions[-MAX_CONDITIONS:]
            flat[option] = _shared(flat[option], path) if option in flat else path
    if len(flat) == 1:
        return next(iter(flat))
    contents = [(value, conditions) for value, conditions in flat.items() if isinstance(value, Items)]
    if len(contents) > 1 and all(isinstance(value, Items | Absent) for value in flat):
        return _overlay([(value, conditions) for value, conditions in contents if isinstance(value, Items)])
    unknowns = [value for value in flat if isinstance(value, Unknown)]
    if len(unknowns) > MAX_UNKNOWN:
        extra = unknowns[MAX_UNKNOWN - 1 :]
        for value in extra:
            del flat[value]
        flat[_any_of(extra, "one of several unknown values")] = ()
    if len(flat) > MAX_OPTIONS:
        return _any_of(flat, f"more than {MAX_OPTIONS} possible values")
    return Choice(tuple(flat.items()))


def _any_of(values: Iterable[Value], reason: str) -> Value:
    """One unknown value in place of many, that keeps which ones it may be, as far as there is room."""
    kept: dict[Value, None] = {}
    for value in values:
        match value:
            case Unknown(origin=Combination("any of", inner)):
                kept.update(dict.fromkeys(inner))
            case _:
                kept[value] = None
    return unknown(reason, None, Combination("any of", tuple(kept)[:MAX_KEPT]))


def _shared(left: Conditions, right: Conditions) -> Conditions:
    """The common prefix: what holds on both ways to the same value."""
    count = 0
    for a, b in zip(left, right, strict=False):
        if a != b:
            break
        count += 1
    return left[:count]


def _overlay(contents: list[tuple[Items, Conditions]]) -> Items:
    """Join lists: the common prefix stays certain, what follows is there only on its own path."""
    shortest = min(len(items.entries) for items, _ in contents)
    first = contents[0][0].entries
    common = 0
    while common < shortest and all(items.entries[common] == first[common] for items, _ in contents):
        common += 1
    entries = list(first[:common])
    tails: dict[Value, Conditions | None] = {}
    for items, conditions in contents:
        for value in items.entries[common:]:
            tails[value] = conditions if value not in tails else None
    for value, path in tails.items():
        entries.append(value if path is None else join([(value, path), (ABSENT, ())]))
    rests = [(items.rest, ()) for items, _ in contents if items.rest is not None]
    return Items(tuple(entries), join(rests) if rests else None)
