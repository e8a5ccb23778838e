"""Literate cases for overlays: a program, and the graphs that it builds as text.

A section is a heading with Python fences (each the file that the line before it names, else `example.py`) and one
`graph` fence for each graph, in the order of their places. A line of such a fence is one of

    nodes: agent, tools             all nodes but start and end, in the order of the graph
    tools -> agent                  a transition that is always taken
    agent -?> tools                 one that somebody decides about; `-?>` may name several targets
    patch ~> sync                   one that is no more than possible
    agent uses: search, add         the tools of a node
    bound: 5 model calls in a run   a limit; a default one ends in `by default`
    pauses: interrupt_before        what pauses the whole graph
    memory: set                     its persistence
    unknown: part of a reason       what stayed unknown
    name: example.build             its name
    joins: a -> c, b -> c           the transitions that wait for each other, or `none`
    missing: patch to synk          a transition to no node
    agent runs: example.inner       the graphs that a node runs; `… by ask` by that tool
    agent is: human, gpt-4o         what else is known of a node: kind, model, contract, history, instructions
    a to b: model                   who decides about a transition
    a on DONE: model                who decides that the run ends after a node, by the words that end it, if any
    ends: 10 messages, counter      how a limit is met, and who meets it
    task: Go on.                    the texts that a run begins with
    misuse: `max_turns=0`           what the framework does not take, or `none`
    open: checked                   a decision's value that the code does not fix, `checked` or `unchecked`

Nodes and transitions must be all there are; of the rest only what a fence speaks of is compared.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from markdown_it import MarkdownIt

from agentlint.graph.bound import Bound
from agentlint.graph.model import END, START, EdgeKind, Node, Orchestration
from agentlint.graph.within import within
from agentlint.trial.pages import FILE

ALWAYS = (EdgeKind.SEQUENCE, EdgeKind.JOIN)


@dataclass(frozen=True, slots=True)
class Scenario:
    """A section: its files, and the lines of each of its graphs."""

    page: Path
    title: str
    files: dict[str, str]
    graphs: tuple[tuple[str, ...], ...]


def scenarios(page: Path) -> Iterator[Scenario]:
    """The sections of a page that hold a program."""
    tokens = MarkdownIt().parse(page.read_text("utf-8"))
    starts = [index for index, token in enumerate(tokens) if token.type == "heading_open"]
    for start, end in pairwise([*starts, len(tokens)]):
        files: dict[str, str] = {}
        graphs: list[tuple[str, ...]] = []
        name = "example.py"
        for token in tokens[start + 3 : end]:
            if token.type == "inline" and (named := FILE.fullmatch(token.content)):
                name = named["name"]
            if token.type == "fence" and token.info == "python":
                files[name] = token.content
            if token.type == "fence" and token.info == "graph":
                graphs.append(tuple(line.strip() for line in token.content.splitlines() if line.strip()))
        if files:
            yield Scenario(page, tokens[start + 1].content, files, tuple(graphs))


def expected(lines: tuple[str, ...]) -> list[str]:
    """The lines of a fence, one for each transition."""
    found: list[str] = []
    for line in lines:
        source, arrow, targets = line.partition(" -?> ")
        found += [f"{source}{arrow}{target.strip()}" for target in targets.split(",")] if arrow else [line]
    return sorted(found)


def seen(graph: Orchestration, lines: tuple[str, ...]) -> list[str]:
    """A graph as lines, of those kinds that ``lines`` speak of."""
    found = {("nodes: " + ", ".join(node.name for node in graph.nodes if node.name not in (START, END))).strip()}
    for edge in graph.edges:
        arrow = "~>" if not edge.resolved else "->" if edge.kind in ALWAYS else "-?>"
        found.add(f"{edge.source} {arrow} {edge.target}")
    found |= {fact for prefix, facts in FACTS.items() if any(map(_spoken(prefix), lines)) for fact in facts(graph)}
    spoken = {line.partition(" uses: ")[0] for line in lines if " uses: " in line}
    found |= {f"{node.name} uses: {', '.join(node.tools)}" for node in graph.nodes if node.name in spoken}
    spoken = {line.partition(" runs: ")[0] for line in lines if " runs: " in line}
    found |= {f"{node.name} runs: {', '.join(_runs(graph, node))}" for node in graph.nodes if node.name in spoken}
    spoken = {line.partition(" is: ")[0] for line in lines if " is: " in line}
    found |= {f"{node.name} is: {_about(node)}" for node in graph.nodes if node.name in spoken}
    ways = {f"{edge.source} to {edge.target}": edge.decided_by for edge in graph.edges}
    found |= {f"{way}: {who}" for way, who in ways.items() if any(map(_spoken(f"{way}: "), lines))}
    ends = {(edge.source, edge.label or ""): edge.decided_by for edge in graph.edges if edge.target == END}
    found |= {
        f"{source} on {word}: {who}"
        for (source, word), who in ends.items()
        if any(map(_spoken(f"{source} on "), lines))
    }
    for line in lines:
        reason = line.removeprefix("unknown: ")
        if reason != line and any(reason in gap.reason for gap in graph.unresolved):
            found.add(line)
    return sorted(found)


def _spoken(prefix: str) -> Callable[[str], bool]:
    return lambda line: line.startswith(prefix)


def _about(node: Node) -> str:
    known = (node.kind, node.model, node.output_contract, node.history, node.instructions)
    return ", ".join(str(fact) for fact in known if fact is not None)


def _runs(graph: Orchestration, node: Node) -> Iterator[str]:
    for step in within(graph):
        if step.node == node.name:
            yield f"{step.inner} by {step.tool}" if step.tool is not None else step.inner


def _joins(graph: Orchestration) -> list[str]:
    joined = (f"{edge.source} -> {edge.target}" for edge in graph.edges if edge.kind is EdgeKind.JOIN)
    return ["joins: " + (", ".join(joined) or "none")]


def _end(bound: Bound) -> str:
    signals = [
        f"{signal.kind} {signal.text or ''}".strip() + (f" of {', '.join(signal.sources)}" if signal.sources else "")
        for signal in bound.signals
    ]
    limit = [f"{bound.value} {bound.unit}"] if bound.value is not None else []
    return ", ".join((*limit, *signals, bound.decided_by))


def _bound(bound: Bound) -> str:
    return f"bound: {bound.value} {bound.unit}" + ("" if bound.explicit else " by default")


FACTS: dict[str, Callable[[Orchestration], list[str]]] = {
    "bound: ": lambda graph: [_bound(bound) for bound in graph.bounds],
    "pauses: ": lambda graph: [f"pauses: {pause.how}" for pause in graph.interrupts],
    "memory: ": lambda graph: [f"memory: {graph.persistence}"],
    "name: ": lambda graph: [f"name: {graph.name}"],
    "joins: ": _joins,
    "missing: ": lambda graph: [f"missing: {way.source} to {way.target}" for way in graph.dangling],
    "ends: ": lambda graph: [f"ends: {_end(bound)}" for bound in graph.bounds],
    "open: ": lambda graph: [
        f"open: {'checked' if way.checked else 'unchecked'}" for decision in graph.decisions for way in decision.open
    ],
    "misuse: ": lambda graph: [f"misuse: {misuse.what}" for misuse in graph.misuses] or ["misuse: none"],
    "task: ": lambda graph: [f"task: {text}" for run in graph.runs for _, held in run.values for text in held.texts],
}
