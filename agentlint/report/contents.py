"""What a report says: the verdict, each graph with all that is known of it, what is wrong, what was not seen."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from agentlint import __version__
from agentlint.diagnostics.finding import Finding
from agentlint.diagnostics.result import Hidden, Result, Skipped
from agentlint.graph.evidence import Location
from agentlint.graph.model import END, START, Edge, Loop, Node, Orchestration, Unresolved
from agentlint.graph.summary import summarise
from agentlint.graph.tested import Exercise, Proof
from agentlint.graph.uses import Within
from agentlint.graph.within import within
from agentlint.report.document import Block, Document, Paragraph, Picture, Section, Table
from agentlint.reporters.inline import quoted
from agentlint.reporters.snippet import position
from agentlint.reporters.summary import summary_line
from agentlint.reporters.wording import carried, counted, dearest, kind, limit, measured, name, pause, short, why

PROOFS = {
    Proof.RUN: "runs it",
    Proof.CALL: "calls the decision",
    Proof.NAME: "names it",
    Proof.EXECUTED: "took it",
}
NONE = "–"


def document(result: Result) -> Document:
    """The report on a run."""
    findings: defaultdict[str, list[Finding]] = defaultdict(list)
    for finding in result.findings:
        findings[finding.graph].append(finding)
    shipped = [graph for graph in result.graphs if not graph.test]
    tests = [graph for graph in result.graphs if graph.test]
    known = {graph.name for graph in result.graphs}
    apart = [finding for finding in result.findings if finding.graph not in known]
    sections = [
        *_overview(shipped, findings),
        *(_graph(graph, findings[graph.name]) for graph in shipped),
        *_rest("Findings outside of the graphs", [_findings(apart)] if apart else []),
        *_rest("Chosen not to be told", [_hidden(result.hidden)] if result.hidden else []),
        *_rest("What could not be seen", list(_gaps(result.unresolved, result.skipped))),
        *(_graph(graph, findings[graph.name], folded=True) for graph in tests),
    ]
    return Document("Orchestration report", _verdict(result), tuple(sections), f"agentlint {__version__}")


def _verdict(result: Result) -> str:
    """The summary, and the worst that a run may cost."""
    endless = [graph.name for graph in result.graphs if not graph.test and graph.cost and graph.cost.calls is None]
    unlimited = f" Nothing limits the model calls of {_listed(endless)}." if endless else ""
    return f"{'. '.join(summary_line(result).splitlines())}.{unlimited}"


def _overview(graphs: Sequence[Orchestration], findings: Mapping[str, list[Finding]]) -> Iterator[Section]:
    if len(graphs) < 2:
        return
    rows = [
        (
            quoted(short(graph.name)),
            graph.framework,
            graph.pattern.value,
            str(sum(node.name not in (START, END) for node in graph.nodes)),
            str(len(graph.loops)),
            str(len(findings.get(graph.name, ()))),
            quoted(position(graph.location)),
        )
        for graph in graphs
    ]
    columns = ("Graph", "Framework", "Pattern", "Nodes", "Loops", "Findings", "Place")
    yield Section("Graphs", (Table("", columns, tuple(rows)),))


def _graph(graph: Orchestration, findings: Sequence[Finding], *, folded: bool = False) -> Section:
    """All that is known of one graph."""
    numbers = summarise([graph], (), files=0, skipped=0)
    parts = f"{counted(numbers.nodes, 'node')}, {counted(numbers.edges, 'transition')}"
    tests = " It is built in tests." if graph.test else ""
    blocks: list[Block] = [
        Paragraph(f"{graph.framework}, {graph.pattern.value}, at {quoted(position(graph.location))}: {parts}.{tests}"),
        Paragraph(f"Cost of a run: {dearest(graph.cost)}."),
    ]
    if graph.interrupts:
        pauses = "; ".join(f"{pause(one)} (at {quoted(position(one.location))})" for one in graph.interrupts)
        blocks.append(Paragraph(f"It pauses for a person: {pauses}."))
    if graph.coverage is not None:
        blocks.append(Paragraph(f"Orchestration coverage: {measured(graph.coverage)}."))
    if graph.nodes:
        blocks.append(Picture(graph))
    blocks += [table for table in _tables(graph) if table.rows]
    if findings:
        blocks.append(_findings(findings))
    if graph.unresolved:
        blocks.append(_unresolved(graph.unresolved))
    return Section(short(graph.name), tuple(blocks), folded)


def _tables(graph: Orchestration) -> Iterator[Table]:
    inside = tuple(within(graph))
    yield Table(
        "Agents and other nodes",
        ("Node", "Kind", "Model", "Uses", "Promises", "Place"),
        tuple(_node(node, inside) for node in graph.nodes if node.name not in (START, END)),
    )
    yield Table("Handoffs", ("From", "To", "When", "Carries"), tuple(_handoff(edge) for edge in graph.edges))
    missing = [(quoted(name(end.source)), quoted(name(end.target)), _place(end.location)) for end in graph.dangling]
    yield Table("Transitions to no node", ("From", "To", "Place"), tuple(missing))
    yield Table("Loops", ("Loop", "Bound", "Left by"), tuple(map(_loop, graph.loops)))
    ways = [edge for edge in graph.edges if edge.escalates]
    yield Table("Escalations", ("Way", "When", "Tests"), tuple(map(_escalation, ways)))


def _node(node: Node, inside: Iterable[Within]) -> tuple[str, ...]:
    uses = [*node.tools, *(f"graph {step.inner}" for step in inside if step.node == node.name)]
    return (
        quoted(name(node.name)),
        kind(node),
        quoted(short(node.model)) if node.model else NONE,
        _listed(uses),
        quoted(short(node.output_contract)) if node.output_contract else NONE,
        _place(node.defined_at or node.location),
    )


def _handoff(edge: Edge) -> tuple[str, ...]:
    words = carried(edge.payload).removeprefix("carries ") if edge.payload is not None else ""
    tokens = edge.payload.tokens if edge.payload is not None else None
    estimate = f"about {counted(tokens, 'token')}" if tokens else ""
    endless = f"without limit: {', '.join(edge.payload.unbounded)}" if edge.payload and edge.payload.unbounded else ""
    cargo = "; ".join(filter(None, (words, estimate, endless)))
    return quoted(name(edge.source)), quoted(name(edge.target)), why(edge) or "always", cargo or NONE


def _loop(loop: Loop) -> tuple[str, ...]:
    path = [*(name(edge.source) for edge in loop.cycle), name(loop.cycle[0].source)]
    ways = dict.fromkeys(_way(edge) for edge in loop.exits)
    return quoted(" → ".join(path)), limit(loop.bound), ", ".join(ways) or "nothing leaves it"


def _escalation(edge: Edge) -> tuple[str, ...]:
    if edge.taken is not None:
        tested = "taken" if edge.taken else "not taken by any test"
    else:
        tested = ", ".join(map(_exercise, edge.tests)) or "no test"
    return _way(edge), why(edge) or "always", tested


def _exercise(exercise: Exercise) -> str:
    where = quoted(position(exercise.location)) if exercise.location else quoted(short(exercise.test or "a test"))
    return f"{where} {PROOFS[exercise.how]}"


def _way(edge: Edge) -> str:
    return quoted(f"{name(edge.source)} → {name(edge.target)}")


def _findings(findings: Iterable[Finding]) -> Table:
    rows = [
        (finding.level.value, quoted(finding.rule), finding.message, finding.help or NONE, _place(finding.location))
        for finding in findings
    ]
    return Table("Findings", ("Level", "Rule", "What", "What to do", "Place"), tuple(rows))


def _hidden(hidden: Iterable[Hidden]) -> Table:
    rows = [
        (quoted(one.finding.rule), one.finding.message, one.by.value, one.reason or NONE, _place(one.finding.location))
        for one in hidden
    ]
    return Table("", ("Rule", "What", "By", "Why", "Place"), tuple(rows))


def _gaps(unresolved: Sequence[Unresolved], skipped: Sequence[Skipped]) -> Iterator[Block]:
    if unresolved:
        yield _unresolved(unresolved)
    if skipped:
        yield Table("Not read", ("File", "Why"), tuple((quoted(short(gap.path)), gap.reason) for gap in skipped))


def _unresolved(gaps: Iterable[Unresolved]) -> Table:
    return Table(
        "Unresolved", ("What is not known", "Place"), tuple((gap.reason, _place(gap.location)) for gap in gaps)
    )


def _rest(title: str, blocks: Sequence[Block]) -> Iterator[Section]:
    if blocks:
        yield Section(title, tuple(blocks))


def _listed(names: Iterable[str]) -> str:
    return ", ".join(quoted(short(each)) for each in names) or NONE


def _place(location: Location | None) -> str:
    return quoted(position(location)) if location is not None else NONE
