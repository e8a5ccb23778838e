"""What documents show is what the command says."""

import os
import re
import shutil
from pathlib import Path

import pytest

from tests.cli.command import agentlint

ROOT = Path(__file__).parents[1]
DOCUMENTS = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
OUTPUT = re.compile(r"(?<=<!-- output: agentlint )(?P<command>[^\n]+) -->\n```text\n(?P<text>.*?)```", re.DOTALL)
LINK = re.compile(r"\]\((?!https?:)(?P<target>[^)#]+)")


def named(document: Path) -> str:
    return document.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("document", DOCUMENTS, ids=named)
def test_shown_output_is_real(document: Path) -> None:
    """Run with AGENTLINT_UPDATE=1 to write it."""
    written = document.read_text("utf-8")
    real = OUTPUT.sub(shown, written)
    if "AGENTLINT_UPDATE" in os.environ:
        document.write_text(real, "utf-8")
    else:
        assert written == real


def shown(found: re.Match[str]) -> str:
    """A command and its output, as a document quotes them."""
    command = found["command"]
    return f"{command} -->\n```text\n{agentlint(*command.split(), cwd=ROOT).out.rstrip()}\n```"


def test_the_fix_of_the_quick_start_is_one(tmp_path: Path) -> None:
    desk = shutil.copytree(ROOT / "examples/support_desk", tmp_path / "desk")
    (fix,) = re.findall(r"```python\n(.*)\n```", (ROOT / "docs/quickstart.md").read_text("utf-8"))
    wired = (desk / "graph.py").read_text("utf-8")
    (desk / "graph.py").write_text(re.sub(r"\{.*\}", fix, wired), "utf-8")
    assert agentlint("check", str(desk), cwd=tmp_path).code == 0


@pytest.mark.parametrize("document", DOCUMENTS, ids=named)
def test_links_lead_somewhere(document: Path) -> None:
    targets = [found["target"] for found in LINK.finditer(document.read_text("utf-8"))]
    assert [target for target in targets if not (document.parent / target).exists()] == []
