"""What an overlay is: a table of what calls mean, and the words in which it tells the graph."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from agentlint.evaluate import Machine
from agentlint.evaluate.values import Conditions, Value
from agentlint.graph.model import Orchestration, Unresolved

Destinations: TypeAlias = list[tuple[str | None, Conditions]]
"""Routes that a decision may take, each with its path condition; None for one that is not known."""


def _anywhere(_: Value, conditions: Conditions) -> Destinations:
    return [(None, conditions)]


@dataclass(frozen=True, slots=True)
class Overlay:
    """A framework as the analyser knows it.

    ``packages`` are its import roots: only where one of them is mentioned is the overlay consulted, and their own
    source is never read, even where it lies in the tree. ``words`` are the names by which code builds something with
    it, ``parts`` those among them that make no graph by themselves. ``fluent`` maps qualified class names to the
    methods that return the object itself. ``read`` turns the traces of a run into orchestrations. ``runs`` are the
    methods that run a graph, and ``destinations`` names the routes that a decision takes which gives a value under a
    path condition, None for one that is not known.
    """

    name: str
    packages: tuple[str, ...]
    words: frozenset[str]
    read: Callable[[Machine], Iterator[Orchestration]]
    fluent: dict[str, frozenset[str]] = field(default_factory=dict)
    versions: str = ""
    runs: frozenset[str] = frozenset()
    destinations: Callable[[Value, Conditions], Destinations] = _anywhere
    parts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Problem:
    """An internal error that was contained: which part failed, and how. The rest of the run went on."""

    where: str
    what: str


@dataclass(frozen=True, slots=True)
class Extraction:
    """Everything that the overlays found in a project.

    ``loose`` are functions that ask a model and are part of no orchestration: each is told as a graph without nodes.
    """

    orchestrations: tuple[Orchestration, ...]
    unresolved: tuple[Unresolved, ...] = ()
    problems: tuple[Problem, ...] = ()
    loose: tuple[Orchestration, ...] = ()
