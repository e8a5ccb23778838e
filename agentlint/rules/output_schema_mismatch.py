"""A structured answer whose fields are not the keys of the state that it is given back to."""

from collections.abc import Iterator

from agentlint.diagnostics.finding import Level
from agentlint.graph.dropped import dropped
from agentlint.graph.model import Node, Orchestration
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
    for found in dropped(node, graph):
        fields, waiting = names(found.fields), [key for key, _ in found.waiting]
        claim = Claim(
            f"`{node.name}` gives back the fields of `{found.schema}`, but `{found.state.name}` has no key {fields}",
            label=f"{fields} {'is' if len(found.fields) == 1 else 'are'} dropped here",
            help=f"call the field {names(waiting)} in `{found.schema}`, or return it under that key"
            if waiting
            else f"declare {fields} in `{found.state.name}`, or return only what the state has",
            at=found.location,
            part=", ".join(found.fields),
            level=None if waiting or found.read else Level.WARNING,
        ).labelled_each((f"`{key}` is awaited here, and nothing writes it", place) for key, place in found.waiting)
        if not waiting:
            claim = claim.labelled("the keys of the state", found.state.location)
        yield claim.labelled(f"the model fills in {fields}", found.schema_at).noted(
            "the framework keeps the declared keys of an update and drops the others, without a word"
        )
