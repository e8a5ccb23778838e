"""What agents do when a message comes, where messages and not a fixed order decide who runs next."""

from dataclasses import dataclass

from agentlint.graph.condition import Condition
from agentlint.graph.evidence import Location

Receiver = tuple[str, str]
"""A reaction by its node and its name."""


@dataclass(frozen=True, slots=True)
class Emission:
    """A message that is sent out. ``message`` is its type, ``to`` are the reactions that it sets off.

    ``resolved`` is false where nobody can tell whom it reaches.
    """

    message: str
    location: Location
    to: tuple[Receiver, ...] = ()
    resolved: bool = True


@dataclass(frozen=True, slots=True)
class Way:
    """A way through a reaction: the path condition, and all that is certainly sent out on it."""

    condition: tuple[Condition, ...] = ()
    emits: tuple[Emission, ...] = ()


@dataclass(frozen=True, slots=True)
class Reaction:
    """What a node does with messages of some types, by the name of the function that does it.

    ``ways`` are those through the function; none where they are not all known. ``may`` is all that it may send out.
    """

    node: str
    name: str
    location: Location
    takes: tuple[str, ...] = ()
    ways: tuple[Way, ...] = ()
    may: tuple[Emission, ...] = ()

    @property
    def receiver(self) -> Receiver:
        """How others refer to it."""
        return self.node, self.name
