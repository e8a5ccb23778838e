"""Graphs for a person at a terminal: who goes on to whom and when, what loops, what stayed unknown."""

from collections.abc import Iterator

from rich.cells import cell_len
from rich.text import Text

from agentlint.diagnostics.result import Result
from agentlint.graph.model import END, Edge, History, Loop, Node, NodeKind, Orchestration, Unresolved
from agentlint.graph.summary import summarise
from agentlint.graph.tested import Coverage
from agentlint.graph.within import within
from agentlint.reporters.escape import escaped
from agentlint.reporters.snippet import position
from agentlint.reporters.wording import carried, counted, dearest, kind, limit, measured, name, pause, short, why

WIDEST = 32
"""Terminal cells up to which names are padded into a column."""

MOST = 20
"""Gaps that are listed one by one."""

STYLES = ("bold", "dim", "", "dim")

Row = tuple[str, str, str, str]
"""A line of a graph's table: node, kind, where it goes on to, when."""


def graph_text(result: Result) -> Text:
    """All graphs one after another, and what was seen."""
    report = Text()
    for graph in result.graphs:
        report.append_text(drawn(graph)).append("\n")
    if result.unresolved:
        report.append_text(_unresolved(result.unresolved)).append("\n")
    return report.append(f"{seen(result)}\n")


def seen(result: Result) -> str:
    """One sentence about what was looked at and what stayed unknown."""
    numbers = result.summary
    skipped = f", {counted(numbers.skipped, 'file')} skipped" if numbers.skipped else ""
    unresolved = f"{numbers.unresolved:,} unresolved"
    if not numbers.graphs:
        return f"No orchestration found in {counted(numbers.files, 'file')} ({unresolved}{skipped})"
    parts = f"{counted(numbers.nodes, 'node')}, {counted(numbers.edges, 'edge')}, {unresolved}{skipped}"
    return f"{counted(numbers.graphs, 'graph')} in {counted(numbers.files, 'file')} ({parts})"


def headline(graph: Orchestration) -> Text:
    """The graph in one line: its name, what it is, and where."""
    numbers = summarise([graph], (), files=0, skipped=0)
    facts = [graph.framework, graph.pattern.value, counted(numbers.nodes, "node"), counted(numbers.edges, "edge")]
    text = Text().append(escaped(graph.name), "bold")
    return text.append(f"  {', '.join(map(escaped, facts))}  {position(graph.location)}")


def drawn(graph: Orchestration) -> Text:
    """One graph: a headline, a table of transitions, its loops, what stayed unknown."""
    text = headline(graph).append("\n\n")
    rows = [row for node in graph.nodes if node.name != END for row in _rows(node, graph)]
    text.append_text(_table(rows) if rows else Text("  no nodes\n"))
    if graph.loops:
        text.append("\n")
    for loop in graph.loops:
        text.append_text(_loop(loop))
    for one in graph.interrupts:
        text.append("\n  ").append("pauses", "bold").append(f"  {pause(one)}  {position(one.location)}\n")
    text.append("\n  ").append("cost", "bold").append(f"  {dearest(graph.cost)}\n")
    if graph.coverage is not None:
        text.append("\n").append_text(_coverage(graph, graph.coverage))
    if graph.unresolved:
        text.append("\n").append_text(_unresolved(graph.unresolved))
    return text


def _coverage(graph: Orchestration, coverage: Coverage) -> Text:
    """How much of the graph the tests took, and what they did not."""
    text = Text("  ").append("coverage", "bold").append(f"  {measured(coverage)}\n")
    missed = dict.fromkeys(f"{name(edge.source)} → {name(edge.target)}" for edge in graph.edges if edge.taken is False)
    return text.append(f"            not taken: {', '.join(missed)}\n" if missed else "")


def _rows(node: Node, graph: Orchestration) -> Iterator[Row]:
    """A line for each way on from the node; the first one names it."""
    head = (name(node.name), "" if node.kind is NodeKind.START else kind(node))
    for way in dict.fromkeys(_ways(node, graph)) or [("", "")]:
        yield *head, *way
        head = ("", "")


def _ways(node: Node, graph: Orchestration) -> Iterator[tuple[str, str]]:
    """Where the node goes on to and when, and what it runs and uses itself."""
    for step in within(graph):
        if step.node == node.name:
            yield f"runs {short(step.inner)}", f"by {short(step.tool)}" if step.tool is not None else ""
    if node.tools:
        yield f"uses {', '.join(map(short, node.tools))}", ""
    edges = [edge for edge in graph.edges if edge.source == node.name]
    for edge in edges:
        if edge.resolved:
            yield f"→ {name(edge.target)}", "; ".join(filter(None, (why(edge), _conversation(edge))))
    for reason in dict.fromkeys(why(edge) for edge in edges if not edge.resolved):
        targets = [name(edge.target) for edge in edges if not edge.resolved and why(edge) == reason]
        yield f"→ {short(', '.join(targets))} ?", reason
    for dangling in graph.dangling:
        if dangling.source == node.name:
            meant = f", perhaps {name(dangling.nearest)}" if dangling.nearest is not None else ""
            yield f"→ {name(dangling.target)}", f"no such node{meant}"


def _conversation(edge: Edge) -> str:
    """Where an edge carries all of the conversation. What else it carries is told of one node."""
    return carried(edge.payload) if edge.payload is not None and edge.payload.history is History.FULL else ""


def _table(rows: list[Row]) -> Text:
    """The rows in columns. A cell that is too wide for its column pushes only its own row."""
    widths = [
        max((width for row in rows if (width := cell_len(row[column])) <= WIDEST), default=0) for column in range(3)
    ]
    text = Text()
    for row in rows:
        line = Text(" ")
        for cell, style, width in zip(row, STYLES, (*widths, 0), strict=True):
            line.append(" ").append(cell, style).append(" " * (width - cell_len(cell) + 1))
        line.rstrip()
        text.append_text(line).append("\n")
    return text


def _loop(loop: Loop) -> Text:
    text = Text("  ").append("loop", "bold").append(f"  {' → '.join(_cycle(loop))}: {limit(loop.bound)}\n")
    others = [name(node) for node in loop.nodes if node not in {edge.source for edge in loop.cycle}]
    if others:
        text.append(f"        with {', '.join(others)}\n")
    ways = dict.fromkeys(f"{name(edge.source)} → {name(edge.target)}" for edge in loop.exits)
    return text.append(f"        left by {', '.join(ways)}\n" if ways else "        nothing leaves it\n")


def _cycle(loop: Loop) -> list[str]:
    return [name(node) for node in (*(edge.source for edge in loop.cycle), loop.cycle[0].source)]


def _unresolved(gaps: tuple[Unresolved, ...]) -> Text:
    text = Text()
    for gap in gaps[:MOST]:
        text.append("  ").append("unresolved", "bold yellow").append(
            f"  {position(gap.location)}: {escaped(gap.reason)}\n"
        )
    if len(gaps) > MOST:
        text.append("  ").append("unresolved", "bold yellow").append(
            f"  {len(gaps) - MOST} more: JSON lists them all\n"
        )
    return text
