"""A structured answer whose fields are not the keys of the state that it is given back to."""

from collections.abc import Iterator

from agentlint.diagnostics.finding import Level
from agentlint.graph.model import Node, Orchestration
from agentlint.graph.state_flow import answered, lost, meant, readers
from agentlint.rules.base import Claim, Group, rule
from agentlint.rules.words import names


@rule(
    "output-schema-mismatch",
    "structured answer whose fields are no keys of the state",
    level=Level.ERROR,
    group=Group.CONTRACTS,
    since="0.1",
)
def check(node: Node, graph: Orchestration) -> Iterator[Claim]:
    """The fields of the answer are given back as they are, and no schema of the graph declares some of them.

    Fields that nobody waits for may be there for the model's sake: a warning.
    """
    dropped = {write.key for write in lost(node, graph)}
    for call, writes in answered(node):
        fields = [write.key for write in writes if write.key in dropped]
        if not fields or graph.prebuilt:
            continue
        waiting = [key for field in fields if (key := meant(graph, field)) is not None]
        state = graph.state.name if graph.state is not None else "the state"
        claim = Claim(
            f"`{node.name}` gives back the fields of `{call.schema}`, but `{state}` has no key {names(fields)}",
            label=f"{names(fields)} {'is' if len(fields) == 1 else 'are'} dropped here",
            help=_remedy(fields, waiting, str(call.schema), state),
            at=writes[0].location,
            part=", ".join(fields),
            level=None if waiting or any(readers(graph, field) for field in fields) else Level.WARNING,
        )
        for key in waiting:
            for read in readers(graph, key)[:1]:
                claim = claim.labelled(f"`{key}` is awaited here, and nothing writes it", read.location)
        if not waiting and graph.state is not None:
            claim = claim.labelled("the keys of the state", graph.state.location)
        yield claim.labelled(f"the model fills in {names(fields)}", call.schema_at or call.location).noted(
            "the framework keeps the declared keys of an update and drops the others, without a word"
        )


def _remedy(fields: list[str], waiting: list[str], schema: str, state: str) -> str:
    if waiting:
        return f"call the field {names(waiting)} in `{schema}`, or return it under that key"
    return f"declare {names(fields)} in `{state}`, or return only what the state has"
