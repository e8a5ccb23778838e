"""The overlays see in each literate case the graphs that stand under it."""

from pathlib import Path

import pytest

from agentlint.frameworks import extract
from agentlint.source import Project
from tests.frameworks.scenarios import Scenario, expected, scenarios, seen
from tests.source.tree import write

PAGES = [*sorted(Path(__file__).parent.glob("*/*.md")), Path(__file__).with_name("seams.md")]
CASES = [scenario for page in PAGES for scenario in scenarios(page)]


@pytest.mark.parametrize("scenario", CASES, ids=lambda one: f"{one.page.parent.name}/{one.page.stem}: {one.title}")
def test_sees_the_graphs_that_stand_there(scenario: Scenario, tmp_path: Path) -> None:
    found = extract(Project.at([write(tmp_path, scenario.files)]))
    assert not found.problems
    graphs = found.orchestrations
    assert len(graphs) == len(scenario.graphs), [graph.name for graph in graphs]
    for graph, lines in zip(graphs, scenario.graphs, strict=True):
        assert seen(graph, lines) == expected(lines)
