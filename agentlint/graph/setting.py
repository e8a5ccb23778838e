"""What the code leaves open and could say: the place where an edit would say it."""

from dataclasses import dataclass

from agentlint.graph.evidence import Location


@dataclass(frozen=True, slots=True)
class Setting:
    """Something that the call or the dict at ``location`` does not say.

    ``names`` lead to it: the keyword of the call or the key of the dict, then the keys of the dicts in its value.
    """

    location: Location
    names: tuple[str, ...]
