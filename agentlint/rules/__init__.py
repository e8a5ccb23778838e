"""What is judged: one small function per rule, over the graph only."""

from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from pkgutil import iter_modules
from types import MappingProxyType

from agentlint.diagnostics.finding import Finding, Level
from agentlint.graph.evidence import Confidence
from agentlint.graph.identity import identity
from agentlint.graph.model import Orchestration
from agentlint.rules.base import Rule
from agentlint.rules.selection import DEFAULT, Selection

__all__ = ["INTERNAL_ERROR", "RULES", "Rule", "Selection", "judge", "page"]

INTERNAL_ERROR = "internal-error"


def _rules() -> Iterator[Rule]:
    """The rule of each module of this package that has one: adding a file is all it takes to add a rule."""
    for module in sorted(iter_modules(__path__), key=lambda module: module.name):
        check = getattr(import_module(f"{__name__}.{module.name}"), "check", None)
        if isinstance(check, Rule):
            yield check


RULES: Mapping[str, Rule] = MappingProxyType({rule.id: rule for rule in _rules()})


def judge(graphs: Iterable[Orchestration], selection: Selection = DEFAULT) -> tuple[Finding, ...]:
    """What the selected rules find in ``graphs``, in the order of the source.

    A graph that is built in several shapes at one place says the same thing once.
    """
    shown: list[Finding] = []
    told: set[object] = set()
    for graph in graphs:
        for rule in filter(selection.takes, RULES.values()):
            for finding in filter(selection.shows, _contained(rule, graph)):
                element = finding.element.removeprefix(graph.name)
                same = {(finding.rule, finding.location, text) for text in (finding.message, element)}
                if told.isdisjoint(same):
                    shown.append(finding)
                told |= same
    return tuple(sorted(shown, key=_in_source_order))


def page(rule_id: str) -> str:
    """The page of a rule: inside the package in a wheel, at the top of a checkout."""
    pages = files(__name__) / "pages"
    if not pages.is_dir():
        pages = Path(__file__).parents[2] / "rules"
    return (pages / f"{rule_id}.md").read_text("utf-8")


def _contained(rule: Rule, graph: Orchestration) -> list[Finding]:
    """The findings of ``rule`` in ``graph``. A rule that fails costs its own findings, never the run."""
    try:
        return list(rule.findings(graph))
    except Exception as error:
        return [
            Finding(
                rule=INTERNAL_ERROR,
                level=Level.ERROR,
                confidence=Confidence.PROVEN,
                message=f"rule `{rule.id}` failed on graph `{graph.name}`: {type(error).__name__}: {error}",
                location=graph.location,
                graph=graph.name,
                element=identity(graph, graph),
                notes=("this is a mistake in agentlint, not in the code that it reads",),
                help="report it with the code of the graph, and leave the rule out with `--ignore` meanwhile",
            )
        ]


def _in_source_order(finding: Finding) -> tuple[str, int, int, int, str, str]:
    at = finding.location
    return at.path, at.cell or 0, at.line, at.column, finding.rule, finding.message
