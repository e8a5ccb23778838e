"""Findings of which the fix is to accept them."""

from dataclasses import replace

from agentlint.diagnostics.finding import Finding
from agentlint.diagnostics.fix import Accept, Fix
from agentlint.diagnostics.result import Result
from agentlint.rules import INTERNAL_ERROR, UNUSED_IGNORE


def accepting(result: Result, reason: str) -> Result:
    """The result, with a comment that ignores it as the fix of each finding."""
    return replace(result, findings=tuple(_accepting(finding, reason) for finding in result.findings))


def _accepting(finding: Finding, reason: str) -> Finding:
    if finding.rule in (INTERNAL_ERROR, UNUSED_IGNORE):
        return replace(finding, fix=None)
    edit = Accept(finding.location, finding.rule, " ".join(reason.split()))
    return replace(finding, fix=Fix("ignore it", safe=True, edits=(edit,)))
