"""The findings as published JSON: the dataclasses of the result. `findings.schema.json` describes it."""

import json
from collections import Counter
from dataclasses import asdict, dataclass
from typing import Any, Literal

from agentlint.diagnostics.finding import Finding, Level
from agentlint.diagnostics.result import Hidden, Result, Skipped
from agentlint.graph.json import plain
from agentlint.graph.schema import schema
from agentlint.graph.summary import Summary
from agentlint.graph.tested import Coverage


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts(Summary):
    """What was seen in numbers, how many findings there are of each level, and how many are hidden."""

    errors: int
    warnings: int
    infos: int
    hidden: int
    coverage: Coverage | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """All that a run found. ``hidden`` are findings that are suppressed, ``skipped`` is what was not read."""

    schema_version: Literal["1"] = "1"
    findings: tuple[Finding, ...]
    hidden: tuple[Hidden, ...]
    skipped: tuple[Skipped, ...]
    summary: Counts


def json_findings(result: Result) -> str:
    """The JSON text, in ASCII: messages quote arbitrary names, lone surrogates among them."""
    levels = Counter(finding.level for finding in result.findings)
    counts = Counts(
        **asdict(result.summary),
        errors=levels[Level.ERROR],
        warnings=levels[Level.WARNING],
        infos=levels[Level.INFO],
        hidden=len(result.hidden),
        coverage=result.coverage,
    )
    told = Findings(findings=result.findings, hidden=result.hidden, skipped=result.skipped, summary=counts)
    document = plain(told)
    for finding, published in zip(result.findings, document["findings"], strict=True):
        published["fingerprint"] = finding.fingerprint
    for hidden, published in zip(result.hidden, document["hidden"], strict=True):
        published["finding"]["fingerprint"] = hidden.finding.fingerprint
    return json.dumps(document, indent=2, ensure_ascii=True) + "\n"


def findings_schema() -> dict[str, Any]:
    """The JSON Schema of the findings."""
    described = schema(Findings, "agentlint check --output-format json")
    finding = described["$defs"]["Finding"]
    finding["properties"]["fingerprint"] = {"type": "string"}
    finding["required"].append("fingerprint")
    return described
