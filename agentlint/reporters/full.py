"""Each finding with the source that it is about: what, why, and what to do."""

from rich.text import Text

from agentlint.diagnostics.finding import Finding
from agentlint.diagnostics.result import Lines, Result
from agentlint.reporters.concise import line, mark
from agentlint.reporters.escape import escaped
from agentlint.reporters.snippet import Mark, snippet
from agentlint.reporters.style import GUTTER, STYLES
from agentlint.reporters.summary import summary_line

MOST = 20
"""Findings that are shown in full. Whoever has more reads them one by one, or first sees where they are."""


def full(result: Result) -> Text:
    """The findings in full, the rest of a long list in one line each, and the summary."""
    report = Text()
    for finding in result.findings[:MOST]:
        report.append_text(annotated(finding, result.lines)).append("\n")
    if rest := result.findings[MOST:]:
        report.append(f"{len(rest)} more, in one line each:\n")
        for finding in rest:
            report.append_text(line(finding)).append("\n")
        report.append("\n")
    return report.append(summary_line(result) + "\n")


def annotated(finding: Finding, lines: Lines) -> Text:
    """One finding: its title, the marked source, the reasons, the remedy."""
    style = STYLES[finding.level]
    marks = [Mark(finding.location, finding.label, style, primary=True)]
    marks += [Mark(label.location, label.message) for label in finding.labels]
    width = len(str(max(mark.last for mark in marks)))
    text = Text().append(f"{finding.level}[{finding.rule}]", style).append(mark(finding), "bold")
    text.append(f": {escaped(finding.message)}\n", "bold")
    text.append_text(snippet(marks, lines, width))
    for word, reason in (*(("note", note) for note in finding.notes), ("help", finding.help)):
        if reason:
            text.append(f"{'':{width}} = ", GUTTER).append(word, "bold").append(f": {escaped(reason)}\n")
    return text
