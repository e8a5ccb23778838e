"""Projects that commands are run on."""

from pathlib import Path

import pytest

from tests.cli.command import CLEAN, ENDLESS


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    """A project with an error."""
    (tmp_path / "graph.py").write_text(ENDLESS)
    return tmp_path


@pytest.fixture
def clean(tmp_path: Path) -> Path:
    """A project in which all is well."""
    (tmp_path / "graph.py").write_text(CLEAN)
    return tmp_path
