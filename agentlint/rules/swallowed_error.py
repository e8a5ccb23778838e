"""An error that goes on to the next agent as if it were an answer."""

from collections.abc import Iterator

from agentlint.diagnostics.finding import Level
from agentlint.graph.errors import taken_for_answer
from agentlint.graph.functions import Function
from agentlint.graph.model import Orchestration
from agentlint.rules.base import Claim, Group, rule


@rule(
    "swallowed-error",
    "error that the next agent takes for an answer",
    level=Level.ERROR,
    group=Group.RESILIENCE,
    since="0.1",
)
def check(function: Function, graph: Orchestration) -> Iterator[Claim]:
    """A handler puts the error's text, or nothing, where an answer stands, and another agent is asked with it untested.

    One error of a node is told: one handler is mended at a time.
    """
    found = taken_for_answer(function.node, graph) if function.node is not None else None
    if found is not None:
        key = found.write.key
        what = (
            f"nothing where `{function.name}` failed"
            if found.empty
            else f"the error of `{function.name}` as if it were its answer"
        )
        claim = Claim(
            f"`{found.reader.name}` is asked with {what}",
            label=f"after an error `{key}` is empty" if found.empty else f"the text of an error becomes `{key}`",
            help="keep errors in a key of their own and decide on it, or let the node fail",
            at=found.write.location,
            level=Level.WARNING if found.empty else None,
        ).labelled(f"`{key}` is part of this prompt, whatever it holds", found.call.location)
        yield claim.noted("every agent after it works, and is paid, for what nobody has found out")
