"""The findings for a coding agent: all that is needed to act on one stands on its line, and nothing else."""

from rich.text import Text

from agentlint.diagnostics.finding import Finding
from agentlint.diagnostics.result import Result
from agentlint.reporters.concise import mark
from agentlint.reporters.escape import escaped
from agentlint.reporters.snippet import position
from agentlint.reporters.summary import summary_line


def agent(result: Result) -> Text:
    """One line for each finding, without colour, and the summary."""
    return Text("\n").join(Text(line) for line in (*map(_line, result.findings), f"{summary_line(result)}\n"))


def _line(finding: Finding) -> str:
    """What, why, where else to look, what to do."""
    others = ", ".join(dict.fromkeys(position(label.location) for label in finding.labels))
    parts = [
        f"{position(finding.location)}: {finding.level}[{finding.rule}]{mark(finding)} {escaped(finding.message)}",
        escaped(finding.label),
        *(f"note: {escaped(note)}" for note in finding.notes),
        f"see also: {others}" if others else "",
        f"help: {escaped(finding.help)}" if finding.help else "",
    ]
    return " | ".join(filter(None, parts))
