"""Agents of a framework that plain Python leads: it runs one after the other, and passes on what each has said."""

import ast
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from agentlint.evaluate.values import Conditions, Function, Round, Span, Traced, Value
from agentlint.frameworks.conditions import decider
from agentlint.frameworks.draft import Draft
from agentlint.frameworks.handwired.values import within
from agentlint.frameworks.naming import Names
from agentlint.graph.bound import Bound, BoundKind
from agentlint.graph.condition import Decider
from agentlint.graph.evidence import Confidence, Location
from agentlint.graph.model import END, START, EdgeKind
from agentlint.source.page import is_page

Loop = ast.While | ast.For | ast.AsyncFor


@dataclass(frozen=True, slots=True, eq=False)
class Speech:
    """A run of an agent, called by its name, in the project's own code; ``made`` is what the run gives."""

    name: str
    agent: Value
    made: Traced

    @property
    def conditions(self) -> Conditions:
        """Under which it is run."""
        return self.made.created.conditions

    @property
    def loops(self) -> list[Span]:
        """The loop statements around it, outermost first."""
        around = self.made.created.enclosing
        return [one.span for one in around if isinstance(one, Round) and isinstance(one.span.node, Loop)]


Add = Callable[[Draft, Speech], None]


def led(speeches: Iterable[Speech], drafts: Collection[Draft], names: Names, add: Add) -> Iterator[Draft]:
    """A graph for each function that leads several agents of which one is told what another said.

    Functions that are part of one of ``drafts`` lead nobody: they are nodes or tools there.
    """
    taken = [place for draft in drafts for place in _places(draft)]
    groups: dict[object, list[Speech]] = defaultdict(list)
    for one in speeches:
        running = one.made.created.running
        if not is_page(one.made.created.span.module.path):
            groups[id(running[0][0].node) if running else one.made.created.span.module.path].append(one)
    known: set[tuple[object, ...]] = set()
    for group in groups.values():
        leader = _leader(group)
        span = Span(leader.module.source, leader.node) if leader is not None else group[0].made.created.span
        if any(_holds(place, span.location) for place in taken):
            continue
        for some, ways in _connected(group):
            shape = (span.location, frozenset((source.name, target.name) for source, target in ways))
            if shape not in known:
                known.add(shape)
                yield _draw(names.draft("run", span, leader, None, None), some, ways, add)


def _places(draft: Draft) -> Iterator[Location]:
    yield from (node.defined_at for node in draft.nodes.values() if node.defined_at is not None)
    yield from (tool.location for tool in draft.tools.values() if tool.location is not None)
    yield from (one.defined_at for one in draft.decisions if one.defined_at is not None)


def _holds(place: Location, inner: Location) -> bool:
    return place.path == inner.path and place.cell == inner.cell and place.line <= inner.line <= place.end_line


def _leader(group: Sequence[Speech]) -> Function | None:
    """The innermost function in one call of which all of them speak; None for a module."""
    found: Function | None = None
    ways = (zip(one.made.created.calls, one.made.created.running, strict=False) for one in group)
    for frames in zip(*ways, strict=False):
        if len({id(site.node) for site, _ in frames}) > 1:
            break
        found = frames[0][1][0]
    return found


Ways = list[tuple[Speech, Speech]]


def _connected(group: Sequence[Speech]) -> Iterator[tuple[list[Speech], Ways]]:
    """Those who have to do with each other, where they are several, and who is told what whom has said."""
    said = {id(one.made): one for one in group}
    ways = [(source, target) for target in group for source in _heard(target, said) if source is not target]
    left = list(group)
    while left:
        some = {left[0].name}
        while more := {one.name for way in ways if {side.name for side in way} & some for one in way} - some:
            some |= more
        inside = [one for one in left if one.name in some]
        left = [one for one in left if one.name not in some]
        if len(some) > 1:
            yield inside, [way for way in ways if way[0].name in some]


def _heard(target: Speech, said: dict[int, Speech]) -> list[Speech]:
    """Whose answers are part of what an agent is told, or are tested before it is."""
    given = target.made.created.arguments
    told = [*given.positional, *(value for _, value in given.keywords)]
    tests = [condition.test for condition in target.conditions]
    found: dict[Speech, None] = {}
    for value in (*told, *tests):
        for part in within(value, lambda part: id(part) in said):
            if (one := said.get(id(part))) is not None:
                found[one] = None
    return list(found)


def _draw(draft: Draft, some: list[Speech], ways: Ways, add: Add) -> Draft:
    draft.compiled = True
    for one in some:
        add(draft, one)
        draft.nodes[one.name] = replace(draft.nodes[one.name], history=None)
    for source, target in ways:
        if source.name == target.name:
            continue
        further = tuple(test for test in target.conditions if test not in source.conditions)
        kind = EdgeKind.CONDITIONAL if further else EdgeKind.SEQUENCE
        at, who = target.made.created.span, decider(further) if further else None
        draft.edge(source.name, target.name, kind, at, further, who, confidence=Confidence.LIKELY)
    for span in dict.fromkeys(span for one in some for span in one.loops):
        inside = dict.fromkeys(one.name for one in some if span in one.loops)
        draft.bounds.append(replace(_bound(span), within=tuple(inside)))
    _ends(draft, some, ways)
    return draft


def _ends(draft: Draft, some: list[Speech], ways: Ways) -> None:
    """The work begins with those who need no answer of others, and ends with those whose answer nobody needs."""
    told = {target.name for source, target in ways if some.index(source) < some.index(target)}
    heard = {source.name for source, target in ways if source.name != target.name}
    first = [one for one in some if one.name not in told] or some[:1]
    for one in first:
        draft.edge(START, one.name, EdgeKind.SEQUENCE, one.made.created.span, confidence=Confidence.LIKELY)
    last = [one for one in some if one.name not in heard]
    looped = [one for one in some if one.loops] if not last else []
    for one in last or looped or some[-1:]:
        kind = EdgeKind.CONDITIONAL if one in looped else EdgeKind.SEQUENCE
        draft.edge(one.name, END, kind, one.made.created.span, confidence=Confidence.LIKELY)


def _bound(span: Span) -> Bound:
    """How often a loop statement goes round, as it is written."""
    place = span.location
    match span.node:
        case ast.For(iter=ast.Call(func=ast.Name(id="range"), args=[*_, ast.Constant(value=int(count))])):
            return Bound(BoundKind.COUNTER, count, True, "rounds", f"`for` goes round {count} times", place)
        case ast.For() | ast.AsyncFor():
            return Bound(BoundKind.COUNTER, None, True, "rounds", "`for` goes through what it is given", place)
        case ast.While(test=ast.Constant(value=True), body=body) if not any(map(_leaves, body)):
            return Bound(BoundKind.NONE, None, False, "rounds", "", place)
        case _:
            what = "what is tested on the way out"
            return Bound(BoundKind.TERMINATION, None, True, "rounds", what, place, Decider.UNKNOWN)


def _leaves(statement: ast.stmt) -> bool:
    return any(isinstance(part, ast.Break | ast.Return | ast.Raise) for part in ast.walk(statement))
