"""The findings as SARIF 2.1.0, for GitHub code scanning and every other reader of the standard.

Where readers differ, GitHub decides: it wants paths from the top of the repository, matches alerts by
`primaryLocationLineHash`, and refuses or cuts what is over its limits.
"""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from agentlint import __version__
from agentlint.diagnostics.finding import Finding
from agentlint.diagnostics.result import Hidden, Result, Suppressor
from agentlint.graph.evidence import Location
from agentlint.reporters.escape import escaped
from agentlint.reporters.order import numbered, worst_first
from agentlint.reporters.sarif_rules import LEVELS, descriptor
from agentlint.reporters.wording import counted
from agentlint.rules import INTERNAL_ERROR

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

MOST_RESULTS = 5_000
"""Results of a run that GitHub keeps."""
MOST_LOCATIONS = 1_000
"""Locations of a result, and steps of a flow, that GitHub takes."""

TOP = "%SRCROOT%"
"""What readers call the top of the repository."""

Json = dict[str, Any]


def sarif(result: Result) -> str:
    """The JSON text: one run, with all rules that judged and all findings, hidden ones as suppressed."""
    told = [finding for finding in worst_first(result.findings) if finding.rule != INTERNAL_ERROR]
    every = [*told, *(hidden.finding for hidden in result.hidden)]
    suppressions: list[list[Json]] = [*([] for _ in told), *([_suppression(hidden)] for hidden in result.hidden)]
    kept = every[:MOST_RESULTS]
    rules = list(dict.fromkeys([*result.rules, *(finding.rule for finding in kept)]))
    run = {
        "tool": {
            "driver": {"name": "agentlint", "version": __version__, "rules": [descriptor(rule) for rule in rules]},
        },
        "automationDetails": {"id": f"agentlint/{escaped(result.within)}".rstrip("/") + "/"},
        "originalUriBaseIds": {TOP: {"description": {"text": "The top of the repository."}}},
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": all(finding.rule != INTERNAL_ERROR for finding in result.findings),
                "toolExecutionNotifications": list(_notifications(result, len(every) - len(kept))),
            }
        ],
        "results": [
            {**_result(finding, number, result), "ruleIndex": rules.index(finding.rule), "suppressions": suppressed}
            for (finding, number), suppressed in zip(numbered(kept), suppressions, strict=False)
        ],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2, ensure_ascii=True) + "\n"


def _result(finding: Finding, number: int, result: Result) -> Json:
    """A finding. ``number`` tells it apart from others with the same fingerprint."""
    labels = finding.labels[: MOST_LOCATIONS - 1]
    related = [
        {"id": index, **_location(label.location, result), "message": {"text": _plain(label.message) or "here"}}
        for index, label in enumerate(labels, 1)
    ]
    steps = [
        {"location": {**_location(step.location, result), "message": {"text": _plain(step.message)}}}
        for step in finding.flow[:MOST_LOCATIONS]
    ]
    return {
        "ruleId": finding.rule,
        "level": LEVELS[finding.level],
        "message": {"text": _message(finding)},
        "locations": [_location(finding.location, result)],
        "relatedLocations": related,
        "codeFlows": [{"threadFlows": [{"locations": steps}]}] if steps else [],
        "partialFingerprints": {"primaryLocationLineHash": f"{finding.fingerprint}:{number}"},
        "properties": {
            "confidence": finding.confidence.value,
            "graph": escaped(finding.graph),
            "element": escaped(finding.element),
        },
    }


def _message(finding: Finding) -> str:
    """What, why and what to do, each on a line; other places are links to the related locations."""
    links = [f"[{_linked(label.message) or 'here'}]({index})" for index, label in enumerate(finding.labels, 1)]
    cell = finding.location.cell
    lines = [
        _plain(finding.message),
        _plain(finding.label),
        f"In cell {cell}, line {finding.location.line}." if cell is not None else "",
        *map(_plain, finding.notes),
        *links[: MOST_LOCATIONS - 1],
        f"Help: {_plain(finding.help)}" if finding.help else "",
    ]
    return "\n".join(filter(None, lines))


def _plain(text: str) -> str:
    """``text`` in a message, where nothing of it makes a link."""
    return escaped(text).replace("](", "]\\(")


def _linked(text: str) -> str:
    """``text`` as that of a link."""
    return escaped(text).replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")


def _location(at: Location, result: Result) -> Json:
    """A place. The lines of a notebook's cell are not those of its file: the file stands for them."""
    if at.cell is not None:
        whole = _file(at.path, result) | {"region": {"startLine": 1}}
        return {"physicalLocation": whole, "logicalLocations": [{"name": f"cell {at.cell}, line {at.line}"}]}
    region = {
        "startLine": at.line,
        "startColumn": at.column,
        "endLine": at.end_line,
        "endColumn": at.end_column,
    }
    return {"physicalLocation": _file(at.path, result) | {"region": region}}


def _file(path: str, result: Result) -> Json:
    """The file as a relative address that is percent-encoded, whatever bytes its name has."""
    uri = quote(result.in_repository(path), errors="surrogatepass")
    return {"artifactLocation": {"uri": uri, "uriBaseId": TOP}}


def _suppression(hidden: Hidden) -> Json:
    kind = "inSource" if hidden.by is Suppressor.COMMENT else "external"
    return {"kind": kind, "justification": escaped(hidden.reason) or f"by {hidden.by.value}"}


def _notifications(result: Result, left_out: int) -> Iterator[Json]:
    """What the run could not see or do: nobody is to take it for a whole one."""
    for finding in result.findings:
        if finding.rule == INTERNAL_ERROR:
            yield {"level": "error", "message": {"text": escaped(finding.message)}}
    for skipped in result.skipped:
        place = {"physicalLocation": _file(skipped.path, result)}
        yield {"level": "warning", "message": {"text": f"skipped: {escaped(skipped.reason)}"}, "locations": [place]}
    for gap in (*result.unresolved, *(gap for graph in result.graphs for gap in graph.unresolved)):
        text = f"not resolved: {escaped(gap.reason)}"
        yield {"level": "note", "message": {"text": text}, "locations": [_location(gap.location, result)]}
    if left_out:
        yield {"level": "warning", "message": {"text": f"{counted(left_out, 'more result')} left out: GitHub's limit"}}
