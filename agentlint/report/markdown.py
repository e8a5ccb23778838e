"""The report as Markdown that GitHub renders, with Mermaid flowcharts."""

from collections.abc import Iterator

from agentlint.graph.model import Orchestration
from agentlint.report.document import Block, Document, Paragraph, Picture, Section, Table
from agentlint.reporters.inline import in_cell, in_html, in_markdown
from agentlint.reporters.mermaid import flowchart, renders


def markdown(document: Document) -> str:
    """The text of the page."""
    lines = [f"# {in_markdown(document.title)}", "", in_markdown(document.verdict), ""]
    lines += [line for section in document.sections for line in _section(section)]
    return "\n".join([*lines, f"Written by {in_markdown(document.colophon)}.", ""])


def _section(section: Section) -> Iterator[str]:
    if section.folded:
        yield from ("<details>", f"<summary>{in_html(section.title)}</summary>", "")
    else:
        yield from (f"## {in_markdown(section.title)}", "")
    for block in section.blocks:
        yield from _block(block)
    if section.folded:
        yield from ("</details>", "")


def _block(block: Block) -> Iterator[str]:
    match block:
        case Paragraph(text):
            yield from (in_markdown(text), "")
        case Table(title, columns, rows):
            if title:
                yield from (f"### {title}", "")
            yield _row(columns)
            yield _row(["---"] * len(columns))
            yield from (_row([in_cell(cell) for cell in row]) for row in rows)
            yield ""
        case Picture(graph):
            yield from _picture(graph)


def _row(cells: "tuple[str, ...] | list[str]") -> str:
    return f"| {' | '.join(cells)} |"


def _picture(graph: Orchestration) -> Iterator[str]:
    chart = flowchart([graph])
    if renders(chart):
        yield from ("```mermaid", chart.rstrip("\n"), "```", "")
    else:
        yield from ("This graph is larger than what Mermaid draws: the table of handoffs has all of it.", "")
