"""What models are told, and where their free text is taken for more than text."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from agentlint.graph.effects import Content, Reading, Source, Write
from agentlint.graph.evidence import Location
from agentlint.graph.functions import Function, working
from agentlint.graph.model import Decision, Node, Orchestration

JSON = "JSON"
"""The form of an answer of which nothing but the notation is known."""
WORDS = ("in", "==", "!=")
"""Readings that fail for no text."""

Writes = tuple[tuple[Node, Write], ...]
"""The writes by which a model's text came to be a value: none where the model is asked at the place itself."""


Chooser = Decision | Node | Orchestration
"""Who goes where it is told: the graph stands for the function that leads it."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """A place where ``functions`` take a model's free text for data, and fail where it is none."""

    location: Location
    how: str
    functions: tuple[Function, ...]
    writes: Writes


@dataclass(frozen=True, slots=True)
class Chosen:
    """A place where a model's free text is the next step of ``chooser``, or is looked up as if it were in a table."""

    chooser: Chooser
    location: Location
    lookup: bool
    writes: Writes


def prompts(node: Node) -> Iterator[str]:
    """The constant texts that the models of a node are asked with."""
    if node.instructions is not None:
        yield node.instructions
    for call in node.effects.models if node.effects is not None else ():
        yield from call.content.texts


def parsed(graph: Orchestration) -> Iterator[Parsed]:
    """Every place where free text is read as data, with nothing between it and the failure."""
    found: defaultdict[Location, list[tuple[Function, Reading]]] = defaultdict(list)
    for function in working(graph):
        if function.node is not None and function.node.retry is not None:
            continue
        for reading in function.effects.readings:
            if _may_fail(reading) and _written(reading.content, graph) is not None:
                found[reading.location].append((function, reading))
    for place, readings in found.items():
        first = readings[0][1]
        yield Parsed(place, first.how, tuple(one for one, _ in readings), _written(first.content, graph) or ())


def chosen(graph: Orchestration) -> Iterator[Chosen]:
    """Every place where untested free text decides, once."""
    told: set[Location] = set()
    for chooser, place, content, lookup in _untested(graph):
        writes = _written(content, graph, form=JSON)
        if writes is not None and place not in told:
            told.add(place)
            yield Chosen(chooser, place, lookup, writes)


def _may_fail(reading: Reading) -> bool:
    """Whether nothing stands between the text and the failure."""
    return not (reading.how in WORDS or reading.checked or reading.where.guards or reading.where.holds)


def _untested(graph: Orchestration) -> Iterator[tuple[Chooser, Location, Content, bool]]:
    """The values that decide, and the keys of tables, that nothing has tested; handlers may deal with any of them."""
    for decision in graph.decisions:
        node = graph.node(decision.source)
        effects = node.effects if decision.command and node else decision.effects
        if effects is not None and not effects.handlers:
            yield from ((decision, one.location, one.content, one.lookup) for one in decision.open if not one.checked)
    for function in working(graph):
        chooser = function.node if function.node is not None else graph
        if not function.effects.handlers:
            yield from (
                (chooser, one.location, one.content, True) for one in function.effects.lookups if not one.checked
            )


def _written(content: Content, graph: Orchestration, *, form: str | None = None) -> Writes | None:
    """The writes by which a model's unchecked text came to be ``content``; None where it is no such text.

    An answer in a ``form`` that says nothing of its values is one, too.
    """
    if _is_free(content) or (form is not None and content.schema == form and _is_said(content)):
        return ()
    if set(content.sources) != {Source.STATE} or len(content.paths) != 1:
        return None
    writes = [
        (node, write)
        for node in graph.nodes
        if node.effects is not None
        for write in node.effects.writes
        if write.key == content.paths[0] and not write.checked and _is_free(write.content)
    ]
    return tuple(writes) or None


def _is_said(content: Content) -> bool:
    return set(content.sources) <= {Source.STRUCTURED, Source.CONSTANT}


def _is_free(content: Content) -> bool:
    """Whether a model wrote it, and constants at most were put to it."""
    return Source.MODEL in content.sources[:1] and set(content.sources) <= {Source.MODEL, Source.CONSTANT}
