"""What a model wrote as free text is parsed as if it had to be data."""

from collections.abc import Iterator

from agentlint.diagnostics.finding import Level
from agentlint.graph.model import Orchestration
from agentlint.graph.model_text import parsed
from agentlint.rules.base import Claim, Group, rule
from agentlint.rules.words import names, written


@rule("free-text-as-fact", "model's free text parsed as data", level=Level.WARNING, group=Group.CONTRACTS, since="0.1")
def check(graph: Orchestration) -> Iterator[Claim]:
    """A model that was not held to a form is asked, and the code fails where its answer has another one."""
    for found in parsed(graph):
        takers = names(function.called(found.location) for function in found.functions)
        claim = Claim(
            f"{takers} takes a model's free text for data: `{found.how}`",
            label="fails for every answer with a word too many",
            help="hold the answer to a schema (`with_structured_output`, JSON mode), or catch the error and ask again",
            about=found.functions[0].element,
            at=found.location,
            part=found.how,
        ).labelled_each(written(found.writes))
        yield claim.noted("models put prose and code fences around data, and no `try` is around this place")
