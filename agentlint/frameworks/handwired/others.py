"""Others that agents work with: humans whom they turn to, and graphs that a framework wires."""

from collections.abc import Collection, Iterator, Sequence

from agentlint.frameworks.handwired.agents import Agent
from agentlint.frameworks.handwired.steps import Step
from agentlint.frameworks.handwired.wiring import Wire


def people(found: Sequence[Step], model: Step, caller: int, taken: Collection[str]) -> list[Agent]:
    """Those who are asked while the function runs that leads the agents, each named after the function that asks.

    ``model`` is a call of a model in it, ``caller`` the level of that function, ``taken`` are the names of the agents.
    """
    made: dict[object, Agent] = {}
    for step in _led(found, model, caller):
        asking = step.frames[-1].function
        own = len(step.frames) - 1 > caller and asking.name not in taken
        key, name, span = (
            (asking.node, asking.name, asking.span) if own else (step.event.span.node, "human", step.event.span)
        )
        made.setdefault(key, Agent(key, name, span)).steps.append(step)
    return list(made.values())


def inner(found: Sequence[Step], model: Step, caller: int, taken: Collection[str]) -> list[Agent]:
    """The graphs that run while the function runs that leads the agents, each named as it is there."""
    made: dict[object, Agent] = {}
    for step in _led(found, model, caller):
        said = step.event.span.text.partition("(")[0].split(".")
        name = said[-2] if len(said) > 1 and said[-2].isidentifier() and said[-2] not in taken else step.call.graph
        made.setdefault(step.call.graph, Agent(step.call.graph, name or "", step.event.span)).steps.append(step)
    return list(made.values())


def _led(found: Sequence[Step], model: Step, caller: int) -> Iterator[Step]:
    """What happens while the same function runs as when the model is called: none where that is nobody's call."""
    lead = model.frames[caller].function if caller < len(model.frames) else None
    for step in found:
        if lead is not None and caller < len(step.frames) and step.frames[caller].function.node is lead.node:
            yield step


def taking_part(others: Sequence[Agent], links: Sequence[Wire]) -> list[Agent]:
    """Those to whom somebody leads, or graphs that lead on. A human who gives the task, or asks, is no part of it."""
    led = {id(wire.target) for wire in links if not wire.source.is_human}
    leading = {id(wire.source) for wire in links if wire.source.graph is not None}
    return [one for one in others if id(one) in led | leading]
