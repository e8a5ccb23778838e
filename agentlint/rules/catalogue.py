"""All rules there are. Adding a file to this package is all it takes to add one."""

from collections.abc import Iterator, Mapping
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from pkgutil import iter_modules
from types import MappingProxyType

from agentlint.rules.base import Rule

PACKAGE = "agentlint.rules"


def _rules() -> Iterator[Rule]:
    """The rule of each module of the package that has one."""
    for module in sorted(iter_modules([str(Path(__file__).parent)]), key=lambda module: module.name):
        check = getattr(import_module(f"{PACKAGE}.{module.name}"), "check", None)
        if isinstance(check, Rule):
            yield check


RULES: Mapping[str, Rule] = MappingProxyType({rule.id: rule for rule in _rules()})


def page(rule_id: str) -> str:
    """The page of a rule: inside the package in a wheel, at the top of a checkout."""
    pages = files(PACKAGE) / "pages"
    if not pages.is_dir():
        pages = Path(__file__).parents[2] / "rules"
    return (pages / f"{rule_id}.md").read_text("utf-8")
