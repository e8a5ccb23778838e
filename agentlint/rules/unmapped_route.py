"""A route table and the decision that reads it disagree."""

from collections.abc import Iterator

from agentlint.diagnostics.finding import Level
from agentlint.graph.model import Decision
from agentlint.rules.base import Claim, Group, rule
from agentlint.rules.words import names, shown, when


@rule(
    "unmapped-route",
    "decision and route table disagree",
    level=Level.ERROR,
    group=Group.WIRING,
    since="0.1",
)
def check(decision: Decision) -> Iterator[Claim]:
    """The decision gives a constant that its table lacks, or the table has an entry that no value selects."""
    if decision.command:
        return
    entries = {key: target for key, target, _ in decision.mapping or ()}
    known = set(entries) or set(decision.declared or ())
    values = {route.value for route in decision.routes}
    if not known:
        return
    for route in decision.routes:
        if route.value is None or route.dispatch or route.value in known:
            continue
        value = shown(route.value)
        claim = Claim(
            f"`{decision.name}` returns `{value}`, which its route table does not have",
            label=f"returned when {when(route.condition)}" if route.condition else "this value has no entry",
            help=f"add an entry for `{value}`; the table has {names(sorted(known))}",
            at=route.location,
            part=value,
        )
        yield claim.labelled(f"no entry here is `{value}`", decision.location)
    if not decision.complete or any(route.dispatch for route in decision.routes):
        return
    chosen = {entries.get(value) for value in values if value is not None}
    for key, target, location in decision.mapping or ():
        if key not in values and target not in chosen:
            claim = Claim(
                f"`{decision.name}` never returns `{shown(key)}`, so `{shown(target)}` is not reached by this decision",
                label="no return selects this entry",
                help=f"return `{shown(key)}` where the decision is meant to take that way, or remove the entry",
                at=location,
                part=shown(key),
                level=Level.WARNING,
            )
            yield claim.labelled(f"`{decision.name}` decides here", decision.defined_at)
