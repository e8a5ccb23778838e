"""Retries around retries: their numbers multiply."""

from collections.abc import Iterator
from math import prod

from agentlint.diagnostics.finding import Level
from agentlint.graph.functions import Function
from agentlint.graph.retries import layers
from agentlint.rules.base import Claim, Group, rule

MANY = 10
"""As many tries of one call are what a reader of the code expects at most."""


@rule("nested-retries", "retries around retries", level=Level.WARNING, group=Group.LOOPS, since="0.1")
def check(function: Function) -> Iterator[Claim]:
    """One call of a model is tried more often than any of the layers around it says."""
    for call in function.effects.models:
        around = list(layers(call, function))
        tries = prod(layer.tries for layer in around)
        if len(around) < 2 or tries <= MANY:
            continue
        product = " × ".join(str(layer.tries) for layer in around)
        yield (
            Claim(
                f"one failing call of `{function.name}` is tried up to {tries} times",
                label=f"{product} = {tries} tries of this call",
                help="retry in one place only, the one nearest to the call, and let the layers around it fail",
                at=call.location,
            )
            .labelled_each((f"{layer.what}: {layer.tries}", layer.location) for layer in around)
            .noted("while the model cannot be reached, each layer repeats all the tries of the layers within")
        )
