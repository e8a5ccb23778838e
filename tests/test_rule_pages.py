"""The contract of rules: a page for each, complete, and nothing written twice by hand."""

import os
import re
from itertools import groupby
from pathlib import Path
from statistics import median

import pytest

from agentlint.frameworks import OVERLAYS
from agentlint.rules import RULES, Rule, page
from agentlint.trial.pages import Page
from tests.rule_page import INDEX, pages

SECTIONS = ("Why is this bad?", "Examples", "What to do", "When it stays silent")
PAGES = {page.path.stem: page for page in pages()}
LONGEST, USUAL = 80, 40
"""Lines of a rule file: at most, and in the middle of the catalogue."""


def source(rule: Rule) -> Path:
    return Path(rule.check.__code__.co_filename)


def test_every_rule_has_a_page_and_every_page_a_rule() -> None:
    assert sorted(PAGES) == sorted(RULES)


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES.keys())
class TestRule:
    def test_its_file_has_its_name(self, rule: Rule) -> None:
        assert source(rule).stem == rule.id.replace("-", "_")

    def test_its_file_is_short(self, rule: Rule) -> None:
        assert len(source(rule).read_text("utf-8").splitlines()) <= LONGEST

    def test_its_summary_is_a_phrase(self, rule: Rule) -> None:
        assert rule.summary[0].islower()
        assert not rule.summary.endswith(".")

    def test_its_page_says_what_it_is(self, rule: Rule) -> None:
        written = PAGES[rule.id]
        assert written.title == rule.id
        assert written.summary == f"{rule.summary[0].upper()}{rule.summary[1:]}."

    def test_its_page_has_all_sections_in_order(self, rule: Rule) -> None:
        assert tuple(name for name in PAGES[rule.id].sections if name != "Options") == SECTIONS

    def test_its_examples_are_bad_first_and_then_good(self, rule: Rule) -> None:
        first, *others = PAGES[rule.id].examples
        assert first.expected
        assert any(not example.expected for example in others)

    def test_its_examples_announce_this_rule_only(self, rule: Rule) -> None:
        assert {one.rule for example in PAGES[rule.id].examples for one in example.expected} == {rule.id}

    def test_its_page_is_found_from_the_package(self, rule: Rule) -> None:
        assert page(rule.id) == PAGES[rule.id].path.read_text("utf-8")


def test_rule_files_are_mostly_very_short() -> None:
    assert median(len(source(rule).read_text("utf-8").splitlines()) for rule in RULES.values()) <= USUAL


def test_the_index_is_up_to_date() -> None:
    """Run with AGENTLINT_UPDATE=1 to write it."""
    if "AGENTLINT_UPDATE" in os.environ:
        INDEX.write_text(index(), "utf-8")
    assert INDEX.read_text("utf-8") == index(), "rules/README.md is stale"


def index() -> str:
    """The list of all rules, by group."""
    lines = [
        "# Rules",
        "",
        "What agentlint checks. `agentlint rule ID` prints the page of a rule in the terminal.",
        "",
        "An **error** is proven by the code alone; a rule that *suspects* gives warnings at most.",
        "**Shown for** names the frameworks in whose code the examples of the page are written.",
    ]
    for group, rules in groupby(
        sorted(RULES.values(), key=lambda rule: (rule.group, rule.id)), lambda rule: rule.group
    ):
        lines += [
            "",
            f"## {group}",
            "",
            "| rule | what it finds | level | basis | since | shown for |",
            "|---|---|---|---|---|---|",
        ]
        lines += [_row(rule, PAGES[rule.id]) for rule in rules]
    return "\n".join([*lines, ""])


def _row(rule: Rule, written: Page) -> str:
    strength = "suspects" if rule.suspects else "proves"
    profile = ", pedantic" if rule.pedantic else ""
    link = f"[`{rule.id}`]({rule.id}.md)"
    return f"| {link} | {rule.summary} | {rule.level}{profile} | {strength} | {rule.since} | {_frameworks(written)} |"


def _frameworks(written: Page) -> str:
    """The frameworks in whose code the page has a bad example."""
    code = "\n".join(text for example in written.examples if example.expected for text in example.files.values())
    imported = set(re.findall(r"^(?:from|import) (\w+)", code, re.MULTILINE))
    return ", ".join(overlay.name for overlay in OVERLAYS if imported & set(overlay.packages))
