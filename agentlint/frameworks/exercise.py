"""Which tests exercise the escalations of a graph: what they run, call and name. What is plausible counts."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from agentlint.evaluate import Machine, Outcome, outcomes
from agentlint.evaluate.relevance import parts
from agentlint.evaluate.values import (
    Arguments,
    Cells,
    Conditions,
    Const,
    Event,
    Function,
    Mapping,
    Parameter,
    Partial,
    Value,
    unknown,
)
from agentlint.evaluate.watching import calls_in_tests
from agentlint.frameworks.base import Destinations, Overlay
from agentlint.frameworks.demands import demanded
from agentlint.frameworks.suite import CLIENT_CALLS, Suite, Written
from agentlint.graph.escalation import escalations
from agentlint.graph.evidence import Location
from agentlint.graph.model import Decision, Edge, NodeKind, Orchestration
from agentlint.graph.queries import reachable
from agentlint.graph.tested import Exercise, Proof
from agentlint.source.tests import is_test

STAND_IN = re.compile("patch|mock|fake|stub|dummy", re.IGNORECASE)
"""How tests name what stands in for a model."""


def exercised(machine: Machine, overlay: Overlay, suite: Suite, graph: Orchestration) -> Orchestration:
    """``graph`` with the tests that import what it is made of, and those that may take its escalations."""
    ways = set() if graph.prebuilt or is_test(graph.location.path) else set(escalations(graph))
    touching = suite.importing(_paths(graph)) if ways else []
    if not touching:
        return graph
    tests = _Tests(machine, overlay, suite, graph, touching)
    edges = tuple(replace(edge, tests=tests.of(edge)) if edge in ways else edge for edge in graph.edges)
    return replace(graph, edges=edges, tests=tuple(module.source.path for module in touching))


def _paths(graph: Orchestration) -> list[str]:
    """The modules that the graph is made of, and those in which it is run."""
    places = [graph.location, *(node.defined_at for node in graph.nodes), *(run.location for run in graph.runs)]
    places += [decision.defined_at for decision in graph.decisions]
    return [path for path in dict.fromkeys(place.path for place in places if place is not None) if not is_test(path)]


@dataclass(frozen=True, slots=True)
class _Choice:
    """What a test makes a decision choose, under conditions that the input leaves open."""

    how: Proof
    place: Location
    ways: Destinations


class _Tests:
    """What the tests that import a graph do to it."""

    def __init__(
        self, machine: Machine, overlay: Overlay, suite: Suite, graph: Orchestration, touching: list[Written]
    ) -> None:
        self._machine, self._overlay, self._suite, self._graph = machine, overlay, suite, graph
        self._touching = touching
        self._functions = _functions(machine)
        self._texts = [text.lower() for module in touching for text, _ in module.constants]
        self._stubs = any(STAND_IN.search(name) for module in touching for name in module.identifiers)
        self._inputs = list(self._runs())
        self._choices: dict[tuple[Location, str], list[_Choice]] = {}

    def of(self, edge: Edge) -> tuple[Exercise, ...]:
        """The first test that may take an escalation, for each way of knowing."""
        found: dict[Proof, Exercise] = {}
        node = self._graph.node(edge.target)
        function = (node.target or "").rpartition(".")[2] if node is not None else ""
        for name in dict.fromkeys((_value(edge), edge.target, function)):
            place = self._suite.naming(name) if name and not name.startswith(("_", "<")) else None
            if place is not None:
                found.setdefault(Proof.NAME, Exercise(Proof.NAME, place))
        for decision in self._graph.decisions:
            for choice in self._chosen(decision) if decision.source == edge.source else ():
                if choice.how not in found and any(self._leads(way, edge, decision) for way in choice.ways):
                    found[choice.how] = Exercise(choice.how, choice.place)
        return tuple(found.values())

    def _leads(self, way: tuple[str | None, Conditions], edge: Edge, decision: Decision) -> bool:
        """Whether a way may lead to the edge's target: what it asks for may come about in a test."""
        name, conditions = way
        return name in (_value(edge), None) and all(self._may_be(texts, decision) for texts in demanded(conditions))

    def _may_be(self, wanted: tuple[str, ...], decision: Decision) -> bool:
        """Whether a value may hold one of some texts: the code gives it, a stub says it, or a real model might."""
        if not self._stubs or any(one.lower() in text for one in wanted for text in self._texts):
            return True
        return not self._given_elsewhere(decision).isdisjoint(wanted)

    def _given_elsewhere(self, decision: Decision) -> set[str]:
        """The texts in the code of the graph, but for those in what decides."""
        own = {
            id(part) for function, _ in self._functions.get(decision.defined_at, ()) for part in parts(function.node)
        }
        sources = [source for path in _paths(self._graph) if (source := self._machine.project.get(path)) is not None]
        return {text for source in sources for text, node in Written(source).constants if id(node) not in own}

    def _chosen(self, decision: Decision) -> list[_Choice]:
        """What the tests make a decision choose, by running the graph and by calling what decides."""
        key = decision.location, decision.source
        if key not in self._choices:
            ran = [_Choice(Proof.RUN, at, self._after(decision, given)) for at, given in self._inputs]
            self._choices[key] = [*ran, *self._asked(decision)]
        return self._choices[key]

    def _runs(self) -> Iterator[tuple[Location, Value | None]]:
        """The places in tests that run the graph, each with the input where it is known.

        A test that sends something to a server, or calls what runs the graph, may run it with anything.
        """
        places = {(run.location.path, run.location.line) for run in self._graph.runs}
        seen: set[tuple[str, int]] = set()
        for event in _events(self._machine, places):
            for span in (event.span, *reversed(event.calls)):
                if is_test(span.module.path):
                    seen.add((span.module.path, getattr(span.node, "lineno", 0)))
                    yield span.location, event.arguments.get(0, "input")
                    break
        own = {run.scope.rpartition(".")[2] for run in self._graph.runs if not run.test}
        for module in self._touching:
            for name in (self._overlay.runs | CLIENT_CALLS | own) & module.calls.keys():
                for call in module.calls[name]:
                    if (module.source.path, call.lineno) not in seen:
                        yield module.at(call), _literal(call) if name in self._overlay.runs else None

    def _after(self, decision: Decision, given: Value | None) -> Destinations:
        """What a decision chooses in a run that begins with ``given``."""
        state = self._state(decision, given)
        found = self._outcomes(decision, Arguments((state,) if state is not None else ()))
        if not found or not all(outcome.complete for outcome in found):
            return [(None, ())]
        results = [one for outcome in found for one in _results(outcome)]
        return [way for value, conditions in results for way in self._overlay.destinations(value, conditions)]

    def _state(self, decision: Decision, given: Value | None) -> Value | None:
        """The state before a decision: what no node on the way to it writes is as it was given."""
        if not isinstance(given, Mapping) or given.rest is not None:
            return None
        cells: Cells = dict(given.known())
        for node in self._graph.nodes:
            if decision.source != node.name and decision.source not in reachable(self._graph, node.name):
                continue
            if node.effects is None and node.kind not in (NodeKind.TOOL, NodeKind.START):
                return None
            writes = node.effects.writes if node.effects is not None else ()
            if node.effects is not None and not all(exit.complete for exit in node.effects.exits):
                return None
            for key in ("messages",) if node.kind is NodeKind.TOOL else (write.key for write in writes):
                cells[Const(key)] = unknown(f"`{key}` is written on the way", None, Parameter(key))
        return Mapping(cells)

    def _asked(self, decision: Decision) -> Iterator[_Choice]:
        """What calls of the deciding function in the tests give; one that was not followed may give anything."""
        functions = [function for function, _ in self._functions.get(decision.defined_at, ())]
        names = {function.name for function in functions}
        for module in self._touching:
            if names.isdisjoint(module.identifiers):
                continue
            met = calls_in_tests(self._machine, module.source, functions)
            for one in met:
                yield _Choice(Proof.CALL, one.span.location, self._overlay.destinations(one.value, ()))
            for name in () if met else names & module.calls.keys():
                yield _Choice(Proof.CALL, module.at(module.calls[name][0]), [(None, ())])

    def _outcomes(self, decision: Decision, given: Arguments) -> tuple[Outcome, ...]:
        return tuple(
            outcome
            for function, before in self._functions.get(decision.defined_at, ())
            for outcome in outcomes(self._machine, Partial(function, before), given, function.span)
        )


def _value(edge: Edge) -> str:
    """What a decision gives to take the edge."""
    return edge.label or edge.target


def _results(outcome: Outcome) -> list[tuple[Value, Conditions]]:
    """What a function gives, each with the path condition."""
    return [(exit.value, exit.conditions) for exit in outcome.exits] + [(value, ()) for value in outcome.yields]


def _functions(machine: Machine) -> dict[Location | None, list[tuple[Function, Arguments]]]:
    """The functions that were looked at, by their place, with what was bound to them."""
    found: dict[Location | None, list[tuple[Function, Arguments]]] = {}
    for function, before, given in machine.outcomes:
        if given == Arguments():
            found.setdefault(function.span.location, []).append((function, before))
    return found


def _events(machine: Machine, places: set[tuple[str, int]]) -> Iterator[Event]:
    """What happened at certain places, by path and line."""
    for made in machine.traced:
        for event in made.events:
            if (event.span.module.path, getattr(event.span.node, "lineno", 0)) in places:
                yield event


def _literal(call: ast.Call) -> Value | None:
    """The first argument of a call where it is written out; None where it is not."""
    try:
        written = ast.literal_eval(call.args[0])
    except (IndexError, ValueError, TypeError):
        return None
    plain = isinstance(written, dict) and all(
        isinstance(part, str | int | float | bool | None) for item in written.items() for part in item
    )
    return Mapping({Const(key): Const(value) for key, value in written.items()}) if plain else None
