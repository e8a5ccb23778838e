"""The findings as published JSON."""

import json
from collections import Counter

from agentlint.diagnostics.finding import Level
from agentlint.diagnostics.result import Result
from agentlint.graph.json import plain

SCHEMA_VERSION = "1"


def json_findings(result: Result) -> str:
    """The JSON text, in ASCII: messages quote arbitrary names, lone surrogates among them."""
    levels = Counter(finding.level for finding in result.findings)
    covered = {"coverage": plain(result.coverage)} if result.coverage is not None else {}
    document = {
        "schema_version": SCHEMA_VERSION,
        "findings": [{**plain(finding), "fingerprint": finding.fingerprint} for finding in result.findings],
        "summary": {**plain(result.summary), **{f"{level}s": levels[level] for level in Level}, **covered},
    }
    return json.dumps(document, indent=2, ensure_ascii=True)
