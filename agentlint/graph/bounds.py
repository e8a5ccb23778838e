"""What bounds a loop: the numbers that its decisions compare, and whether every round of it counts."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice, product
from math import ceil, isfinite

from agentlint.graph.bound import Counter, Slip
from agentlint.graph.condition import Condition, Test
from agentlint.graph.counting import Move, moves
from agentlint.graph.effects import Effects, Source, Write
from agentlint.graph.model import END, Decision, EdgeKind, Orchestration
from agentlint.graph.queries import compatible, cycles_through
from agentlint.graph.tests import FLIPPED, key, possible, questions, top

MOST = 64
"""Rounds of a loop, and ways through one of them, that are looked at."""

REACHED = {">": True, ">=": True, "==": True, "<": False, "<=": False, "!=": False}
"""What a comparison comes to for a number that has been counted up far enough."""

FREE = frozenset({Source.MODEL, Source.STRUCTURED, Source.HUMAN, Source.OUTSIDE, Source.UNKNOWN})
"""Whose word may come out either way."""


@dataclass(frozen=True, slots=True)
class Way:
    """Where a decision goes on to, None for where that is not known, and under which path condition."""

    target: str | None
    path: tuple[Condition, ...]


def counters(graph: Orchestration, component: tuple[str, ...]) -> tuple[Counter, ...]:
    """The numbers at which a decision of the loop leaves it, whatever else holds."""
    found: dict[tuple[str, str], Counter] = {}
    for decision in graph.decisions:
        if decision.source not in component:
            continue
        ways = _ways(decision, graph)
        if ways is None or not _decides(decision, component, graph):
            continue
        for test, asked in _comparisons(ways):
            name = key(asked.path)
            if name is None or not _in_state(name, decision, graph) or (decision.source, name) in found:
                continue
            made = Counter(name, decision.source, test, asked.number, fixed=asked.fixed)
            judged = [
                _judged(made, asked, ways, component, graph, up=up)
                for up in ((True,) if name.startswith("len(") else (True, False))
                if _leaves(ways, component, name, up=up)
            ]
            if judged:  # what is met exactly may be met from above as well as from below
                found[(decision.source, name)] = next((one for one in judged if one.holds), judged[0])
    return tuple(found.values())


def announced(graph: Orchestration, component: tuple[str, ...]) -> Iterator[tuple[str, Condition]]:
    """Nodes that compare a number of the state and write what comes of it, for a decision of the loop to read."""
    decisions = [decision for decision in graph.decisions if decision.source in component]
    read = {path.partition(".")[0] for one in decisions for way in one.open for path in way.content.paths}
    read |= {top(path) for one in decisions for way in one.routes for test in way.condition for path in test.reads}
    read |= {read.key for one in decisions if one.effects is not None for read in one.effects.reads}
    for name in component:
        node = graph.node(name)
        for exit in node.effects.exits if node is not None and node.effects is not None else ():
            said = any(write.key in read and write.content.sources == (Source.CONSTANT,) for write in exit.writes)
            for test in exit.condition if said else ():
                numbers = [key(asked.path) for asked in questions(test.asks) if asked.how in FLIPPED]
                if test.compares and any(number is not None and "len(" not in number for number in numbers):
                    yield name, test


def _ways(decision: Decision, graph: Orchestration) -> list[Way] | None:
    """All ways on from a decision; None where they are not all known."""
    effects = _effects(decision, graph)
    if not decision.complete and not (decision.open and effects is not None and effects.complete):
        return None
    table = {label: target for label, target, _ in decision.mapping or ()}
    ways = [Way(table.get(route.value or END, route.value or END), route.condition) for route in decision.routes]
    return ways + [Way(None, open_route.condition) for open_route in decision.open]


def _effects(decision: Decision, graph: Orchestration) -> Effects | None:
    node = graph.node(decision.source)
    return decision.effects if not decision.command else node.effects if node is not None else None


def _decides(decision: Decision, component: tuple[str, ...], graph: Orchestration) -> bool:
    """Whether control goes on from there by this decision alone."""
    others = [other for other in graph.decisions if other.source == decision.source]
    fixed = (EdgeKind.SEQUENCE, EdgeKind.JOIN)
    stays = [edge for edge in graph.edges if edge.source == decision.source and edge.target in component]
    return len(others) == 1 and not any(edge.kind in fixed for edge in stays)


def _comparisons(ways: list[Way]) -> Iterator[tuple[Condition, Test]]:
    for way in ways:
        for condition in way.path:
            for asked in questions(condition.asks):
                if asked.how in FLIPPED and asked.text is None:
                    yield condition, asked


def _in_state(name: str, decision: Decision, graph: Orchestration) -> bool:
    """Whether a name is a key of the state, and not one of another argument."""
    bare = name.removeprefix("len(").rstrip(")")
    declared = graph.state.key(bare) if graph.state is not None else None
    if declared is not None:
        return not declared.managed
    effects = _effects(decision, graph)
    return effects is not None and any(read.key == bare for read in effects.reads)


def _leaves(ways: list[Way], component: tuple[str, ...], name: str, *, up: bool) -> bool:
    """Whether every way on leaves the loop once the number is counted far enough."""
    left = [way.target for way in ways if possible(way.path, lambda asked: _reached(asked, name, up=up))]
    return bool(left) and all(target is not None and target not in component for target in left)


def _reached(asked: Test, name: str, *, up: bool) -> bool | None:
    """What a question comes to for a number that has been counted far enough."""
    if key(asked.path) == name and asked.how in REACHED:
        how = asked.how
    elif asked.other is not None and key(asked.other) == name and asked.how in REACHED:
        how = FLIPPED[asked.how]
    else:
        return None
    return REACHED[how if up else FLIPPED[how]]


def _judged(
    counter: Counter, asked: Test, ways: list[Way], component: tuple[str, ...], graph: Orchestration, *, up: bool
) -> Counter:
    """The counter, with what every round of the loop does to it."""
    sign = 1 if up else -1
    done = {
        name: tuple(_signed(move, sign) for move in moves(node, counter.key, graph))
        for name in component
        if (node := graph.node(name)) is not None
    }
    counting = tuple(name for name in component if any((move.step or 0) > 0 for move in done[name]))
    counter = replace(counter, counted=counting)
    rounds = cycles_through(graph, component, counter.source, MOST)
    if not rounds:
        return counter
    untouched = all(move.step == 0 for each in done.values() for move in each)
    if untouched:  # a list may grow in place, and what a number is compared to may move; a number cannot
        moving = counter.key.startswith("len(") or asked.other is not None
        return counter if moving else replace(counter, slip=Slip.NEVER, round=rounds[0])
    everything = all(move.step is not None and move.step >= 0 for each in done.values() for move in each)
    if everything and all(any(_always(done[name]) for name in round) for round in rounds):
        return replace(counter, holds=True, rounds=_rounds(counter, asked, done, graph, up=up))
    for round in rounds:
        slipped = _slipped(counter, round, done, ways, component, graph, up=up)
        if slipped is not None:
            return slipped
    return counter


def _signed(move: Move, sign: int) -> Move:
    return replace(move, step=move.step * sign) if move.step and isfinite(move.step) else move


def _always(done: tuple[Move, ...]) -> bool:
    return all(move.step is not None and move.step > 0 for move in done)


def _rounds(
    counter: Counter, asked: Test, done: dict[str, tuple[Move, ...]], graph: Orchestration, *, up: bool
) -> int | None:
    """How often control can come to the decision before it leaves. A number that no run begins with begins at 0."""
    starts = [dict(run.values)[counter.key].number for run in graph.runs if counter.key in dict(run.values)]
    begun = {start for start in starts if start is not None} or ({0.0} if up else set())
    steps = [move.step for each in done.values() for move in each if move.step]
    if counter.limit is None or not begun or len(begun) != len(set(starts) or begun) or not all(map(isfinite, steps)):
        return None
    far = (counter.limit - min(begun)) if up else (max(begun) - counter.limit)
    past = asked.how in (">", "<=") if up else asked.how in ("<", ">=")
    return max(1, ceil(far / min(steps)) + past)


def _slipped(
    counter: Counter,
    round: tuple[str, ...],
    done: dict[str, tuple[Move, ...]],
    ways: list[Way],
    component: tuple[str, ...],
    graph: Orchestration,
    *,
    up: bool,
) -> Counter | None:
    """The counter with the slip that this round allows, if one is sure to be possible."""
    if (reset := _reset(counter, round, done, component, graph)) is not None:
        return reset
    options = [[move for move in done[name] if move.step is not None] for name in round]
    for chosen in islice(product(*options), MOST):
        total = sum(move.step or 0 for move in chosen)
        if total > 0 or not _stays(counter, round, chosen, done, ways, up=up):
            continue
        down = [move for move in chosen if move.step is not None and move.step < 0]
        missed = [move for name, move in zip(round, chosen, strict=True) if name in counter.counted and not move.step]
        place = next((move.at for move in (*down, *missed)), None)
        return replace(counter, slip=Slip.DOWN if down else Slip.MISSED, round=round, slips_at=place)
    return None


def _reset(
    counter: Counter,
    round: tuple[str, ...],
    done: dict[str, tuple[Move, ...]],
    component: tuple[str, ...],
    graph: Orchestration,
) -> Counter | None:
    """A node of the round that always sets the number back, without which nothing is counted again."""
    for name in round:
        sets = [move.to for move in done[name] if move.to is not None]
        if not sets or len(sets) < len(done[name]) or counter.limit is None:
            continue
        rest = tuple(other for other in component if other != name)
        free = any(cycles_through(graph, rest, other, MOST) != () for other in counter.counted)
        gained = sum(max((move.step or 0 for move in each), default=0) for each in done.values())
        known = all(move.known for each in done.values() for move in each)
        if known and not free and max(sets) + gained < counter.limit:
            return replace(counter, slip=Slip.RESET, round=round, slips_at=done[name][0].at)
    return None


def _stays(
    counter: Counter,
    round: tuple[str, ...],
    chosen: tuple[Move, ...],
    done: dict[str, tuple[Move, ...]],
    ways: list[Way],
    *,
    up: bool,
) -> bool:
    """Whether the decision can go on round, after what these ways out have written, before the limit is reached."""
    *others, _ = round[1:] + round[:1]
    following = others[0] if others else round[0]
    written = [(name, move) for name, move in zip((*round[1:], round[0]), (*chosen[1:], chosen[0]), strict=True)]
    for way in ways:
        if way.target != following:
            continue
        doubts: list[Test] = []

        def answer(asked: Test, doubts: list[Test] = doubts) -> bool | None:
            reached = _reached(asked, counter.key, up=up)
            if reached is not None:
                return not reached
            found, sure = _after(asked, written, counter, done)
            if not sure:
                doubts.append(asked)
            return found

        taken = chosen[0].way.condition if chosen[0].way is not None else ()
        if not compatible(way.path, taken) or not all(
            possible(move.way.condition, answer) for move in chosen if move.way is not None
        ):
            continue
        doubts.clear()
        if possible(way.path, answer) and not doubts and not any(_opaque(test, written, done) for test in way.path):
            return True
    return False


def _opaque(test: Condition, written: list[tuple[str, Move]], done: dict[str, tuple[Move, ...]]) -> bool:
    """Whether a test that could not be read asks for what decided about the ways out, or for what they wrote."""
    if test.asks.how or test.raised:
        return False
    reads = {top(path) for path in test.reads}
    for node, move in written:
        way = move.way
        if way is None or (len(done[node]) == 1 and not way.condition):
            continue
        asked = {top(path) for condition in way.condition for path in condition.reads}
        if not reads or "" in reads or reads & (asked | {write.key for write in way.writes}):
            return True
    return False


def _after(
    asked: Test, written: list[tuple[str, Move]], counter: Counter, done: dict[str, tuple[Move, ...]]
) -> tuple[bool | None, bool]:
    """What a question about the state comes to after a round, and whether nothing else about it could be known."""
    name = top(asked.path)
    for node, move in reversed(written):
        way = move.way
        if way is None:
            continue
        write = way.write(name)
        if write is None or write.echo:
            chosen_here = len(done[node]) > 1 and not way.raised
            if chosen_here and any(top(path) == name for test in way.condition for path in test.reads):
                return None, False
            continue
        if len(done[node]) > 1 and node in counter.counted and not way.raised:
            return None, False
        return _of(asked, write)
    return None, True


def _of(asked: Test, write: Write) -> tuple[bool | None, bool]:
    """What a question comes to for a value that was just written."""
    made = write.content
    match asked.how:
        case "true" if write.truth is not None:
            return write.truth, True
        case "true" if Source.ERROR in made.sources:
            return True, True
        case "none" if write.truth is not None or Source.ERROR in made.sources:
            return write.none, write.none or write.truth is not False
        case "==" if asked.text is not None and made.sources == (Source.CONSTANT,) and len(made.texts) == 1:
            return asked.text == made.texts[0], True
        case "!=" if asked.text is not None and made.sources == (Source.CONSTANT,) and len(made.texts) == 1:
            return asked.text != made.texts[0], True
    free = bool(FREE & set(made.sources)) and write.key not in made.paths
    return None, free
