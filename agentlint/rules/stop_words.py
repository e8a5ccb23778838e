"""Words in the text of messages that end a loop: where they are waited for, and who could say them."""

from collections.abc import Iterator
from dataclasses import dataclass

from agentlint.graph.bound import SignalKind
from agentlint.graph.condition import Condition, Decider, Test
from agentlint.graph.effects import Content, Source
from agentlint.graph.endings import alone
from agentlint.graph.evidence import Location
from agentlint.graph.loops import paced
from agentlint.graph.model import Decision, Loop, Node, NodeKind, Orchestration, Route
from agentlint.graph.tests import top

TEXTUAL = frozenset({"contains", "starts", "ends", "=="})


@dataclass(frozen=True, slots=True)
class StopWord:
    """A word that a decision of a loop waits for in order to leave it. ``everywhere``: in any of the messages.

    ``enough``: nothing else must be said besides. ``decision`` is the node that decides, None for a whole conversation.
    """

    word: str
    source: str
    key: str
    at: Location | None
    everywhere: bool
    enough: bool = True
    decision: str | None = None


def stop_words(loop: Loop, graph: Orchestration) -> Iterator[StopWord]:
    """The words at which a loop is left, by what a model says in free text."""
    yield from _tested(loop, graph)
    if loop == graph.loops[0] and not paced(loop, graph):
        yield from _signalled(graph)


def _signalled(graph: Orchestration) -> Iterator[StopWord]:
    """The words that end the conversation of a team."""
    for bound in graph.bounds:
        for signal in bound.signals if bound.explicit and bound.decided_by is not Decider.HUMAN else ():
            if signal.kind is SignalKind.TEXT and signal.text:
                enough = alone(bound) is not None
                everywhere = signal.sources is None and enough
                yield StopWord(signal.text, bound.derivation.strip("`"), "task", bound.location, everywhere, enough)


def _tested(loop: Loop, graph: Orchestration) -> Iterator[StopWord]:
    said = _said(loop, graph)
    told: set[tuple[str, str]] = set()
    for decision in graph.decisions:
        if decision.source not in loop.nodes:
            continue
        leaving = [route for route in decision.routes if _target(route, decision) not in loop.nodes]
        if not all(any(_waits(one) for one in route.condition) for route in leaving):
            continue
        for route in leaving:
            for condition in route.condition:
                for asked in _waited(condition.asks, holds=condition.holds):
                    name = top(asked.path)
                    if asked.text is None or not said.get(name, False) or (decision.source, asked.text) in told:
                        continue
                    told.add((decision.source, asked.text))
                    everywhere = "[]" in asked.path or asked.path.partition(".")[2] == name
                    source = decision.source
                    yield StopWord(asked.text, source, name, condition.location, everywhere, decision=source)


def _waits(condition: Condition) -> bool:
    return any(_waited(condition.asks, holds=condition.holds))


def _target(route: Route, decision: Decision) -> str | None:
    table = {label: target for label, target, _ in decision.mapping or ()}
    return table.get(route.value, route.value) if route.value is not None else None


def _waited(test: Test, *, holds: bool) -> Iterator[Test]:
    """The questions for a word that must be answered with yes."""
    if test.how == "not":
        yield from _waited(test.parts[0], holds=not holds)
    elif test.parts:
        for part in test.parts:
            yield from _waited(part, holds=holds)
    elif test.how in TEXTUAL and holds and test.text is not None and any(map(str.isalpha, test.text)):
        yield test


def _said(loop: Loop, graph: Orchestration) -> dict[str, bool]:
    """The keys that hold free text of a model, and whether nothing else that decides is written to them."""
    found: dict[str, bool] = {}
    for node in map(graph.node, loop.nodes):
        if node is None:
            continue
        if node.effects is None and node.kind is NodeKind.AGENT:
            found.setdefault("messages", True)
        for write in node.effects.writes if node.effects is not None else ():
            sources = set(write.content.sources)
            if sources & {Source.STRUCTURED, Source.HUMAN} or (Source.MODEL not in sources and write.content.texts):
                found[write.key] = False
            elif Source.MODEL in sources:
                found.setdefault(write.key, True)
    return found


def awaited(graph: Orchestration) -> bool:
    """Whether a prompt may ask for a word that ends the conversation by the framework's default."""
    known = spoken(graph)
    words = [one.text for bound in graph.bounds for one in bound.signals if one.kind is SignalKind.TEXT and one.text]
    return known is None or any(word.casefold() in known.casefold() for word in words)


def spoken(graph: Orchestration) -> str | None:
    """All text that the code gives the models of the graph; None where some of it is not known."""
    texts = [text for run in graph.runs for _, value in run.values for text in value.texts]
    for node in graph.nodes:
        texts += [node.instructions or "", node.description or ""]
        if node.effects is None:
            if not _is_told(node):
                return None
            continue
        if not node.effects.complete or node.effects.graphs:
            return None
        contents: list[Content] = [call.content for call in node.effects.models]
        if any({Source.UNKNOWN, Source.OUTSIDE} & set(one.sources) or not one.texts for one in contents):
            return None
        contents += [write.content for write in node.effects.writes]
        texts += [text for content in contents for text in content.texts]
    texts += [text for tool in graph.tools for text in (tool.description, *tool.returns.texts)]
    return "\n".join(texts)


def _is_told(node: Node) -> bool:
    """Whether all is known that the code tells the model of a node, if it asks one."""
    if node.kind is NodeKind.AGENT:
        return node.instructions is not None and node.output_contract is None
    return node.kind is not NodeKind.SUBGRAPH
