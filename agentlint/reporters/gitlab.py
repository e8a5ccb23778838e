"""The findings as GitLab's Code Quality report, which merge requests show beside the changed lines."""

import hashlib
import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from agentlint.diagnostics.finding import Finding, Level
from agentlint.diagnostics.result import Result
from agentlint.reporters.escape import escaped
from agentlint.reporters.order import numbered, worst_first

SEVERITIES: Mapping[Level, str] = MappingProxyType({Level.ERROR: "major", Level.WARNING: "minor", Level.INFO: "info"})


def gitlab(result: Result) -> str:
    """The JSON text: an entry for each finding."""
    entries = [_entry(finding, number, result) for finding, number in numbered(worst_first(result.findings))]
    return json.dumps(entries, indent=2, ensure_ascii=True) + "\n"


def _entry(finding: Finding, number: int, result: Result) -> dict[str, Any]:
    """The entry of a finding. GitLab shows the description and hides the name of the rule, so that has both."""
    at = finding.location
    cell = f" (cell {at.cell}, line {at.line})" if at.cell is not None else ""
    return {
        "description": f"{finding.rule}: {escaped(finding.message)}{cell}",
        "check_name": finding.rule,
        "fingerprint": _unique(f"{result.within}\0{finding.fingerprint}", number),
        "severity": SEVERITIES[finding.level],
        "location": {
            "path": escaped(result.in_repository(at.path)),
            "lines": {"begin": at.line if at.cell is None else 1},
        },
    }


def _unique(fingerprint: str, number: int) -> str:
    """A fingerprint that no other entry has: of those that share one, GitLab shows the first alone."""
    return hashlib.blake2b(f"{fingerprint}\0{number}".encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
