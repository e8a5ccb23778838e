"""Everything that is known of one node, each fact with the place that it comes from."""

from collections.abc import Iterator

from rich.text import Text

from agentlint.graph.evidence import Confidence, Location
from agentlint.graph.identity import identity
from agentlint.graph.model import START, Decision, Edge, Node, Orchestration, Payload, Route
from agentlint.graph.queries import dominators, ending, reachable
from agentlint.reporters.escape import escaped
from agentlint.reporters.snippet import position
from agentlint.reporters.wording import carried, counted, dearest, limit, name, short, when, why

Fact = tuple[str, str, Location | None]
"""What about the node, what is known, and where it was read."""


def graph_explain(graph: Orchestration, node: Node) -> Text:
    """The facts about ``node``, a node of ``graph``."""
    facts = list(_facts(graph, node))
    width = max(len(topic) for topic, _, _ in facts)
    text = Text().append(name(node.name), "bold")
    text.append(f"  {node.kind.value} in {escaped(graph.name)}  {position(graph.location)}\n")
    before = ""
    for topic, fact, location in facts:
        text.append(f"  {topic if topic != before else '':{width}}  ").append(fact)
        text.append(f"  {position(location)}\n" if location else "\n", "dim")
        before = topic
    return text


def _facts(graph: Orchestration, node: Node) -> Iterator[Fact]:
    yield from _being(node)
    yield from _inside(node)
    yield from _around(graph, node)
    yield from _reach(graph, node)


def _being(node: Node) -> Iterator[Fact]:
    if node.location:
        yield "becomes a node", f"as {node.kind.value}", node.location
    if node.defined_at or node.target:
        yield "defined", escaped(node.target or "here"), node.defined_at
    if node.confidence is not Confidence.PROVEN:
        yield "confidence", node.confidence.value, None


def _inside(node: Node) -> Iterator[Fact]:
    known = {
        "model": node.model,
        "instructions": node.instructions,
        "output": node.output_contract,
        "runs": node.subgraph,
    }
    yield from ((topic, short(fact), None) for topic, fact in known.items() if fact is not None)
    yield from (("tool", short(tool), None) for tool in node.tools)
    yield from (("result", words, node.defined_at) for words in _results(node))
    yield from (("pauses", short(pause.how), pause.location) for pause in node.interrupts)
    if node.retry is not None:
        yield "retry", f"{counted(node.retry, 'attempt')} at most", node.location
    if node.timeout is not None:
        yield "time limit", f"{node.timeout:g} seconds", node.location
    if node.deferred:
        yield "deferred", "runs only when nothing else is pending", node.location


def _results(node: Node) -> Iterator[str]:
    if node.result is None:
        return
    yield from (f"the text {short(text)!r}" for text in node.result.text)
    if node.result.update:
        yield "an update of the state"
    if node.result.command:
        yield "a command that routes"
    if node.result.nothing:
        yield "nothing"
    if not node.result.complete:
        yield "something that could not be read"


def _around(graph: Orchestration, node: Node) -> Iterator[Fact]:
    for edge in graph.edges:
        if edge.target == node.name:
            yield from _edge("entered", f"from {name(edge.source)}", edge)
    for edge in graph.edges:
        if edge.source == node.name:
            yield from _edge("goes on", f"to {name(edge.target)}", edge)
    for dangling in graph.dangling:
        if dangling.source == node.name:
            yield "goes on", f"to {name(dangling.target)}: no such node", dangling.location
    for decision in graph.decisions:
        if decision.source == node.name:
            yield from _decision(decision)


def _edge(topic: str, where: str, edge: Edge) -> Iterator[Fact]:
    yield topic, f"{where}: {why(edge) or 'always'}", edge.location
    if edge.payload is not None:
        yield from _payload(topic, edge.payload)
    for condition in edge.condition:
        yield (
            topic,
            f"    {short(condition.text)} {'holds' if condition.holds else 'does not hold'}",
            condition.location,
        )


def _payload(topic: str, payload: Payload) -> Iterator[Fact]:
    if words := carried(payload):
        yield topic, f"    {words}", None
    if payload.tokens is not None:
        yield topic, f"    about {counted(payload.tokens, 'token')} are asked with, at 4 characters a token", None
    if payload.unbounded:
        yield topic, f"    nothing bounds the size of {', '.join(map(short, payload.unbounded))}", None
    if payload.raw:
        yield topic, f"    with raw results of {', '.join(map(short, payload.raw))}", None


def _decision(decision: Decision) -> Iterator[Fact]:
    rest = "these are all its values" if decision.complete else "it may give other values too"
    yield "decides", f"by {short(decision.name)}: {rest}", decision.defined_at or decision.location
    for route in decision.routes:
        yield "decides", f"    {_value(route)}", route.location
    for value, target, location in decision.mapping or ():
        yield "decides", f"    {short(value)!r} leads to {name(target)}", location
    if decision.declared is not None:
        yield "declares", ", ".join(map(name, decision.declared)) or "no target", decision.location


def _value(route: Route) -> str:
    value = "nothing" if route.value is None else repr(short(route.value))
    return f"{value} {when(route.condition)}" if route.condition else value


def _reach(graph: Orchestration, node: Node) -> Iterator[Fact]:
    for loop in graph.loops:
        if node.name in loop.nodes:
            yield "in the loop", f"{escaped(str(loop))}: {limit(loop.bound)}", loop.bound.location or loop.location
    if graph.cost is not None:
        yield "a run costs", dearest(graph.cost), None
    for gap in graph.unresolved:
        if gap.element in (node.name, identity(graph, node)):
            yield "unresolved", escaped(gap.reason), gap.location
    if node.name not in reachable(graph, START):
        yield "reached", "never: no path leads here from START", None
    elif before := dominators(graph, node.name):
        yield "always after", ", ".join(map(name, before)), None
    if node.name not in ending(graph):
        yield "then", "the run cannot end: no path leads from here to END", None
