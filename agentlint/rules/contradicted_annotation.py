"""An annotation that promises other targets than the code gives."""

from collections.abc import Iterator

from agentlint.diagnostics.finding import Level
from agentlint.graph.model import END, Decision, EdgeKind, Orchestration
from agentlint.rules.base import Claim, Group, rule
from agentlint.rules.words import names, shown


@rule(
    "contradicted-annotation",
    "declared targets that the code contradicts",
    level=Level.WARNING,
    group=Group.WIRING,
    since="0.1",
)
def check(decision: Decision, graph: Orchestration) -> Iterator[Claim]:
    """The code goes where the declaration does not say, or the declaration says where no path goes.

    What a router without a table returns besides its declaration is `unmapped-route`, and so are entries of a table.
    """
    if decision.declared is None or graph.prebuilt:
        return
    if decision.command:
        yield from _undeclared(decision, graph)
    node = graph.node(decision.source)
    understood = not decision.command or (node is not None and node.result is not None and node.result.complete)
    if decision.complete and understood and decision.mapping is None:
        yield from _never(decision, graph)


def _undeclared(decision: Decision, graph: Orchestration) -> Iterator[Claim]:
    for route in decision.routes:
        target = route.value
        if target is not None and target not in (decision.declared or ()) and (graph.node(target) or target == END):
            claim = Claim(
                f"`{decision.source}` goes to `{shown(target)}`, which it does not declare",
                label=f"goes to `{shown(target)}` here",
                help=f"add `{shown(target)}` to the declared targets; they are {names(decision.declared or ())}",
                at=route.location,
                part=shown(target),
            )
            yield claim.labelled("the targets are declared here", decision.location).noted(
                "the run goes there all the same, but drawings and checks of the graph do not know of this way"
            )


def _never(decision: Decision, graph: Orchestration) -> Iterator[Claim]:
    """Declared nodes that no path of the code gives. A spare END costs nothing."""
    given = {END, *(route.value for route in decision.routes)}
    dead = [name for name in decision.declared or () if name not in given and graph.node(name) is not None]
    if not dead:
        return
    others = {edge.target for edge in graph.edges if edge.source != decision.source or edge.kind is EdgeKind.SEQUENCE}
    cut_off = [name for name in dead if name not in others]
    claim = Claim(
        f"`{decision.name}` declares {names(dead)}, and no path of it goes there",
        label=f"{names(dead)} {'is' if len(dead) == 1 else 'are'} declared here",
        help=f"return {names(dead)} where that way is meant, or take it out of the declaration",
        at=decision.defined_at or decision.location,
        part=", ".join(dead),
        level=None if cut_off else Level.INFO,
    )
    for route in decision.routes[:3]:
        claim = claim.labelled(f"goes to `{shown(route.value or 'nowhere')}`", route.location)
    if cut_off:
        claim = claim.noted(f"nothing else leads to {names(cut_off)}: drawings show a way that no run takes")
    yield claim
