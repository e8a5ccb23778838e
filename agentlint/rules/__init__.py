"""What is judged: one small function per rule, over the graph only."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from agentlint.diagnostics.finding import Finding, Level
from agentlint.diagnostics.ignores import Idle
from agentlint.graph.evidence import Confidence, Location
from agentlint.graph.model import Orchestration
from agentlint.rules.base import NOTHING_SET, Group, Rule
from agentlint.rules.catalogue import RULES, page
from agentlint.rules.demands import nowhere
from agentlint.rules.house import HouseRuleProblem, every, in_folder, page_of
from agentlint.rules.selection import Selection, Selections
from agentlint.rules.verdict import INTERNAL_ERROR, in_source_order, verdict
from agentlint.settings import Vocabulary
from agentlint.settings.contracts import Contract

__all__ = [
    "INTERNAL_ERROR",
    "RULES",
    "UNUSED_IGNORE",
    "HouseRuleProblem",
    "Rule",
    "Selection",
    "Selections",
    "every",
    "in_folder",
    "in_source_order",
    "judge",
    "page",
    "page_of",
    "remarks",
    "vain",
    "vocabulary",
]

UNUSED_IGNORE = "unused-ignore"


def judge(graphs: Iterable[Orchestration], selections: Selection | Selections) -> tuple[Finding, ...]:
    """What the selected rules find in ``graphs``, however unsure: what is shown is for the selection to say."""
    rules = [rule for rule in selections.rules.values() if selections.runs(rule)]
    found = verdict(
        graphs,
        rules,
        lambda graph, rule: selections.at(graph.location.path, graph.name).options.get(rule.id, NOTHING_SET),
    )
    return tuple(_selected(found, selections))


def remarks(idles: Iterable[Idle], selections: Selection | Selections) -> Iterator[Finding]:
    """What is to be said of comments that hide nothing."""
    rule = RULES[UNUSED_IGNORE]
    for idle in idles:
        at = idle.ignore.location
        for claim in rule.check(idle):
            finding = Finding(
                rule=rule.id,
                level=rule.level,
                confidence=Confidence.PROVEN,
                message=claim.message,
                location=at,
                graph="",
                element=f"{at.path}:{claim.part}",
                help=claim.help,
                fix=claim.fix,
            )
            yield from _selected([finding], selections)


def vain(
    contracts: Iterable[Contract],
    graphs: Sequence[Orchestration],
    at: Location,
    selections: Selection | Selections,
) -> Iterator[Finding]:
    """What is to be said of contracts, written ``at`` a place, that name what none of ``graphs`` has."""
    rule = RULES["broken-contract"]
    for contract in contracts:
        for name in nowhere(contract, graphs):
            called = contract.name or contract.type
            finding = Finding(
                rule=rule.id,
                level=Level.WARNING,
                confidence=Confidence.PROVEN,
                message=f"the contract `{called}` names `{name}`, and nothing is called so: it cannot be broken",
                location=at,
                graph="",
                element=f"{at.path}:{called} = {name}",
                help="`agentlint graph` shows the names of graphs and nodes",
            )
            yield from _selected([finding], selections)


def _selected(found: Iterable[Finding], selections: Selection | Selections) -> Iterator[Finding]:
    """The findings that are selected where they lie, at the level that is set there."""
    for finding in found:
        here = selections.at(finding.location.path, finding.graph)
        if finding.rule not in here.rules or here.takes(here.rules[finding.rule]):
            yield here.told(finding)


def vocabulary(formats: tuple[str, ...]) -> Vocabulary:
    """The names that settings may use. Raises `HouseRuleProblem`."""
    groups = tuple(group.value for group in Group)
    return Vocabulary(_options(every()), groups, formats, lambda folder: _options(in_folder(folder)))


def _options(rules: Mapping[str, Rule]) -> dict[str, type | None]:
    return {rule.id: rule.options for rule in rules.values()}
