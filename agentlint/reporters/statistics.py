"""How often each rule was violated."""

from collections import Counter

from rich.text import Text

from agentlint.diagnostics.finding import Level
from agentlint.diagnostics.result import Result
from agentlint.reporters.style import STYLES
from agentlint.reporters.summary import summary_line


def statistics(result: Result) -> Text:
    """A line for each rule and level that has findings, the worst and most frequent first, and the summary."""
    counts = Counter((finding.level, finding.rule) for finding in result.findings)
    width = len(str(max(counts.values(), default=0)))
    report = Text()
    for (level, rule), count in sorted(counts.items(), key=lambda item: (list(Level).index(item[0][0]), -item[1])):
        report.append(f"{count:{width}} ").append(f"{level}[{rule}]", STYLES[level]).append("\n")
    return report.append(summary_line(result) + "\n")
