"""Retries around retries: their numbers multiply."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import prod

from agentlint.diagnostics.finding import Level
from agentlint.graph.functions import Function
from agentlint.graph.retries import layers
from agentlint.rules.base import Claim, Group, rule
from agentlint.settings.keys import key
from agentlint.settings.kinds import Whole


@dataclass(frozen=True, slots=True)
class Options:
    """What a reader of the code expects at most."""

    many: int = key(Whole(1), 10, "Tries of one call, of all layers together.")


@rule("nested-retries", "retries around retries", level=Level.WARNING, group=Group.LOOPS, since="0.1")
def check(function: Function, options: Options) -> Iterator[Claim]:
    """One call of a model is tried more often than any of the layers around it says."""
    for call in function.effects.models:
        around = list(layers(call, function))
        tries = prod(layer.tries for layer in around)
        if len(around) < 2 or tries <= options.many:
            continue
        product = " × ".join(str(layer.tries) for layer in around)
        yield (
            Claim(
                f"one failing call of `{function.called(call.location)}` is tried up to {tries} times",
                label=f"{product} = {tries} tries of this call",
                help="retry in one place only, the one nearest to the call, and let the layers around it fail",
                at=call.location,
            )
            .labelled_each((f"{layer.what}: {layer.tries}", layer.location) for layer in around)
            .noted("while the model cannot be reached, each layer repeats all the tries of the layers within")
        )
