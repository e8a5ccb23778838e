"""Every overlay passes the same scenarios. The graphs of the programs are compared with those of all pages."""

from pathlib import Path

import pytest

from agentlint.frameworks import extract
from agentlint.frameworks.base import Overlay
from agentlint.graph.derive import derive
from agentlint.source import Project
from tests.frameworks.conformance import EVERY, SCENARIOS, is_absent, page, sections
from tests.frameworks.scenarios import Scenario, scenarios
from tests.source.tree import write

PROGRAMS = [scenario for overlay in EVERY if page(overlay).exists() for scenario in scenarios(page(overlay))]


@pytest.mark.parametrize("overlay", EVERY, ids=lambda one: one.name)
def test_has_every_scenario(overlay: Overlay) -> None:
    assert list(sections(overlay)) == list(SCENARIOS)


@pytest.mark.parametrize("overlay", EVERY, ids=lambda one: one.name)
def test_has_a_program_or_says_why_not(overlay: Overlay) -> None:
    shown = {scenario.title for scenario in scenarios(page(overlay)) if scenario.graphs}
    neither = [title for title, text in sections(overlay).items() if (title in shown) == is_absent(text)]
    assert neither == []


@pytest.mark.parametrize("scenario", PROGRAMS, ids=lambda one: f"{one.page.parent.name}: {one.title}")
def test_what_makes_the_scenario_is_seen(scenario: Scenario, tmp_path: Path) -> None:
    found = extract(Project.at([write(tmp_path, scenario.files)]))
    assert SCENARIOS[scenario.title](tuple(map(derive, found.orchestrations)))
