"""What fixes and comments make of whole programs, and that they change nothing a second time."""

from pathlib import Path

import pytest

from agentlint.engine import check
from tests.fixes.mending import mended, text_of
from tests.fixes.pairs import Pair, pairs

HERE = Path(__file__).parent


def suite(name: str) -> pytest.MarkDecorator:
    found = pairs(HERE / f"{name}.md")
    return pytest.mark.parametrize("pair", found, ids=[pair.title for pair in found])


@suite("fixes")
def test_fixes(pair: Pair, tmp_path: Path) -> None:
    made = mended(tmp_path, pair.before, unsafe=True)
    assert text_of(made, pair.before) == pair.after
    assert [why for _, why in made.left.values()] == [pair.why] * bool(pair.why)
    assert not mended(tmp_path, pair.after, unsafe=True).contents


@suite("fixes")
def test_what_changes_a_program_is_not_safe(pair: Pair, tmp_path: Path) -> None:
    assert not mended(tmp_path, pair.before).contents


@suite("removing")
def test_safe_fixes(pair: Pair, tmp_path: Path) -> None:
    made = mended(tmp_path, pair.before)
    assert text_of(made, pair.before) == pair.after
    assert not mended(tmp_path, pair.after).contents


@suite("accepting")
def test_accepting(pair: Pair, tmp_path: Path) -> None:
    made = mended(tmp_path, pair.before, reason="agreed")
    assert text_of(made, pair.before) == pair.after
    assert not made.left
    assert not mended(tmp_path, pair.after, reason="agreed").contents
    assert not check([tmp_path]).findings
