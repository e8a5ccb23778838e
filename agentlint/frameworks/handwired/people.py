"""Humans whom agents turn to: what an agent says is put to them, or decides whether they are asked."""

from collections.abc import Collection, Sequence

from agentlint.frameworks.handwired.agents import Agent
from agentlint.frameworks.handwired.steps import Step
from agentlint.frameworks.handwired.wiring import Wire


def people(found: Sequence[Step], model: Step, caller: int, taken: Collection[str]) -> list[Agent]:
    """Those who are asked while the function runs that leads the agents, each named after the function that asks.

    ``model`` is a call of a model in it, ``caller`` the level of that function, ``taken`` are the names of the agents.
    """
    lead = model.frames[caller].function
    made: dict[object, Agent] = {}
    for step in found:
        if caller >= len(step.frames) or step.frames[caller].function.node is not lead.node:
            continue
        asking = step.frames[-1].function
        own = len(step.frames) - 1 > caller and asking.name not in taken
        key, name, span = (
            (asking.node, asking.name, asking.span) if own else (step.event.span.node, "human", step.event.span)
        )
        made.setdefault(key, Agent(key, name, span)).steps.append(step)
    return list(made.values())


def turned_to(found: Sequence[Agent], links: Sequence[Wire]) -> list[Agent]:
    """The humans among ``found`` to whom an agent leads. One who gives the task, or asks, is no part of the work."""
    agents = {id(wire.target) for wire in links if not wire.source.is_human}
    return [one for one in found if id(one) in agents]
