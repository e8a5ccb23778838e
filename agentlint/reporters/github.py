"""The findings as workflow commands, which GitHub Actions turns into annotations beside the changed lines."""

from collections.abc import Mapping
from types import MappingProxyType

from agentlint.diagnostics.finding import Finding, Level
from agentlint.diagnostics.result import Result
from agentlint.reporters.escape import escaped
from agentlint.reporters.order import worst_first
from agentlint.reporters.wording import counted
from agentlint.rules import INTERNAL_ERROR

MOST = 10
"""Annotations of one type that GitHub shows for a step; it drops the others without a word."""

COMMANDS: Mapping[Level, str] = MappingProxyType({Level.ERROR: "error", Level.WARNING: "warning", Level.INFO: "notice"})


def github(result: Result) -> str:
    """One command for each finding that GitHub will show, the worst first, and one that counts the others."""
    levels = [[finding for finding in worst_first(result.findings) if finding.level is level] for level in Level]
    told = [finding for findings in levels for finding in findings[:MOST]]
    more = ""
    if len(told) < len(result.findings):
        told = told[:-1] if len(levels[-1]) >= MOST else told  # the count is a notice, too
        rest = counted(len(result.findings) - len(told), "more finding")
        more = f"::notice title=agentlint::{rest}, as GitHub shows {MOST} of a kind for a step\n"
    return "".join(_command(finding, result) for finding in told) + more


def _command(finding: Finding, result: Result) -> str:
    """An annotation of one line: what spans several would be shown below its last, away from what it is about.

    The lines of a notebook's cells are not those of its file, which is annotated as a whole. A mistake of agentlint
    has no place in the code.
    """
    at = finding.location
    whole = at.cell is not None
    reasons = (finding.label, *finding.notes, f"help: {finding.help}" if finding.help else "")
    message = "\n".join(escaped(part) for part in (finding.message, *reasons) if part)
    place = {"file": result.in_repository(at.path), "line": str(1 if whole else at.line)}
    properties = {
        **(place if finding.rule != INTERNAL_ERROR else {}),
        "title": f"agentlint ({finding.rule})" + (f", cell {at.cell}, line {at.line}" if whole else ""),
    }
    listed = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{COMMANDS[finding.level]} {listed}::{_data(message)}\n"


def _data(text: str) -> str:
    """``text`` as the message of a command."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """``text`` as the value of a property of a command."""
    return _data(escaped(text)).replace(":", "%3A").replace(",", "%2C")
