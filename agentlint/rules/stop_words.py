"""Words in the text of messages that end a loop: where they are waited for, and who could say them."""

from collections.abc import Iterator
from dataclasses import dataclass

from agentlint.graph.condition import Condition, Test
from agentlint.graph.effects import Content, Source
from agentlint.graph.model import Decision, Loop, NodeKind, Orchestration, Route
from agentlint.graph.tests import top

TEXTUAL = frozenset({"contains", "starts", "ends", "=="})


@dataclass(frozen=True, slots=True)
class StopWord:
    """A word that a decision of a loop waits for in order to leave it. ``everywhere``: in any of the messages."""

    word: str
    source: str
    key: str
    test: Condition
    everywhere: bool


def stop_words(loop: Loop, graph: Orchestration) -> Iterator[StopWord]:
    """The words at which a decision leaves the loop, by what a model says in free text."""
    said = _said(loop, graph)
    told: set[tuple[str, str]] = set()
    for decision in graph.decisions:
        if decision.source not in loop.nodes:
            continue
        for route in decision.routes:
            if _target(route, decision) in loop.nodes:
                continue
            for condition in route.condition:
                for asked in _waited(condition.asks, holds=condition.holds):
                    name = top(asked.path)
                    if asked.text is None or not said.get(name, False) or (decision.source, asked.text) in told:
                        continue
                    told.add((decision.source, asked.text))
                    everywhere = "[]" in asked.path or asked.path.partition(".")[2] == name
                    yield StopWord(asked.text, decision.source, name, condition, everywhere)


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
            if Source.STRUCTURED in sources or (Source.MODEL not in sources and write.content.texts):
                found[write.key] = False
            elif Source.MODEL in sources:
                found.setdefault(write.key, True)
    return found


def spoken(graph: Orchestration) -> str | None:
    """All text that the code gives the models of the graph; None where some of it is not known."""
    texts = [text for run in graph.runs for _, value in run.values for text in value.texts]
    for node in graph.nodes:
        texts += [node.instructions or ""]
        if node.effects is None:
            if node.kind in (NodeKind.AGENT, NodeKind.SUBGRAPH):
                return None
            continue
        if not node.effects.complete or node.effects.graphs:
            return None
        contents: list[Content] = [call.content for call in node.effects.models]
        if any({Source.UNKNOWN, Source.OUTSIDE} & set(content.sources) for content in contents):
            return None
        contents += [write.content for write in node.effects.writes]
        texts += [text for content in contents for text in content.texts]
    texts += [tool.description for tool in graph.tools]
    return "\n".join(texts)
