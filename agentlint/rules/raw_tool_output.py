"""A tool that hands on everything that it fetches."""

from collections.abc import Iterator

from agentlint.diagnostics.finding import Level
from agentlint.graph.evidence import Location
from agentlint.graph.functions import leading
from agentlint.graph.model import Orchestration
from agentlint.rules.base import Claim, Group, rule
from agentlint.rules.words import names


@rule(
    "raw-tool-output",
    "tool that hands on all that it fetches",
    level=Level.WARNING,
    group=Group.HANDOFFS,
    since="0.1",
    suspects=True,
)
def check(graph: Orchestration) -> Iterator[Claim]:
    """A tool that a model is offered returns a page, a file, an output or a result set as a whole."""
    yield from _poured(graph)
    for tool in graph.tools:
        if not tool.bulk or not tool.holders or tool.direct:
            continue
        first, *others = tool.bulk
        claim = Claim(
            f"`{tool.name}` gives its agent all of `{first.what}`, however long it is",
            label="nothing bounds what is returned here",
            help="return a part of it: cut it to a length, select fields, ask for a page, or summarise it first",
            about=graph.node(tool.holders[0]),
            at=first.location,
            part=tool.name,
        )
        for other in others:
            if other.location != first.location:
                claim = claim.labelled(f"nor of `{other.what}` here", other.location)
        yield claim.noted(
            f"the result stays in the messages of {names(tool.holders)} and is paid for again with every later call"
        )


def _poured(graph: Orchestration) -> Iterator[Claim]:
    """What code that calls the tools of a model by itself tells it of their results."""
    told: set[Location] = set()
    for function in leading(graph):
        for call, bulk in ((asked, one) for asked in function.effects.models for one in asked.bulk):
            if bulk.location not in told:
                told.add(bulk.location)
                yield Claim(
                    f"`{function.called(call.location)}` gives a model all of `{bulk.what}`, however long it is",
                    label="nothing bounds what comes from here",
                    help="give a part of it: cut it to a length, select fields, ask for a page, or summarise it first",
                    about=function,
                    at=bulk.location,
                    part=bulk.what,
                ).labelled("it is part of what this call is asked with, as the result of a tool", call.location)
