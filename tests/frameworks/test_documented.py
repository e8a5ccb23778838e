"""The tables of `docs/frameworks.md` are those of the overlays and of the scenarios that they pass."""

import os
import re
import sys
from collections.abc import Iterable
from pathlib import Path

from agentlint.frameworks.base import Overlay
from agentlint.frameworks.handwired import OVERLAY as HANDWIRED
from agentlint.frameworks.handwired.vocabulary import CLIENTS
from tests.frameworks.conformance import EVERY, SCENARIOS, is_absent, page, sections

DOCUMENT = Path(__file__).parents[2] / "docs" / "frameworks.md"
PACKAGES = [name.rstrip("_") for name in CLIENTS if " " not in name]
"""Of what a module with a model client mentions, the packages."""
TABLE = re.compile(r"(?<=<!-- table: )(?P<name>\w+) -->\n(?:\n\|[^\n]*(?:\n\|[^\n]*)*\n)?")


def test_tables_are_up_to_date() -> None:
    """Run with AGENTLINT_UPDATE=1 to write them."""
    written = DOCUMENT.read_text("utf-8")
    real = TABLE.sub(lambda found: "\n".join((f"{found['name']} -->\n", *TABLES[found["name"]], "")), written)
    if "AGENTLINT_UPDATE" in os.environ:
        DOCUMENT.write_text(real, "utf-8")
    else:
        assert written == real


def table(*rows: Iterable[str]) -> list[str]:
    head, *body = [f"| {' | '.join(row)} |" for row in rows]
    return [head, re.sub(r"[^|]+", "---", head), *body]


def title(overlay: Overlay) -> str:
    """What an overlay calls its framework, in the first words of its module."""
    return told(overlay).partition(":")[0]


def told(overlay: Overlay) -> str:
    return re.split(r"\.(?=\s|$)", sys.modules[overlay.read.__module__].__doc__ or "")[0]


def code(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def mark(overlay: Overlay, scenario: str) -> str:
    """Whether an overlay passes a scenario, with the program as the target of a link."""
    if is_absent(sections(overlay)[scenario]):
        return "not in this framework"
    target = os.path.relpath(page(overlay), DOCUMENT.parent).replace(os.sep, "/")
    return f"[✔]({target}#{scenario.lower().replace(' ', '-')})"


TABLES = {
    "frameworks": table(
        ("Framework", "What is seen", "Imported as", "Versions read"),
        *(
            (title(one), told(one).partition(": ")[2], code(one.packages) or "model clients alone", one.versions)
            for one in EVERY
        ),
    ),
    "scenarios": table(
        ("Scenario", *map(title, EVERY)), *((name, *(mark(one, name) for one in EVERY)) for name in SCENARIOS)
    ),
    "constructions": table(
        ("Framework", "Constructions"),
        *((title(one), code(sorted(one.words))) for one in EVERY if one is not HANDWIRED),
        (title(HANDWIRED), f"calls of a model through {code(PACKAGES)}, or over HTTP"),
    ),
}
