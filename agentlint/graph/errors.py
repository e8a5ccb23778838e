"""What stands for an answer after an error, and goes on from node to node as if it were one."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from agentlint.graph.effects import Content, Effects, Handler, ModelCall, Source, StandIn, WayOut, Write
from agentlint.graph.model import Node, Orchestration
from agentlint.graph.queries import reachable

EXPECTED = re.compile(r"unavailable|not available|missing|failed|failure|error|no data|empty", re.IGNORECASE)
"""What a prompt says that tells the model what to do without an answer."""

NOTHING = frozenset({"none", "null", "n/a", "na", "-", "..."})
EXCUSE = re.compile(
    r"\bsorry\b|apolog|could ?n[o']t|can ?n[o']t|unable|unavailable|not available|fail|error|timed? ?out|went wrong|"
    r"no (response|answer|output|result|reply|data)",
    re.IGNORECASE,
)
"""How a text speaks that says that there is no answer."""
WELL = re.compile(
    r"\bno (concerns?|issues?|problems?|errors?|objections?|bugs?|risks?|findings?|comments?|changes?)\b|"
    r"^\W*(ok|okay|approved?|pass(ed)?|yes|valid|safe|correct|looks good|lgtm|fine)\W*$",
    re.IGNORECASE,
)
"""How a text speaks that says that a check went well."""
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


class Instead(StrEnum):
    """What stands where an answer would: the text of the error, nothing, an excuse, or a word that all is well."""

    ERROR = "error"
    NOTHING = "nothing"
    EXCUSE = "excuse"
    WELL = "well"


@dataclass(frozen=True, slots=True)
class HandedOn:
    """A ``call`` that is asked with ``what`` where an answer failed: ``handler`` did it, ``given`` is its way out."""

    what: Instead
    handler: Handler
    given: WayOut | None
    call: ModelCall


def handed_on(effects: Effects) -> Iterator[HandedOn]:
    """What stands in for answers that failed, and goes untested into what models are asked with."""
    for call in effects.models:
        for one in call.stand_ins:
            failed = [other for other in effects.models if other.location in one.asked and other is not call]
            handler = _handler_of(one, failed, call, effects)
            what = _instead(one.content)
            if handler is None or what is None or _is_expected(one, failed, call):
                continue
            yield HandedOn(what, handler, handler.exits[0] if len(handler.exits) == 1 else None, call)


def _handler_of(one: StandIn, failed: Sequence[ModelCall], call: ModelCall, effects: Effects) -> Handler | None:
    """The handler by which something came to stand in for an answer: its own, or the one that let the last try go."""
    guards = {guard for other in failed for guard in other.where.guards}
    handlers = [handler for guard in guards for handler in effects.handlers_of(guard)]
    if one.handler is not None:
        return next((handler for handler in handlers if handler.location.covers(one.handler)), None)
    for handler in handlers:
        around = handler.where.loops[-1:]
        tries = effects.repeat(around[0]) if around else None
        if tries is None or not tries.alike or not (handler.again or handler.goes_on):
            continue
        if tries.location not in call.where.loops or call.location in one.asked:
            return handler
    return None


def _instead(made: Content) -> Instead | None:
    """What stands in for an answer; None for what may be meant as an answer for such cases."""
    if Source.ERROR in made.sources:
        return Instead.ERROR
    said = " ".join(made.texts).strip()
    if not said or said.lower() in NOTHING:
        return Instead.NOTHING
    if EXCUSE.search(said):
        return Instead.EXCUSE
    return Instead.WELL if WELL.search(said) else None


def _is_expected(one: StandIn, failed: Sequence[ModelCall], call: ModelCall) -> bool:
    """Whether a test may have looked for it, or the prompt tells the model what to do with it."""
    texts = set(one.content.texts)
    before = {test for other in failed for test in other.where.condition}
    looked = any(not test.raised and test not in before for test in call.where.condition)
    told = (text for text in call.content.texts if not any(said in text for said in texts if said))
    return looked or any(EXPECTED.search(text) for text in told)


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
