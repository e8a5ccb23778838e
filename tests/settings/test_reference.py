"""What is written of settings is what they are."""

import json
import os
import re
from collections.abc import Iterable
from pathlib import Path

import pytest
import tomli
from jsonschema import Draft7Validator

from agentlint.cli.formats import FORMATS
from agentlint.rules import RULES, Rule, vocabulary
from agentlint.settings.keys import Key, keys
from agentlint.settings.schema import json_schema
from agentlint.settings.settings import Settings

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/configuration.md"
SCHEMA = ROOT / "docs/agentlint.schema.json"
WITH_OPTIONS = [rule for rule in RULES.values() if rule.options is not None and keys(rule.options)]


def agrees(file: Path, text: str) -> None:
    """Run with AGENTLINT_UPDATE=1 to write it."""
    if "AGENTLINT_UPDATE" in os.environ:
        file.write_text(text, "utf-8")
    assert file.read_text("utf-8") == text, f"{file.relative_to(ROOT)} is stale"


def table(rows: Iterable[Key]) -> str:
    """Keys as Markdown."""
    lines = ["| key | kind | default | meaning |", "|---|---|---|---|"]
    lines += [
        f"| `{row.name}` | {str(row.kind).replace('|', '/')} | {default(row.default)} | {row.doc} |" for row in rows
    ]
    return "\n".join(lines)


def default(value: object) -> str:
    return "" if value in (None, (), {}, "") else f"`{json.dumps(value)}`"


def test_the_schema_is_up_to_date() -> None:
    agrees(SCHEMA, json_schema(vocabulary(FORMATS)))


def test_the_keys_are_listed() -> None:
    listed = f"<!-- keys -->\n\n{table(keys(Settings).values())}\n\nRules have options"
    agrees(
        PAGE,
        re.sub(r"<!-- keys -->\n.*?Rules have options", lambda _: listed, PAGE.read_text("utf-8"), flags=re.DOTALL),
    )


@pytest.mark.parametrize("rule", WITH_OPTIONS, ids=lambda rule: rule.id)
def test_the_options_of_a_rule_stand_on_its_page(rule: Rule) -> None:
    page = ROOT / f"rules/{rule.id}.md"
    assert rule.options is not None
    section = f"## Options\n\n{table(keys(rule.options).values())}\n"
    written = page.read_text("utf-8")
    bare = re.sub(r"\n## Options\n.*?(?=\n## |\Z)", "", written, flags=re.DOTALL)
    agrees(page, bare.replace("\n## When it stays silent", f"\n{section}\n## When it stays silent"))


def test_the_settings_that_are_shown_are_right() -> None:
    (shown, *_) = re.findall(r"```toml\n(.*?)```", PAGE.read_text("utf-8"), flags=re.DOTALL)
    table = json.loads(json.dumps(tomli.loads(shown)["tool"]["agentlint"], default=str))
    Draft7Validator(json.loads(SCHEMA.read_text("utf-8"))).validate(table)
