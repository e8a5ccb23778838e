"""A route of a decision that nothing can select."""

from collections.abc import Iterator

from agentlint.diagnostics.finding import Level
from agentlint.graph.dead_routes import Dead, dead_routes
from agentlint.graph.escalation import escalations
from agentlint.graph.functions import leading
from agentlint.graph.model import Decision, Orchestration
from agentlint.graph.steps import targets
from agentlint.rules.base import Claim, Group, rule
from agentlint.rules.ruled_out import ruled_out
from agentlint.rules.words import names, shown


@rule(
    "dead-escalation",
    "escalation that is wired and never taken",
    level=Level.ERROR,
    group=Group.ESCALATION,
    since="0.1",
)
def check(graph: Orchestration) -> Iterator[Claim]:
    """Its condition contradicts an earlier one, or it waits for a word that nobody writes. Other dead routes are told
    as warnings. Or a human is promised whom nothing ever asks."""
    for promise in graph.unasked if not graph.test else ():
        yield Claim(
            f"{promise.what}, and no human is ever asked: {promise.why}",
            label="nobody is asked here",
            help=promise.remedy,
            at=promise.location,
            part=promise.what,
        ).labelled("this is where they talk", graph.location if graph.location != promise.location else None)
    for function in leading(graph):
        yield from ruled_out(function)
    for decision in graph.decisions if not graph.prebuilt else ():
        wired = {edge.target for edge in escalations(graph) if edge.source == decision.source}
        for dead in dead_routes(decision, graph):
            entered = targets(decision, dead.route.value, dispatch=dead.route.dispatch)
            yield _claim(decision, dead, entered, Level.ERROR if wired & set(entered) else Level.WARNING)


def _claim(decision: Decision, dead: Dead, entered: tuple[str, ...], level: Level) -> Claim:
    where = names(entered) if entered else f"`{shown(dead.route.value or '')}`"
    asked = dead.asked.text
    claim = Claim(
        f"`{decision.name}` never goes to {where}: {_why(dead)}",
        label=f"nothing comes here: `{asked}` {'never holds' if dead.asked.holds else 'always holds'}",
        help="ask for the narrower case first, or make the conditions exclusive"
        if dead.settled is not None
        else f"write what `{asked}` asks for where it is meant, or compare it to what is written",
        about=decision,
        at=dead.route.location,
        part=shown(dead.route.value or ""),
        level=level,
    )
    if dead.settled is not None and dead.settled.location != dead.asked.location:
        claim = claim.labelled(f"`{dead.settled.text}` is asked before", dead.settled.location)
    for write in dead.writes:
        claim = claim.labelled(f"writes {names(write.content.texts)}", write.location)
    claim = claim.labelled(f"decides what follows `{shown(decision.source)}`", decision.location)
    return claim.noted("the way is wired and drawn, so it looks safe: the cases that it is for go another way")


def _why(dead: Dead) -> str:
    if dead.settled is None:
        return f"nothing ever writes what `{dead.asked.text}` asks for"
    return f"where `{dead.asked.text}` is asked, `{dead.settled.text}` has already decided"
