"""One line for each finding, as editors and grep like it."""

from rich.text import Text

from agentlint.diagnostics.finding import Finding
from agentlint.diagnostics.result import Result
from agentlint.reporters.escape import escaped
from agentlint.reporters.snippet import position
from agentlint.reporters.style import STYLES
from agentlint.reporters.summary import summary_line


def concise(result: Result) -> Text:
    """The findings in one line each, and the summary."""
    report = Text()
    for finding in result.findings:
        report.append_text(line(finding)).append("\n")
    return report.append(summary_line(result) + "\n")


def line(finding: Finding) -> Text:
    """The finding in one line: `path:line:column: level[rule] message`, with `[*]` where there is a fix."""
    text = Text(f"{position(finding.location)}: ").append(f"{finding.level}[{finding.rule}]", STYLES[finding.level])
    return text.append(mark(finding), "bold").append(f" {escaped(finding.message)}")


def mark(finding: Finding) -> str:
    """What stands behind a rule where its finding can be fixed."""
    return " [*]" if finding.fix is not None else ""
