"""What SARIF's readers are told of a rule: its page, how bad it is, and how far it is to be believed."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from agentlint.diagnostics.finding import Level
from agentlint.rules import RULES, Rule, page

LEVELS: Mapping[Level, str] = MappingProxyType({Level.ERROR: "error", Level.WARNING: "warning", Level.INFO: "note"})
SEVERITIES: Mapping[Level, str] = MappingProxyType(
    {Level.ERROR: "error", Level.WARNING: "warning", Level.INFO: "recommendation"}
)
"""What GitHub calls the levels of rules that are not about security."""

SECTION = r"^## {}\n\n(?P<first>.+?)\n(?:\n|\Z)"
"""The first paragraph of a section of a page."""


def descriptor(rule_id: str) -> dict[str, Any]:
    """The reporting descriptor of a rule; nothing but its name where it is not in the catalogue."""
    rule = RULES.get(rule_id)
    return {"id": rule_id} if rule is None else {"id": rule_id, "name": _name(rule_id), **_described(rule)}


def _described(rule: Rule) -> dict[str, Any]:
    text = page(rule.id)
    short = f"{rule.summary[0].upper()}{rule.summary[1:]}."
    return {
        "shortDescription": {"text": short},
        "fullDescription": {"text": _first("Why is this bad", text) or short},
        "help": {"text": _first("What to do", text) or short, "markdown": text},
        "defaultConfiguration": {"level": LEVELS[rule.level]},
        "properties": {
            "tags": ["orchestration", rule.group.value, *(["pedantic"] if rule.pedantic else [])],
            "precision": "medium" if rule.suspects else "high",
            "problem.severity": SEVERITIES[rule.level],
        },
    }


def _first(section: str, text: str) -> str:
    found = re.search(SECTION.format(rf"{section}\??"), text, re.DOTALL | re.MULTILINE)
    return " ".join(found["first"].split()) if found else ""


def _name(rule_id: str) -> str:
    """`UnmappedRoute`, as names of rules are written in SARIF."""
    return "".join(word.capitalize() for word in rule_id.split("-"))
