"""The findings as Markdown, for step summaries and comments: what is wrong, and a flowchart of each graph."""

from agentlint.diagnostics.finding import Finding
from agentlint.diagnostics.result import Result
from agentlint.graph.model import Orchestration
from agentlint.reporters.inline import in_cell, in_html, in_markdown, quoted
from agentlint.reporters.mermaid import flowchart, renders
from agentlint.reporters.order import worst_first
from agentlint.reporters.snippet import position
from agentlint.reporters.summary import summary_line
from agentlint.reporters.wording import counted

LARGEST = 1_000_000
"""Bytes of the text. GitHub refuses a step's summary beyond 1 MiB, and other tools may have written to the same one."""

HEAD = ("| level | finding | where | what to do |", "|---|---|---|---|")


def markdown(result: Result) -> str:
    """The text: the summary, a table of findings with the worst first, and the graphs, as much of them as fits."""
    rows = [_row(finding) for finding in worst_first(result.findings)]
    charts = [_chart(graph) for graph in result.graphs]
    summary = "\n\n".join(map(in_markdown, summary_line(result).splitlines()))
    text = f"## agentlint\n\n{summary}\n"
    told = _fitting(rows, LARGEST - len(text.encode()))
    if told:
        text += "\n".join(["", *HEAD, *told, ""])
    if len(told) < len(rows):
        text += f"\n{counted(len(rows) - len(told), 'more finding')} did not fit.\n"
    drawn = _fitting(charts, LARGEST - len(text.encode()))
    text += "".join(drawn)
    if len(drawn) < len(charts):
        text += f"\n{counted(len(charts) - len(drawn), 'more graph')} did not fit.\n"
    return text


def _fitting(parts: list[str], room: int) -> list[str]:
    """The first ``parts`` that ``room`` bytes hold, with a little left over for what is said of the rest."""
    kept: list[str] = []
    for part in parts:
        room -= len(part.encode()) + 1
        if room < 1_000:
            break
        kept.append(part)
    return kept


def _row(finding: Finding) -> str:
    reasons = ": ".join(filter(None, (finding.message, finding.label)))
    cells = (f"{finding.level} {quoted(finding.rule)}", reasons, quoted(position(finding.location)), finding.help)
    return f"| {' | '.join(map(in_cell, cells))} |"


def _chart(graph: Orchestration) -> str:
    """A graph behind its name, for whoever wants to see it."""
    chart = flowchart([graph])
    drawn = f"```mermaid\n{chart}```\n" if renders(chart) else "It is larger than what Mermaid draws.\n"
    return f"\n<details>\n<summary>{in_html(quoted(graph.name))}</summary>\n\n{drawn}\n</details>\n"
