"""A route table and the decision that reads it disagree."""

from collections import defaultdict
from collections.abc import Iterator

from agentlint.diagnostics.finding import Label, Level
from agentlint.graph.evidence import Confidence
from agentlint.graph.model import END, Decision, Orchestration, Route
from agentlint.rules.base import Claim, Group, rule
from agentlint.rules.remedies import mapped
from agentlint.rules.words import names, shown, when


@rule("unmapped-route", "decision and route table disagree", level=Level.ERROR, group=Group.WIRING, since="0.1")
def check(decision: Decision, graph: Orchestration) -> Iterator[Claim]:
    """The decision gives a constant that its table lacks, or the table, read whole, has one that no value selects."""
    if decision.command or any(gap.location == decision.location for gap in graph.unresolved):
        return
    yield from _missing(decision, graph)
    if decision.complete and not any(route.dispatch for route in decision.routes):
        yield from _dead(decision, graph)


def _missing(decision: Decision, graph: Orchestration) -> Iterator[Claim]:
    """Values without an entry. An annotation in the place of a table may not be read by the framework.

    Where one function decides for several nodes, each with its own table, it may know which node it decides for.
    """
    known = {key for key, _, _ in decision.mapping or ()} or set(decision.declared or ())
    shared = [other for other in graph.decisions if other.defined_at == decision.defined_at]
    elsewhere = {key for other in shared for key, _, _ in other.mapping or ()}
    sure = Confidence.PROVEN if decision.mapping else Confidence.LIKELY
    unmapped: defaultdict[str, list[Route]] = defaultdict(list)
    for route in decision.routes:
        if known and route.value is not None and not route.dispatch and route.value not in known:
            unmapped[route.value].append(route)
    for value, (first, *others) in unmapped.items():
        claim = Claim(
            f"`{decision.name}` returns `{shown(value)}`, which its route table does not have",
            label=f"returned when {when(first.condition)}" if first.condition else "this value has no entry",
            help=f"add an entry for `{shown(value)}`; the table has {names(sorted(known))}",
            at=first.location,
            part=shown(value),
            confidence=Confidence.GUESSED if value in elsewhere else sure,
            fix=mapped(decision, value, graph),
            labels=tuple(Label("and here", other.location) for other in others if other.location != first.location),
        )
        yield claim.labelled(f"no entry here is `{shown(value)}`", decision.location).noted(
            "the run breaks off where this value is returned, after all agents before have done their work"
        )


def _dead(decision: Decision, graph: Orchestration) -> Iterator[Claim]:
    """Entries that no value selects, to whose target no other value leads. A spare entry for the end costs nothing.

    Several decisions may share a table, and an entry is then for one of them.
    """
    others = [other for other in graph.decisions if other.defined_at != decision.defined_at]
    spoken = {entry for other in others for entry in _selected(other)}
    entries = [(key, target, at) for key, target, at in decision.mapping or () if (key, target) not in spoken]
    values = {route.value for route in decision.routes}
    chosen = {END} | {target for key, target, _ in entries if key in values}
    dead = [(key, target, at) for key, target, at in entries if key not in values and target not in chosen]
    if len(values) > 1 and dead:
        keys, targets = names(key for key, _, _ in dead), names(target for _, target, _ in dead)
        claim = Claim(
            f"`{decision.name}` never returns {keys}, so it never goes to {targets}",
            label=f"no value selects {keys}",
            help=f"return {keys} where the decision is meant to take that way, or remove the entry",
            at=dead[0][2],
            part=", ".join(key for key, _, _ in dead),
            level=Level.WARNING,
        )
        yield claim.labelled(f"`{decision.name}` decides here", decision.defined_at)


def _selected(decision: Decision) -> set[tuple[str, str]]:
    """The entries that a decision may select: all of them where its values are not all known."""
    values = {route.value for route in decision.routes}
    return {(key, target) for key, target, _ in decision.mapping or () if key in values or not decision.complete}
