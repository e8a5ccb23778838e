"""Alternatives that start from the same state."""

from collections.abc import Callable

from agentlint.evaluate.heap import Delta
from agentlint.evaluate.machine import Machine
from agentlint.evaluate.values import Conditions


def either(machine: Machine, branches: list[tuple[Conditions, Callable[[], bool]]]) -> bool:
    """Run alternatives from the same state, join what they leave behind.

    Where only one of them goes on, its condition stays on the path.
    """
    before = machine.conditions
    alive: list[tuple[Delta, Conditions]] = []
    for conditions, run in branches:
        machine.heap.push()
        machine.conditions = (*before, *conditions)
        goes_on = False
        try:
            goes_on = run()
        finally:
            after = machine.conditions[len(before) :]
            delta = machine.heap.pop()
            machine.conditions = before
        if goes_on:
            alive.append((delta, after))
    if not alive:
        return False
    machine.heap.merge(alive)
    if len(alive) == 1:
        machine.conditions = (*before, *alive[0][1])
    return True
