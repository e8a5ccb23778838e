"""What AutoGen and AG2 made, and how."""

from agentlint.evaluate import Machine
from agentlint.evaluate.values import External, Traced, Value
from agentlint.frameworks.ag2.vocabulary import PACKAGES
from agentlint.frameworks.constructions import Construction as Construction
from agentlint.frameworks.constructions import Maker as Maker
from agentlint.frameworks.constructions import constructed


def makers(machine: Machine) -> list[Maker]:
    """Every object that foreign code made, or that is of a project class."""
    found: dict[Maker, None] = dict.fromkeys(machine.traced)
    return list(found | dict.fromkeys(machine.instances))


def construction(value: Value) -> Construction | None:
    """How a value was made; None for what is not made by the framework."""
    return constructed(value, PACKAGES)


def function(value: Value) -> str:
    """The name of the function of the framework that gave a value; empty for anything else."""
    match value:
        case Traced(callee=External(name)) if name.partition(".")[0] in PACKAGES:
            return name.rpartition(".")[2]
        case _:
            return ""
