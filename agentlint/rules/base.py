"""What a rule is: a function from one element of an orchestration to claims about it.

The type of the first parameter of ``check`` decides what it is called on; a second one may be the whole graph,
and the last one the options of the rule: a frozen dataclass of keys that have defaults.
"""

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, is_dataclass, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Self, get_type_hints

from agentlint.diagnostics.finding import Finding, Label, Level
from agentlint.diagnostics.fix import Fix
from agentlint.diagnostics.ignores import Idle
from agentlint.graph.evidence import Confidence, Location
from agentlint.graph.functions import Function, functions
from agentlint.graph.identity import Element, identity
from agentlint.graph.model import Dangling, Decision, Edge, Loop, Node, Orchestration


class Group(StrEnum):
    """What a rule guards, for selecting rules in bulk."""

    CONTRACTS = "contracts"
    LOOPS = "loops"
    ESCALATION = "escalation"
    HANDOFFS = "handoffs"
    WIRING = "wiring"
    RESILIENCE = "resilience"
    DESIGN = "design"


@dataclass(frozen=True, slots=True)
class Claim:
    """What a rule says of the element that it was called on: ``message`` is the fact, ``help`` the remedy.

    Place, identity and confidence come from the element, the level from the rule. A claim says otherwise only where it
    knows better: ``about`` another element, ``at`` another place; ``part`` tells apart several faults of one element.
    ``fix`` is the remedy as edits, where there is one that needs no judgement of the whole.
    """

    message: str
    label: str = ""
    help: str = ""
    about: "Element | Function | None" = None
    at: Location | None = None
    part: str = ""
    level: Level | None = None
    confidence: Confidence = Confidence.PROVEN
    labels: tuple[Label, ...] = ()
    notes: tuple[str, ...] = ()
    fix: Fix | None = None

    def labelled(self, message: str, location: Location | None) -> Self:
        """The claim with one more labelled place; a place that is unknown is left out."""
        if location is None:
            return self
        return replace(self, labels=(*self.labels, Label(message, location)))

    def labelled_each(self, places: Iterable[tuple[str, Location | None]]) -> Self:
        """The claim with a label for each place."""
        claim = self
        for message, location in places:
            claim = claim.labelled(message, location)
        return claim

    def noted(self, note: str) -> Self:
        """The claim with one more reason."""
        return replace(self, notes=(*self.notes, note))


Subject = Element | Function

SUBJECTS: Mapping[type, Callable[[Orchestration], tuple[Subject, ...]]] = MappingProxyType(
    {
        Node: lambda graph: graph.nodes,
        Edge: lambda graph: graph.edges,
        Loop: lambda graph: graph.loops,
        Decision: lambda graph: graph.decisions,
        Dangling: lambda graph: graph.dangling,
        Function: functions,
        Orchestration: lambda graph: (graph,),
        Idle: lambda graph: (),  # a comment belongs to no graph
    }
)


NOTHING_SET: Mapping[str, object] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the catalogue. ``suspects``: it cannot prove what it says; ``pedantic``: only those who ask hear it."""

    id: str
    summary: str
    level: Level
    group: Group
    since: str
    subject: type
    check: Callable[..., Iterator[Claim]]
    suspects: bool = False
    pedantic: bool = False
    options: type | None = None

    def findings(self, graph: Orchestration, options: Mapping[str, object] = NOTHING_SET) -> Iterator[Finding]:
        """Every violation of the rule in ``graph``, with ``options`` as they are set by the names of their fields.

        What several nodes share is told once for each place.
        """
        chosen = (self.options(**options),) if self.options is not None else ()
        whole = (graph,) if len(inspect.signature(self.check).parameters) > 1 + len(chosen) else ()
        told: set[Location | None] = set()
        for subject in SUBJECTS[self.subject](graph):
            for claim in self.check(subject, *whole, *chosen):
                if not (isinstance(subject, Function) and claim.at in told):
                    yield self._finding(claim, claim.about or subject, graph)
                told.add(claim.at)

    def _finding(self, claim: Claim, subject: Subject, graph: Orchestration) -> Finding:
        about = element(subject)
        doubt = Confidence.LIKELY if self.suspects else Confidence.PROVEN
        doubt = Confidence.GUESSED if graph.test else doubt  # what only tests build may be wrong on purpose
        confidence = weakest(claim.confidence, certainty(about), doubt)
        level = claim.level or self.level
        if level is Level.ERROR and confidence is not Confidence.PROVEN:
            level = Level.WARNING
        name = identity(graph, about)
        return Finding(
            rule=self.id,
            level=level,
            confidence=confidence,
            message=claim.message,
            location=claim.at or place(about) or graph.location,
            graph=graph.name,
            element=f"{name} = {claim.part}" if claim.part else name,
            label=claim.label,
            labels=claim.labels,
            notes=claim.notes,
            help=claim.help,
            flow=flow(about),
            fix=claim.fix,
            local=isinstance(subject, Function),
        )


def element(subject: Subject) -> Element:
    """The element of the graph that a subject is, or that it runs for."""
    return subject.element if isinstance(subject, Function) else subject


def place(element: Element) -> Location | None:
    """Where the element comes into being, None for the nodes that every graph has."""
    match element:
        case Node():
            return element.location or element.defined_at
        case _:
            return element.location


def flow(element: Element) -> tuple[Label, ...]:
    """The way of control that the element is: once round a loop."""
    cycle = element.cycle if isinstance(element, Loop) else ()
    return tuple(Label(f"`{edge.source}` → `{edge.target}`", edge.location) for edge in cycle)


def certainty(element: Element) -> Confidence:
    """How sure it is that the element is as the model says."""
    match element:
        case Node() | Edge() | Dangling():
            return element.confidence
        case Loop():
            return weakest(*(edge.confidence for edge in element.cycle))
        case Decision() | Orchestration():
            return Confidence.PROVEN


def weakest(*confidences: Confidence) -> Confidence:
    """The least sure of ``confidences``."""
    return max(confidences, key=list(Confidence).index)


def rule(
    rule_id: str,
    summary: str,
    *,
    level: Level,
    group: Group,
    since: str,
    suspects: bool = False,
    pedantic: bool = False,
) -> Callable[[Callable[..., Iterator[Claim]]], Rule]:
    """Make a rule of a check. The registry finds it in its module under the name ``check``."""

    def declare(check: Callable[..., Iterator[Claim]]) -> Rule:
        if suspects and level is Level.ERROR:
            raise TypeError(f"{_source(check)}: a rule that only suspects cannot be an error")
        subject, options = _signature(check)
        return Rule(rule_id, summary, level, group, since, subject, check, suspects, pedantic, options)

    return declare


def _signature(check: Callable[..., Iterator[Claim]]) -> tuple[type, type | None]:
    """The type that ``check`` is called on, and that of its options, if it has any."""
    hints = get_type_hints(check)
    subject, *others = [hints.get(name) for name in inspect.signature(check).parameters] or [None]
    whole = others[:1] == [Orchestration]
    options, *more = others[whole:] or [None]
    if (
        not isinstance(subject, type)
        or subject not in SUBJECTS
        or not (options is None or (isinstance(options, type) and is_dataclass(options) and options not in SUBJECTS))
        or more
        or hints.get("return") != Iterator[Claim]
    ):
        subjects = ", ".join(kind.__name__ for kind in SUBJECTS)
        raise TypeError(
            f"{_source(check)}: a check is `check(element, graph: Orchestration, options) -> Iterator[Claim]`; "
            f"element is one of {subjects}, options are a dataclass, and the last ones may be left out"
        )
    return subject, options


def _source(check: Callable[..., Iterator[Claim]]) -> str:
    return f"{check.__code__.co_filename}:{check.__code__.co_firstlineno}"
