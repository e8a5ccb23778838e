"""What stands for an answer after an error, and goes on from node to node as if it were one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from agentlint.graph.effects import Content, Effects, Handler, ModelCall, Source, WayOut, Write
from agentlint.graph.model import Node, Orchestration
from agentlint.graph.queries import reachable

EXPECTED = re.compile(r"unavailable|not available|missing|failed|failure|error|no data|empty", re.IGNORECASE)
"""What a prompt says that tells the model what to do without an answer."""

LOOKED = re.compile(r"error|fail|startswith|isinstance|success|\bok\b|is None|is not None", re.IGNORECASE)
"""How a test reads that tells an error from an answer."""
ANSWERS = {Source.MODEL, Source.STRUCTURED, Source.OUTSIDE}


@dataclass(frozen=True, slots=True)
class Taken:
    """A ``write`` of an error's text, or of nothing, with which a ``reader`` behind it asks a model, untested."""

    write: Write
    reader: Node
    call: ModelCall

    @property
    def empty(self) -> bool:
        """Whether nothing stands where the answer would."""
        return Source.ERROR not in self.write.content.sources


@dataclass(frozen=True, slots=True)
class HandedOn:
    """A handler that gives an error's text where its function gives an answer otherwise, and a ``call`` told it."""

    given: WayOut
    call: ModelCall

    @property
    def empty(self) -> bool:
        """Whether nothing is given where the answer would be."""
        return _is_empty(self.given.returns)


def handed_on(effects: Effects) -> Iterator[HandedOn]:
    """The errors that a function is given as answers, and with which it asks a model, untested."""
    for handler in effects.handlers:
        for exit in handler.exits:
            told = Source.ERROR in exit.returns.sources or _is_empty(exit.returns)
            if not told or not _guards_model(handler, effects):
                continue
            for call in effects.models:
                if call.where.order > handler.where.order and _is_told(exit.returns, call):
                    yield HandedOn(exit, call)
                    break


def _guards_model(handler: Handler, effects: Effects) -> bool:
    return any(handler.guard in call.where.guards for call in effects.models)


def _is_empty(given: Content) -> bool:
    return given.sources == (Source.CONSTANT,) and given.texts == ("",)


def _is_told(error: Content, call: ModelCall) -> bool:
    """Whether a prompt holds an error's text, and nothing has looked for it before."""
    texts = set(error.texts)
    held = (Source.MODEL if _is_empty(error) else Source.ERROR) in call.content.sources
    held = held and texts <= set(call.content.texts)
    looked = any(LOOKED.search(test.text) for test in call.where.condition)
    return held and not looked and not any(EXPECTED.search(text) for text in set(call.content.texts) - texts)


def taken_for_answer(node: Node, graph: Orchestration) -> Taken | None:
    """The first error of a node that stands where its answer does, and that nothing looks at before it is used."""
    effects = node.effects
    if effects is None or not effects.complete or graph.state is None:
        return None
    for write in _errors(effects):
        key = graph.state.key(write.key)
        if key is not None and key.reducer is None and not _is_tested(write.key, node, graph):
            for reader, call in _asked(write.key, node, graph):
                return Taken(write, reader, call)
    return None


def _errors(effects: Effects) -> list[Write]:
    """Writes of an error's text, or of nothing after an error, to a key that holds an answer otherwise."""
    answers = {write.key for write in effects.writes if ANSWERS & set(write.content.sources)}
    after = [write for exit in effects.exits if exit.raised for write in exit.writes]
    if any(write.key not in answers for write in after):
        return []
    errors = [write for write in effects.writes if Source.ERROR in write.content.sources and write.key in answers]
    return errors + [write for write in after if write.truth is False and write not in errors]


def _is_tested(key: str, node: Node, graph: Orchestration) -> bool:
    """Whether a decision behind the node looks at the key."""
    behind = reachable(graph, node.name)
    return any(
        decision.source in behind and any(read.key == key for read in decision.effects.reads)
        for decision in graph.decisions
        if decision.effects is not None and not decision.command
    )


def _asked(key: str, node: Node, graph: Orchestration) -> Iterator[tuple[Node, ModelCall]]:
    """The agents behind the node that are asked with the key without a test of it."""
    behind = reachable(graph, node.name)
    for other in graph.nodes:
        if other.name == node.name or other.name not in behind or other.effects is None:
            continue
        for call in other.effects.models:
            expected = any(EXPECTED.search(text) for text in call.content.texts)
            held = any(path == key or path.startswith((f"{key}.", f"{key}[")) for path in call.content.paths)
            tested = any(key in path.split(".") for test in call.where.condition for path in test.reads)
            if held and not tested and not expected:
                yield other, call
