"""The findings as JUnit's XML, which every CI service can show: a suite for the project, a case for each fault."""

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from agentlint.diagnostics.finding import Finding
from agentlint.diagnostics.result import Result
from agentlint.reporters.concise import line
from agentlint.reporters.escape import escaped
from agentlint.reporters.summary import summary_line
from agentlint.rules import INTERNAL_ERROR

COUNTS = {
    "tests": "testcase",
    "failures": "testcase[failure]",
    "errors": "testcase[error]",
    "skipped": "testcase[skipped]",
}
"""The numbers of a suite, and the cases that each counts."""


def junit(result: Result) -> str:
    """The XML text. Findings of a rule on one element are one case; hidden ones are skipped; a clean run is a pass.

    `escaped` leaves no character that XML could not hold.
    """
    suites = Element("testsuites")
    suite = SubElement(suites, "testsuite", name=escaped(f"agentlint/{result.within}".rstrip("/")))
    cases: dict[tuple[str, str], Element] = {}
    for finding in result.findings:
        kind = "error" if finding.rule == INTERNAL_ERROR else "failure"
        told = SubElement(
            _case(suite, cases, finding), kind, type=finding.level.value, message=escaped(finding.message)
        )
        told.text = "\n".join([line(finding).plain, *map(escaped, _reasons(finding))])
    failed = frozenset(cases)
    for hidden in result.hidden:
        if (hidden.finding.rule, hidden.finding.element) not in failed:
            why = f"{hidden.by.value}: {hidden.reason}" if hidden.reason else hidden.by.value
            SubElement(_case(suite, cases, hidden.finding), "skipped", message=escaped(why))
    if not result.findings:
        SubElement(suite, "testcase", classname="agentlint", name=summary_line(result).splitlines()[0])
    for name, cases_that in COUNTS.items():
        suite.set(name, str(len(suite.findall(cases_that))))
    indent(suites)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(suites, "unicode")}\n'


def _case(suite: Element, cases: dict[tuple[str, str], Element], finding: Finding) -> Element:
    """The case of the rule and the element, which is made when it is first asked for."""
    key = finding.rule, finding.element
    if key not in cases:
        cases[key] = SubElement(suite, "testcase", classname=f"agentlint.{finding.rule}", name=escaped(finding.element))
    return cases[key]


def _reasons(finding: Finding) -> list[str]:
    return [*filter(None, (finding.label, *finding.notes)), *([f"help: {finding.help}"] if finding.help else [])]
