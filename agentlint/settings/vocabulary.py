"""The names that settings may use. Those who know rules and formats say which there are."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path


def no_rules(_: Path) -> Mapping[str, type | None]:
    """What a folder holds for those who take no rules from one."""
    return {}


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """``rules`` with the dataclass of their options where they have any, ``groups`` of rules, output ``formats``.

    ``house`` gives the rules that a project keeps in a folder, and raises a `ValueError` that says why it cannot.
    """

    rules: Mapping[str, type | None]
    groups: tuple[str, ...]
    formats: tuple[str, ...]
    house: Callable[[Path], Mapping[str, type | None]] = no_rules


def meant(name: str, known: object) -> str:
    """The question which of the ``known`` names was meant; empty where none is near."""
    near = get_close_matches(name, [str(one) for one in known], 1) if isinstance(known, tuple | list) else []
    return f"did you mean `{near[0]}`?" if near else ""
