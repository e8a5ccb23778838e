"""A remedy as data: which places of the source change, and how. `agentlint.fixes` makes the change."""

from dataclasses import dataclass

from agentlint.graph.evidence import Location


@dataclass(frozen=True, slots=True)
class Put:
    """Let the call, the dict or the list at ``at`` say ``value``.

    ``names`` lead to it: the keyword of a call or the key of a dict, then the keys of the dicts in its value. A list
    gets ``value`` as one more element.
    """

    at: Location
    names: tuple[str, ...]
    value: str | int | bool


@dataclass(frozen=True, slots=True)
class Respell:
    """Let the string at ``at`` say ``text``."""

    at: Location
    text: str


@dataclass(frozen=True, slots=True)
class Accept:
    """Let a comment say that what ``rule`` finds at ``at`` is accepted, and why."""

    at: Location
    rule: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Revoke:
    """Let the comment at ``at`` no longer say that what ``rule`` finds is accepted."""

    at: Location
    rule: str


Edit = Put | Respell | Accept | Revoke


@dataclass(frozen=True, slots=True)
class Fix:
    """Edits that remove a finding together. ``title`` says what they do, in the imperative.

    ``safe``: the program does the same afterwards, in every run.
    """

    title: str
    safe: bool
    edits: tuple[Edit, ...]
