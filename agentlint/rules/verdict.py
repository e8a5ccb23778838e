"""What the rules say of all graphs together: each fault once, in the order of the source."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

from agentlint.diagnostics.finding import Finding, Level
from agentlint.graph.evidence import Confidence, Location
from agentlint.graph.identity import identity
from agentlint.graph.model import Orchestration
from agentlint.rules.base import SUBJECTS, Rule, element

INTERNAL_ERROR = "internal-error"


Options = Callable[[Orchestration, Rule], Mapping[str, object]]
"""What is set of the options of a rule, for a graph."""


def verdict(graphs: Iterable[Orchestration], rules: Collection[Rule], options: Options) -> tuple[Finding, ...]:
    """What ``rules`` find in ``graphs``."""
    found = (
        finding for shapes in _constructions(graphs) for rule in rules for finding in _agreed(rule, shapes, options)
    )
    once: list[Finding] = []
    told: set[tuple[str, Location, str]] = set()
    for finding in sorted(found, key=lambda finding: list(Confidence).index(finding.confidence)):
        said = (finding.message, _within(finding), _fault(finding))
        same = {(finding.rule, finding.location, text) for text in said}
        if told.isdisjoint(same):
            once.append(finding)
        told |= same
    return tuple(sorted(once, key=in_source_order))


def _constructions(graphs: Iterable[Orchestration]) -> list[list[Orchestration]]:
    """The shapes in which each construction is built. One that was never seen compiled says nothing beside others."""
    places: defaultdict[Location, list[Orchestration]] = defaultdict(list)
    for graph in graphs:
        places[graph.location].append(graph)
    return [[shape for shape in shapes if shape.compiled] or shapes for shapes in places.values()]


def _agreed(rule: Rule, shapes: list[Orchestration], options: Options) -> Iterator[Finding]:
    """What holds in every shape that has the element: an option that is switched off in one shape is no fault."""
    findings = [
        {(finding.location, _within(finding)): finding for finding in _contained(rule, shape, options)}
        for shape in shapes
    ]
    elements = [_elements(shape) if len(shapes) > 1 else frozenset[str]() for shape in shapes]
    for found in findings:
        for key, finding in found.items():
            if all(
                key in others or not _among(key[1], those) for others, those in zip(findings, elements, strict=True)
            ):
                yield finding


def _within(finding: Finding) -> str:
    """What the finding is about, whichever shape of the graph it was found in."""
    return finding.element.removeprefix(finding.graph)


def _fault(finding: Finding) -> str:
    """What is wrong at the place, whichever element of whichever graph it was found for: functions are shared."""
    return f"{finding.label} = {finding.element.partition(' = ')[2]}"


def _elements(shape: Orchestration) -> frozenset[str]:
    every = (element(subject) for members in SUBJECTS.values() for subject in members(shape))
    return frozenset(identity(shape, one).removeprefix(shape.name) for one in every)


def _among(name: str, elements: frozenset[str]) -> bool:
    """Whether one of ``elements``, or a part of it, is called ``name``."""
    return name in elements or name.partition(" = ")[0] in elements


def _contained(rule: Rule, graph: Orchestration, options: Options) -> list[Finding]:
    """The findings of ``rule`` in ``graph``. A rule that fails costs its own findings, never the run."""
    try:
        return list(rule.findings(graph, options(graph, rule)))
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


def in_source_order(finding: Finding) -> tuple[str, int, int, int, str, str]:
    """What findings are sorted by."""
    at = finding.location
    return at.path, at.cell or 0, at.line, at.column, finding.rule, finding.message
