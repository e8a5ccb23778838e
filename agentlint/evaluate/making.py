"""Objects that somebody else makes with the project's code: a factory is called when the project has been read."""

from agentlint.evaluate.limits import OutOfFuel
from agentlint.evaluate.machine import Machine
from agentlint.evaluate.values import Arguments, Span, Value, unknown


def make(machine: Machine, factory: Value, span: Span) -> Value:
    """What calling a factory, or a class, without arguments gives. Unlike with `outcomes`, what it makes stays made."""
    spent, fuel, log = machine.spent, machine.fuel, machine.log
    machine.fuel, machine.log = machine.look(), None
    try:
        return machine.call(factory, Arguments(), span)
    except (OutOfFuel, RecursionError):
        return unknown("too large to follow to its end", span)
    finally:
        machine.looked += machine.spent - spent
        machine.spent, machine.fuel, machine.log = spent, fuel, log
