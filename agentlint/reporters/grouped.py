"""The findings under the files that they are in."""

from itertools import groupby

from rich.text import Text

from agentlint.diagnostics.finding import Finding
from agentlint.diagnostics.result import Result
from agentlint.reporters.concise import mark
from agentlint.reporters.escape import escaped
from agentlint.reporters.style import STYLES
from agentlint.reporters.summary import summary_line


def grouped(result: Result) -> Text:
    """A block for each file, in the order of the source, and the summary."""
    report = Text()
    for path, findings in groupby(sorted(result.findings, key=_path), _path):
        report.append(f"{escaped(path)}\n", "bold")
        for finding in findings:
            at = finding.location
            cell = f"cell {at.cell}:" if at.cell is not None else ""
            report.append(f"  {cell}{at.line}:{at.column} ")
            report.append(f"{finding.level}[{finding.rule}]", STYLES[finding.level])
            report.append(mark(finding), "bold").append(f" {escaped(finding.message)}\n")
        report.append("\n")
    return report.append(summary_line(result) + "\n")


def _path(finding: Finding) -> str:
    return finding.location.path
