"""The pages of agentlint's own rules."""

from pathlib import Path

from agentlint.trial.pages import Page, read

ROOT = Path(__file__).parents[1]
PAGES = ROOT / "rules"
INDEX = PAGES / "README.md"


def pages() -> list[Page]:
    """All rule pages, in the order of their names."""
    return [read(path) for path in sorted(PAGES.glob("*.md")) if path != INDEX]
