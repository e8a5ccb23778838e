"""Conversations in code: lists with which a model is asked again and again, and to which its answers are added."""

from collections import defaultdict
from collections.abc import Mapping

from agentlint.evaluate import Outcome
from agentlint.evaluate.values import SHORTENED, Arguments, Event, Sequence, Value
from agentlint.frameworks.pieces import created, pieces
from agentlint.frameworks.snapshots import Told
from agentlint.graph.evidence import Location

Site = tuple[Location, tuple[Location, ...]]
"""A call, and the calls that led to it."""


def site(event: Event) -> Site:
    """Where something happens, and through which calls."""
    return event.span.location, tuple(span.location for span in event.calls[1:])


def growing(outcome: Outcome, said: Told) -> frozenset[Site]:
    """The calls of models that are given one list again and again, with their own answers in it, and nothing taken out.

    Where one list is done with before another begins, each lasts for a while only. ``said`` is what they were asked
    with when they were.
    """
    used: defaultdict[Site, dict[int, list[int]]] = defaultdict(dict)
    sizes: defaultdict[tuple[Site, int], set[tuple[int, int]]] = defaultdict(set)
    grown: dict[Site, set[int]] = {}
    for event in outcome.events:
        then = said.get(event.serial)
        kept, held = _messages(event.arguments), _messages(then) if then is not None else None
        if not isinstance(kept, Sequence) or not isinstance(held, Sequence) or kept.kind != "list":
            continue
        at, one = site(event), id(kept.cells)
        used[at].setdefault(one, []).append(event.serial)
        sizes[at, one].add((len(held.items.entries), id(held.items.rest)))
        if SHORTENED not in held.cells and _holds_answers(held, event):
            grown.setdefault(at, set()).add(one)
    return frozenset(
        at for at, lists in grown.items() if any(len(sizes[at, one]) > 1 for one in lists) and _last(used[at])
    )


def _last(used: Mapping[int, list[int]]) -> bool:
    """Whether all lists are used side by side, as if they were all made before."""
    return max(uses[0] for uses in used.values()) < min(uses[-1] for uses in used.values())


def _messages(given: Arguments) -> Value | None:
    return given.get(None, "messages", "input", "contents")


def _holds_answers(told: Sequence, event: Event) -> bool:
    """Whether answers that the same call gave are elements of a list."""
    return any(
        made.span == event.span for element in pieces(told.items) for made in created(element, 8) if made is not event
    )
